"""What calls of Django's ORM do to tables.

https://docs.djangoproject.com/en/stable/ref/models/querysets/
https://docs.djangoproject.com/en/stable/ref/models/relations/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from migrator.analysis.django_lookups import joins
from migrator.analysis.django_queries import LISTS, OF_OBJECTS, SHORTCUTS, Queries, Typed
from migrator.analysis.interpreter.django_relations import Model
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.values import Event, Instance
from migrator.model.program import AccessMode

READS = frozenset(
    {"get", "filter", "exclude", "all", "count", "exists", "values", "values_list", "aggregate"}
    | {
        "annotate",
        "alias",
        "first",
        "last",
        "earliest",
        "latest",
        "in_bulk",
        "iterator",
        "order_by",
    }
    | {"only", "defer", "select_related", "prefetch_related", "distinct", "dates", "datetimes"}
    | {"reverse", "union", "intersection", "difference", "select_for_update", "using", "contains"}
    | {"complex_filter", "raw", "extra", "explain", "get_queryset", "get_by_natural_key"}
)
BOTH = frozenset({"get_or_create", "update_or_create"})
WRITES = frozenset(
    {"create", "bulk_create", "bulk_update", "update", "delete", "create_user"}
    | {"create_superuser"}
)
CHANGES = frozenset({"update", "bulk_update", "delete"})  # writes that add no rows
# https://docs.djangoproject.com/en/stable/ref/models/relations/
OF_RELATIONS = frozenset({"add", "set", "remove", "clear"})
SAVES = frozenset({"save", "delete", "save_base"})
ASYNC = frozenset(f"a{name}" for name in (*READS, *BOTH, *WRITES, *OF_RELATIONS, *SAVES))
ASYNC |= {"arefresh_from_db"}
METHODS = sorted(
    READS | BOTH | WRITES | OF_RELATIONS | SAVES | ASYNC | SHORTCUTS | LISTS | {"refresh_from_db"}
)


class Touch(NamedTuple):
    """A table that an event reads or writes."""

    table: str
    mode: AccessMode
    via: str = ""


def of_event(event: Event, queries: Queries) -> frozenset[Touch]:
    """Return what an event reads and writes."""
    if event.member in SHORTCUTS or event.member in LISTS:
        given = queries.of_all(event.args[0]) if event.args else ()
    else:
        given = queries.of_receiver(event)
    return frozenset(touch for typed in given for touch in _touches(event, typed))


def _touches(event: Event, typed: Typed) -> Iterator[Touch]:
    member = event.member[1:] if event.member in ASYNC else event.member
    if member in SHORTCUTS or member in LISTS:
        yield from read(event, typed.model)
    elif typed.role == "object" or member in SAVES | OF_OBJECTS:
        # What a loop over a queryset binds is the queryset itself.
        yield from _of_object(member, typed)
    elif typed.role == "query":
        yield from _of_query(event, member, typed)


def _of_object(member: str, typed: Typed) -> Iterator[Touch]:
    if member == "refresh_from_db":
        yield from (Touch(table, AccessMode.READ) for table in typed.model.tables())
    elif member in SAVES:
        yield from write([typed.model])
        if member == "delete":
            yield from cascade(typed.model)


def _of_query(event: Event, member: str, typed: Typed) -> Iterator[Touch]:
    between = typed.relation.table if typed.relation is not None else ""
    if member in OF_RELATIONS:
        yield from _relate(typed)
        if member == "set":  # what is related already stays
            yield from read(None, typed.model)
            yield from (Touch(table, AccessMode.READ, "join") for table in [between] if table)
        return
    if member in BOTH or member not in WRITES:
        yield from read(event, typed.model)
        if between:
            yield Touch(between, AccessMode.READ, "join")
    if member in BOTH | WRITES:
        yield from write([typed.model])
        if between and member not in CHANGES:
            yield Touch(between, AccessMode.WRITE)
    if member == "delete":
        yield from cascade(typed.model)


def _relate(typed: Typed) -> Iterator[Touch]:
    """Yield what changes when objects are related: rows between, or the key that points back."""
    if typed.relation is not None and typed.relation.table:
        yield Touch(typed.relation.table, AccessMode.WRITE)
    elif typed.relation is not None:
        yield from write([typed.model])


def read(event: Event | None, model: Model) -> Iterator[Touch]:
    """Yield what a query of a model reads: its rows, its parents', and what the call joins."""
    own = model.tables()
    yield Touch(own[0], AccessMode.READ)
    for table in own[1:]:
        yield Touch(table, AccessMode.READ, "join")
    for table in joins(event, model) if event is not None else ():
        if table not in own:
            yield Touch(table, AccessMode.READ, "join")


def write(models: Iterable[Model]) -> Iterator[Touch]:
    """Yield the tables that rows of models are written to."""
    for model in models:
        for table in model.tables():
            yield Touch(table, AccessMode.WRITE)


def cascade(model: Model) -> Iterator[Touch]:
    """Yield the tables whose rows go with those that they point at.

    https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.CASCADE
    """
    waiting, seen = [model], {model}
    while waiting:
        for one in waiting.pop().lineage():
            for relation in one.pointing:
                if relation.table:
                    yield Touch(relation.table, AccessMode.WRITE, "relation")
                if relation.cascades and relation.source not in seen:
                    seen.add(relation.source)
                    waiting.append(relation.source)
                    yield from _gone(relation.source)


def _gone(model: Model) -> Iterator[Touch]:
    for table in model.tables():
        yield Touch(table, AccessMode.WRITE, "relation")
        if not is_deleted_unread(model):
            yield Touch(table, AccessMode.READ, "relation")


def is_deleted_unread(model: Model) -> bool:
    """Tell whether rows are deleted without a look at them: nothing points at them.

    https://docs.djangoproject.com/en/stable/ref/models/querysets/#delete
    """
    return not model.parents and not model.pointing


def unread(changes: Iterable[Event], queries: Queries) -> frozenset[Event]:
    """Return the parts of querysets that are never read: ``objects.filter(…).update(…)``."""
    parts: dict[Event, None] = {}
    for change in changes:
        given = [typed for typed in queries.of_receiver(change) if typed.role == "query"]
        if change.member.endswith("delete"):
            given = [typed for typed in given if is_deleted_unread(typed.model)]
        part = change.receiver if given else None
        while part is not None:
            root = root_of(part)
            made = root.origin if isinstance(root, Instance) else None
            if made is None or made in parts or made.member not in READS:
                break
            parts[made] = None
            part = made.receiver
    return frozenset(parts)
