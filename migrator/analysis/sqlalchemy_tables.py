"""SQLAlchemy: tables that model classes and ``Table`` objects declare, and which class has which.

https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html
https://docs.sqlalchemy.org/en/20/orm/inheritance.html
https://flask-sqlalchemy.readthedocs.io/en/stable/models/#defining-models
https://sqlmodel.tiangolo.com/tutorial/create-db-and-table/
"""

import re
from collections.abc import Iterable, Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro, short, text_of
from migrator.analysis.interpreter.values import ClassValue, Event, External, Instance, Known
from migrator.model import facts
from migrator.model.location import Location
from migrator.model.program import Table, Unresolved

BASES = ("sqlalchemy", "flask_sqlalchemy", "sqlmodel", "flask_appbuilder")
NAMED_AFTER_CLASS = (
    "SQLAlchemy.Model",
    "flask_appbuilder.Model",
    "flask_appbuilder.models.sqla.Model",
)
ROOTS = (".DeclarativeBase", ".DeclarativeBaseNoMeta")
IMPERATIVE = ("mapper", "map_imperatively")
COMPUTED = "table with a computed name"
REFLECTED = "tables that are read from the database as it runs"
DEEPEST = 3  # a key in a column in a table
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Schema:
    """The tables of model classes and ``Table`` objects.

    Attributes:
        models: tables of each model: its own first, then those of the models it derives from.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._mapped = dict(_mapped(log))
        self.models = {cls: names for cls in log.classes.values() if (names := self._names(cls))}

    def of(self, cls: ClassValue) -> tuple[str, ...]:
        """Return the tables that hold objects of a class; () where it is no model."""
        return self.models.get(cls, ())

    def _names(self, cls: ClassValue) -> tuple[str, ...]:
        if _is_abstract(cls):
            return ()
        bases = (base for base in mro(cls) if isinstance(base, ClassValue))
        names = {name: None for base in bases if (name := self._own_name(base))}
        return tuple(names)

    def _own_name(self, cls: ClassValue) -> str:
        """Return the name of the table that a class itself declares; a mixin declares none."""
        external = [base.name for base in mro(cls) if isinstance(base, External)]
        if cls in self._mapped or not external or _is_abstract(cls) or _is_root(cls):
            return self._mapped.get(cls, "")
        if given := text_of(cls.scope.names.get("__tablename__", ())):
            return given
        for value in cls.scope.names.get("__table__", ()):
            if name := table_of(value):
                return name
        if cls in self._log.table_names:
            return text_of(self._log.table_names[cls]) or ""
        return _name_after(cls, external)


def _name_after(cls: ClassValue, external: list[str]) -> str:
    """Return the name of the table that is named after a class; empty where none is."""
    if any(name.endswith(NAMED_AFTER_CLASS) for name in external) and _is_named(cls):
        return CAMEL.sub("_", short(cls.name)).lower()
    is_table = ("table", facts.Constant(value=True)) in cls.definition.keywords
    is_table = is_table and any(name.startswith("sqlmodel") for name in external)
    return short(cls.name).lower() if is_table else ""


def table_of(value: object) -> str:
    """Return the name of a ``Table`` object; empty for anything else, and if it is computed."""
    if isinstance(value, Instance) and value.origin is not None and _is_table(value.origin):
        return text_of(value.origin.argument(0, "name") or ()) or ""
    return ""


def find_tables(log: Log, schema: Schema) -> Iterator[Table | Unresolved]:
    """Yield a table for each model class with a name, and for each ``Table("name", …)``."""
    keys = list(log.having("ForeignKey"))
    found: dict[str, Table] = {}
    for cls, names in sorted(schema.models.items(), key=lambda pair: pair[0].name):
        if not _shares_table(cls, names, schema):
            references = _references_of(cls, keys, schema)
            found.setdefault(names[0], Table(names[0], cls.name, cls.location, references))
    for event in filter(_is_table, log.having("Table")):
        name = text_of(event.argument(0, "name") or ())
        if name and name not in found:
            found[name] = Table(name, event.function, event.location, _targets(_keys_in(event, 0)))
    yield from found.values()
    yield from _unread(log)


def _unread(log: Log) -> Iterator[Unresolved]:
    """Yield what says only as it runs which tables or columns there are."""
    for event in filter(_is_table, log.having("Table")):
        if text_of(event.argument(0, "name") or ()) is None:
            yield Unresolved(COMPUTED, event.location)
        elif not event.keywords.keys().isdisjoint({"autoload", "autoload_with"}):
            yield Unresolved(REFLECTED, event.location)
    for event in log.having("automap_base", "reflect"):
        if event.name.startswith(BASES):
            yield Unresolved(REFLECTED, event.location)
    for cls, values in log.table_names.items():
        is_model = not _is_abstract(cls) and not _is_root(cls)
        if is_model and values != (Known(None),) and text_of(values) is None:
            yield Unresolved(COMPUTED, cls.location)


def _mapped(log: Log) -> Iterator[tuple[ClassValue, str]]:
    """Yield the classes that are mapped to a table by a call."""
    for event in log.having(*IMPERATIVE):
        classes, tables = event.argument(0, "class_"), event.argument(1, "local_table")
        for cls in classes or ():
            for table in tables or ():
                if isinstance(cls, ClassValue) and (name := table_of(table)):
                    yield cls, name


def _shares_table(cls: ClassValue, names: tuple[str, ...], schema: Schema) -> bool:
    """Tell whether a model lies in the table of one that it derives from."""
    return any(
        names[0] in schema.of(base)
        for base in mro(cls)
        if isinstance(base, ClassValue) and base is not cls
    )


def _is_table(event: Event) -> bool:
    return event.member == "Table" and event.name.startswith(BASES)


def _is_abstract(cls: ClassValue) -> bool:
    return "__abstract__" in cls.scope.names


def _is_root(cls: ClassValue) -> bool:
    """Tell whether a class is what models derive from, and none itself."""
    bases = (value for values in cls.bases for value in values)
    return any(isinstance(base, External) and base.name.endswith(ROOTS) for base in bases)


def _is_named(cls: ClassValue) -> bool:
    """Tell whether Flask-SQLAlchemy names a table after a class: it or a mixin has columns.

    A class below another model has a table of its own where it has a primary key of its own.
    """
    parents = [base for base in mro(cls)[1:] if isinstance(base, ClassValue)]
    if any(_is_concrete(parent) for parent in parents):
        return _has_columns(cls, key=True)
    return any(_has_columns(base) for base in (cls, *parents))


def _is_concrete(cls: ClassValue) -> bool:
    """Tell whether a class is a model that has a table: it or a mixin has a primary key."""
    bases = mro(cls)
    is_model = any(isinstance(base, External) and base.name.endswith("Model") for base in bases)
    if not is_model or _is_abstract(cls):
        return False
    own = (base for base in bases if isinstance(base, ClassValue))
    return "__tablename__" in cls.scope.names or any(_has_columns(one, key=True) for one in own)


def _has_columns(cls: ClassValue, *, key: bool = False) -> bool:
    return any(
        isinstance(value, Instance)
        and isinstance(value.kind, External)
        and value.kind.name.endswith(("Column", "mapped_column"))
        and (not key or (value.origin is not None and "primary_key" in value.origin.keywords))
        for values in cls.scope.names.values()
        for value in values
    )


def _references_of(
    cls: ClassValue, keys: list[Event], schema: Schema
) -> tuple[tuple[str, int], ...]:
    """Return what the keys of a model point at; those of its mixins are its own."""
    own = _references(keys, cls.location, cls.definition.end_line)
    mixins = (
        base
        for base in mro(cls)
        if isinstance(base, ClassValue) and base is not cls and base not in schema.models
    )
    inherited = {
        (name, cls.location.line)
        for base in mixins
        for name, _ in _references(keys, base.location, base.definition.end_line)
    }
    return tuple(sorted({*own, *inherited}))


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
