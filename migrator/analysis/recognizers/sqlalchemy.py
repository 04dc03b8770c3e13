"""SQLAlchemy: which functions read and write which tables through models and ``Table`` objects.

https://docs.sqlalchemy.org/en/20/orm/queryguide/
https://docs.sqlalchemy.org/en/20/orm/session_basics.html
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import ClassValue, Event, External, Instance
from migrator.analysis.sqlalchemy_loads import Loads
from migrator.analysis.sqlalchemy_relations import (
    CHANGES,
    Effect,
    changed_by,
    find_effects,
    find_uses,
)
from migrator.analysis.sqlalchemy_subjects import STATEMENTS, Subjects
from migrator.analysis.sqlalchemy_tables import BASES, Schema, table_of
from migrator.model.location import Location
from migrator.model.program import AccessMode, Table, TableAccess

ADDING = frozenset(
    {"add", "add_all", "merge", "delete", "bulk_save_objects", "bulk_insert_mappings"}
    | {"bulk_update_mappings", "setattr", "edit"}
)
WRITES = ADDING | STATEMENTS
JOINS = frozenset({"join", "outerjoin", "join_from", "outerjoin_from", "select_from"})
EXECUTES = frozenset({"execute", "scalar", "scalars", "stream", "stream_scalars", "exec"})
READS = (
    frozenset(
        {"select", "query", "get", "get_one", "get_or_404", "first_or_404", "one_or_404"}
        | {"filter", "filter_by", "where", "having", "all", "first", "one", "one_or_none", "count"}
        | {"exists", "order_by", "refresh", "aliased", "with_for_update", "options", "distinct"}
        | {"group_by", "paginate", "scalar_one", "scalar_one_or_none", "scalar_subquery"}
        | {"subquery", "in_", "any", "has", "get_all", "with_polymorphic", "union", "yield_per"}
    )
    | JOINS
    | EXECUTES
)


MOST_CALLERS = 4  # helpers that call each other, none of which says which table


Place = tuple[Location, ...]  # a line, then the calls that lead to it, innermost first


def find_accesses(log: Log, schema: Schema, tables: tuple[Table, ...]) -> Iterator[TableAccess]:
    """Yield reads and writes that go through model classes and ``Table`` objects."""
    subjects, loads = Subjects(schema), Loads(log, schema, _references(tables))
    found = chain(
        _effects(log, schema, subjects),
        find_effects(log, subjects, loads),
        find_uses(log, subjects, loads),
    )
    effects = [again for effect in found if effect.tables for again in _repeated(effect, log)]
    seen = _tables_by_caller(effects)
    for event, mode, touched, via in effects:
        for function in log.callers(event, depth=_depth_of(event, seen)):
            if function in log.functions:
                for table in touched:
                    yield TableAccess(table, mode, function, event.location, via)


def _repeated(effect: Effect, log: Log) -> Iterator[Effect]:
    """Yield what a call does, and what it does for others that call the same."""
    yield effect
    for event in log.repetitions(effect.event):
        yield effect._replace(event=event)


def _references(tables: tuple[Table, ...]) -> dict[str, frozenset[str]]:
    """Map each table to those that its foreign keys point at, without their schemas."""
    return {
        table.name: frozenset(name.rpartition(".")[2] for name, _ in table.references)
        for table in tables
    }


def _tables_by_caller(effects: list[Effect]) -> Mapping[Place, Mapping[Place, set[str]]]:
    """Map each place, seen from a chain of callers, to the tables that each further caller means.

    A helper that runs any query runs its callers': where they mean different tables.
    """
    seen: defaultdict[Place, defaultdict[Place, set[str]]] = defaultdict(lambda: defaultdict(set))
    for event, _, tables, _ in effects:
        place = (event.location, *event.stack[:MOST_CALLERS])
        for length in range(1, len(place)):
            seen[place[:length]][place[: length + 1]] |= tables
    return seen


def _depth_of(event: Event, seen: Mapping[Place, Mapping[Place, set[str]]]) -> int:
    """Return how many callers up it is known which tables are meant; 0 where the place says so."""
    place = (event.location, *event.stack[:MOST_CALLERS])
    for depth in range(len(place) - 1, 0, -1):
        first, *others = seen[place[:depth]].values()
        if any(tables != first for tables in others):
            return depth
    return 0


def _effects(log: Log, schema: Schema, subjects: Subjects) -> Iterator[Effect]:
    unasked = subjects.unasked(log.having(*STATEMENTS))
    for event in log.having(*READS, *WRITES):
        is_of_list = event.member in CHANGES and changed_by(event, log) is not None
        if event not in unasked and not is_of_list and _is_query(event, schema):
            yield from _effects_of(event, subjects)
    for event in log.having(*_constructors(schema)):
        if (cls := _made_by(event, schema)) is not None:
            yield Effect(event, AccessMode.WRITE, subjects.tables((cls,)))


def _effects_of(event: Event, subjects: Subjects) -> Iterator[Effect]:
    """Yield what a call does: the tables that it names, or that what it is called on is about."""
    member = event.member
    receiver = subjects.of(event.receiver) if event.receiver is not None else ()
    given = subjects.of_all((*event.args, *event.keywords.values()))
    about, rest = receiver or given, given if receiver else ()
    if member in ADDING and not (member == "delete" and receiver):
        yield Effect(event, AccessMode.WRITE, subjects.tables(given or receiver))
        return
    if member in STATEMENTS:
        yield Effect(event, AccessMode.WRITE, subjects.tables(about))
        yield Effect(event, AccessMode.READ, subjects.tables(rest) - subjects.tables(about))
    elif member in EXECUTES and _changes(event, subjects):
        yield Effect(event, AccessMode.WRITE, subjects.tables(given or receiver))
    else:
        via = "join" if member in JOINS and receiver else ""
        if event.receiver is None or not subjects.is_change(root_of(event.receiver)):
            yield Effect(event, AccessMode.READ, subjects.tables(receiver))
        known = subjects.tables(receiver) if via else frozenset()
        yield Effect(event, AccessMode.READ, subjects.tables(rest or given) - known, via)


def _changes(event: Event, subjects: Subjects) -> bool:
    return any(subjects.is_change(value) for values in event.args[:1] for value in values)


def _is_query(event: Event, schema: Schema) -> bool:
    if event.name.startswith(BASES):
        return True
    root = root_of(event.receiver) if event.receiver is not None else None
    return root in schema.models or bool(table_of(root))


def _constructors(schema: Schema) -> frozenset[str]:
    """Name what is called where an object of a model is made: the base that others define."""
    return frozenset(
        base.name.rpartition(".")[2]
        for cls in schema.models
        for base in mro(cls)
        if isinstance(base, External)
    )


def _made_by(event: Event, schema: Schema) -> ClassValue | None:
    """Return the model of which a call makes an object; None where it does something else."""
    made = event.receiver
    if isinstance(made, Instance) and isinstance(made.kind, ClassValue) and made.origin is event:
        return made.kind if made.kind in schema.models else None
    return None
