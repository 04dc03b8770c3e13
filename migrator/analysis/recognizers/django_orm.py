"""Django's ORM: tables that models declare, and which functions read and write them.

https://docs.djangoproject.com/en/stable/topics/db/models/
https://docs.djangoproject.com/en/stable/ref/models/querysets/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from migrator.analysis.django_lookups import joins
from migrator.analysis.django_queries import LISTS, OF_OBJECTS, SHORTCUTS, Queries, Typed
from migrator.analysis.interpreter.django_relations import Model, Relation, Relations
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event
from migrator.model.location import Location
from migrator.model.program import AccessMode, Table, TableAccess

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


def find_tables(log: Log) -> tuple[Table, ...]:
    """List the tables of the project's models, with those between them."""
    relations = log.relations
    found: dict[str, Table] = {}
    for model in relations.by_class.values() if relations else ():
        if model.cls is None or any(model.table == parent.table for parent in model.parents):
            continue
        pairs = {(parent.table, model.location.line) for parent in model.parents}
        pairs |= {
            (r.target.table, r.location.line)
            for r in model.relations.values()
            if r.kind != "generic"
        }
        found[model.table] = Table(
            model.table, model.cls.name, model.location, tuple(sorted(pairs))
        )
        for relation in model.relations.values():
            if relation.table and relation.source is model:
                found.setdefault(relation.table, _between(relation))
    return tuple(found[name] for name in sorted(found))


def _between(relation: Relation) -> Table:
    line = relation.location.line
    ends = {(relation.source.table, line), (relation.target.table, line)}
    return Table(relation.table, relation.source.name, relation.location, tuple(sorted(ends)))


def find_accesses(log: Log) -> Iterator[TableAccess]:
    """Yield what goes through managers, querysets, objects and their relations."""
    if log.relations is None:
        return
    queries = Queries(log.relations)
    touched = [
        (event, touches) for event in log.having(*METHODS) if (touches := _of(event, queries))
    ]
    seen: defaultdict[Location, set[frozenset[Touch]]] = defaultdict(set)
    for event, touches in touched:
        seen[event.location].add(touches)
    for event, touches in touched:
        # A helper that runs any query runs its callers'.
        for function in log.speakers(event, is_generic=len(seen[event.location]) > 1):
            if function in log.functions or function in log.classes:
                for touch in touches:
                    yield TableAccess(touch.table, touch.mode, function, event.location, touch.via)
    yield from _followed(log, log.relations)


def _followed(log: Log, relations: Relations) -> Iterator[TableAccess]:
    """Yield what is read because an attribute of an object gives another one."""
    for field, function, location in log.followed:
        back = relations.backwards.get(field)
        found = [back] if back is not None else relations.fields[field]
        for relation in found if function in log.functions else ():
            is_one = relation.kind == "one" or (relation.kind == "key" and back is None)
            model = relation.target if back is None else relation.source
            for table in model.tables() if is_one else ():
                yield TableAccess(table, AccessMode.READ, function, location, "relation")


def _of(event: Event, queries: Queries) -> frozenset[Touch]:
    if event.member in SHORTCUTS or event.member in LISTS:
        given = queries.of_all(event.args[0]) if event.args else ()
    else:
        given = queries.of_receiver(event)
    return frozenset(touch for typed in given for touch in _touches(event, typed))


def _touches(event: Event, typed: Typed) -> Iterator[Touch]:
    member = event.member[1:] if event.member in ASYNC else event.member
    if member in SHORTCUTS or member in LISTS:
        yield from _read(event, typed.model)
    elif typed.role == "object" or member in SAVES | OF_OBJECTS:
        # What a loop over a queryset binds is the queryset itself.
        yield from _of_object(member, typed)
    elif typed.role == "query":
        yield from _of_query(event, member, typed)


def _of_object(member: str, typed: Typed) -> Iterator[Touch]:
    if member == "refresh_from_db":
        yield from (Touch(table, AccessMode.READ) for table in typed.model.tables())
    elif member in SAVES:
        yield from _write([typed.model])
        if member == "delete":
            yield from _cascade(typed.model)


def _of_query(event: Event, member: str, typed: Typed) -> Iterator[Touch]:
    between = typed.relation.table if typed.relation is not None else ""
    if member in OF_RELATIONS:
        yield from _relate(typed)
        return
    if member in BOTH or member not in WRITES:
        yield from _read(event, typed.model)
        if between:
            yield Touch(between, AccessMode.READ, "join")
    if member in BOTH | WRITES:
        yield from _write([typed.model])
        if between and member not in CHANGES:
            yield Touch(between, AccessMode.WRITE)
    if member == "delete":
        yield from _cascade(typed.model)


def _relate(typed: Typed) -> Iterator[Touch]:
    """Yield what changes when objects are related: rows between, or the key that points back."""
    if typed.relation is not None and typed.relation.table:
        yield Touch(typed.relation.table, AccessMode.WRITE)
    elif typed.relation is not None:
        yield from _write([typed.model])


def _read(event: Event, model: Model) -> Iterator[Touch]:
    own = model.tables()
    yield Touch(own[0], AccessMode.READ)
    for table in own[1:]:
        yield Touch(table, AccessMode.READ, "join")
    for table in joins(event, model):
        if table not in own:
            yield Touch(table, AccessMode.READ, "join")


def _write(models: Iterable[Model]) -> Iterator[Touch]:
    for model in models:
        for table in model.tables():
            yield Touch(table, AccessMode.WRITE)


def _cascade(model: Model) -> Iterator[Touch]:
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
                    for table in relation.source.tables():
                        yield Touch(table, AccessMode.WRITE, "relation")
