"""SQLAlchemy: tables that model classes declare, and which functions read and write them.

https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html
https://docs.sqlalchemy.org/en/20/orm/queryguide/
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import classes_in, root_of
from migrator.analysis.interpreter.questions import mro, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
)
from migrator.model.location import Location
from migrator.model.program import AccessMode, Table, TableAccess

WRITES = frozenset(
    {"add", "add_all", "merge", "delete", "insert", "update", "bulk_save_objects"}
    | {"bulk_insert_mappings", "bulk_update_mappings", "values"}
)
READS = frozenset(
    {"select", "query", "get", "get_one", "get_or_404", "first_or_404", "execute", "scalar"}
    | {"scalars", "stream", "filter", "filter_by", "where", "join", "outerjoin", "select_from"}
    | {"all", "first", "one", "one_or_none", "count", "exists", "order_by", "refresh", "aliased"}
    | {"with_for_update", "options", "distinct", "group_by", "paginate", "scalar_one"}
    | {"scalar_one_or_none", "scalar_subquery", "subquery", "in_", "any", "has"}
)
STATEMENTS = frozenset({"insert", "update", "delete"})
BASES = ("sqlalchemy", "flask_sqlalchemy")
DEEPEST = 3  # a key in a column in a table
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def find_tables(log: Log) -> tuple[Table, ...]:
    """List the tables: one per model class with a name, one per ``Table("name", …)``."""
    keys = list(log.having("ForeignKey"))
    found = {
        name: Table(name, cls.name, cls.location, _references(keys, cls.location, _end(cls)))
        for cls, name in sorted(_models(log).items(), key=lambda pair: pair[0].name)
    }
    for event in log.having("Table"):
        if event.name.startswith(BASES) and event.args:
            name = text_of(event.args[0])
            if name and name not in found:
                found[name] = Table(
                    name, event.function, event.location, _targets(_keys_in(event, 0))
                )
    return tuple(found[name] for name in sorted(found))


def find_accesses(log: Log) -> Iterator[TableAccess]:
    """Yield reads and writes that go through model classes."""
    models = _models(log)
    queries = [
        (event, frozenset(models[cls] for cls in _classes(event) if cls in models))
        for event in log.events
        if _is_query(event, models)
    ]
    queries = [(event, tables) for event, tables in queries if tables]
    seen: defaultdict[Location, set[frozenset[str]]] = defaultdict(set)
    for event, tables in queries:
        seen[event.location].add(tables)
    for event, tables in queries:
        mode = AccessMode.WRITE if _is_write(event) else AccessMode.READ
        # A helper that runs any query runs its callers'.
        for function in log.speakers(event, is_generic=len(seen[event.location]) > 1):
            if function in log.functions:
                for table in tables:
                    yield TableAccess(table, mode, function, event.location)
    for cls, function, location in (*log.constructions, *log.class_writes):
        if cls in models and function in log.functions:
            yield TableAccess(models[cls], AccessMode.WRITE, function, location)


def _models(log: Log) -> Mapping[ClassValue, str]:
    found: dict[ClassValue, str] = {}
    for cls in log.classes.values():
        own = text_of(cls.scope.names.get("__tablename__", ()))
        external = [base.name for base in mro(cls) if isinstance(base, External)]
        is_model = any(name.startswith(BASES) for name in external)
        if own and (is_model or external):
            found[cls] = own
        elif _is_named_after_class(cls, external):
            short = cls.name.rpartition(":")[2].rpartition(".")[2]
            found[cls] = CAMEL.sub("_", short).lower()
    return found


def _is_named_after_class(cls: ClassValue, external: list[str]) -> bool:
    """Flask-SQLAlchemy names the table after the class where nothing else is said."""
    is_model = any(name.endswith("SQLAlchemy.Model") for name in external)
    columns = any(
        _has_columns(base)
        for base in mro(cls)
        if isinstance(base, ClassValue) and (base is cls or "__abstract__" in base.scope.names)
    )
    return is_model and "__abstract__" not in cls.scope.names and columns


def _has_columns(cls: ClassValue) -> bool:
    return any(
        isinstance(value, Instance)
        and isinstance(value.kind, External)
        and value.kind.name.endswith(("Column", "mapped_column"))
        for values in cls.scope.names.values()
        for value in values
    )


def _end(cls: ClassValue) -> int:
    return cls.definition.end_line


def _references(keys: list[Event], start: Location, end_line: int) -> tuple[tuple[str, int], ...]:
    return _targets(
        event
        for event in keys
        if event.location.file == start.file and start.line <= event.location.line <= end_line
    )


def _targets(keys: Iterable[Event]) -> tuple[tuple[str, int], ...]:
    found = set()
    for event in keys:
        column = text_of(event.args[0]) if event.args else None
        if column and "." in column:
            found.add((column.rpartition(".")[0], event.location.line))
    return tuple(sorted(found))


def _keys_in(event: Event, depth: int) -> Iterator[Event]:
    """Yield the foreign keys among what went into a ``Table``."""
    if event.member == "ForeignKey":
        yield event
    for values in (*event.args, *event.keywords.values()):
        for value in values:
            if isinstance(value, Instance) and value.origin is not None and depth < DEEPEST:
                yield from _keys_in(value.origin, depth + 1)


def _is_write(event: Event) -> bool:
    """Tell whether an event writes: by its name, or because it is given such a statement."""
    made_by = [
        value.kind.name
        for values in event.args
        for value in values
        if isinstance(value, Instance) and isinstance(value.kind, External)
    ]
    return event.member in WRITES or any(
        STATEMENTS.intersection(name.split(".")) for name in (event.name, *made_by)
    )


def _is_query(event: Event, models: Mapping[ClassValue, str]) -> bool:
    if event.member not in READS and event.member not in WRITES:
        return False
    if event.name.startswith(BASES):
        return True
    return event.receiver is not None and root_of(event.receiver) in models


def _classes(event: Event) -> Iterator[ClassValue]:
    """Yield the classes that an event speaks of: as argument, through its receiver, in a list."""
    receiver = () if event.receiver is None else (event.receiver,)
    return classes_in(receiver, *event.args, *event.keywords.values())
