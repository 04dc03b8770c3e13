"""Django's ORM: tables that models declare, and which functions read and write them.

https://docs.djangoproject.com/en/stable/topics/db/models/
https://docs.djangoproject.com/en/stable/ref/models/querysets/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from migrator.analysis.django_queries import Queries
from migrator.analysis.django_touches import METHODS, Touch, of_event, unread
from migrator.analysis.interpreter.django_relations import Relation, Relations
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short
from migrator.analysis.interpreter.values import Event
from migrator.model.location import Location
from migrator.model.program import AccessMode, Table, TableAccess


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
    queries = Queries(log.relations, log.requested)
    passed = unread(log.having("update", "aupdate", "delete", "adelete"), queries)
    touched = [
        (event, touches)
        for event in log.having(*METHODS)
        if event not in passed and (touches := of_event(event, queries))
    ]
    seen = _by_caller(touched)
    for event, touches in touched:
        # A helper that runs any query runs its callers'.
        is_generic = len(set(seen[event.location, event.member].values())) > 1
        for function in _speakers(log, event, is_generic=is_generic):
            if function in log.functions:
                for touch in touches:
                    yield TableAccess(touch.table, touch.mode, function, event.location, touch.via)
    yield from _followed(log, log.relations)


def _by_caller(
    touched: list[tuple[Event, frozenset[Touch]]],
) -> dict[tuple[Location, str], dict[str, frozenset[Touch]]]:
    """Gather what the calls of a method in one place do, by who calls the function around it."""
    seen: defaultdict[tuple[Location, str], dict[str, frozenset[Touch]]] = defaultdict(dict)
    for event, touches in touched:
        callers = seen[event.location, event.member]
        for caller in _outer(event)[:1]:
            callers[caller] = callers.get(caller, frozenset()) | touches
    return seen


def _speakers(log: Log, event: Event, *, is_generic: bool) -> tuple[str, ...]:
    """Return the functions whose query this is: ``save`` of one mixin calls that of the next."""
    outer = _outer(event)
    if not is_generic or not outer or outer[0] == event.callers[0]:
        return log.speakers(event, is_generic=is_generic)
    return (outer[0],)


def _outer(event: Event) -> tuple[str, ...]:
    """Return the callers of an event's function that are not named as it is, innermost first."""
    named = short(event.function)
    return tuple(caller for caller in event.callers if short(caller) != named)


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
