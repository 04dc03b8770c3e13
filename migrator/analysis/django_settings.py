"""Django: what settings say, and the classes and functions of the project that they name.

https://docs.djangoproject.com/en/stable/topics/settings/
"""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import (
    ClassValue,
    External,
    FunctionValue,
    Items,
    Known,
    Scope,
    Table,
    Value,
    Values,
)

MARKS = frozenset({"ROOT_URLCONF", "INSTALLED_APPS"})  # what every settings module says
DEEPEST = 4  # lists and dictionaries in a setting


def holders(log: Log) -> Iterator[Scope]:
    """Yield the modules and classes that hold settings; those of tests only where all are."""
    classes = (cls.scope for cls in log.classes.values())
    found = [s for s in (*log.scopes.values(), *classes) if MARKS & s.names.keys()]
    running = [scope for scope in found if "test" not in scope.module]
    yield from running or found


def setting(log: Log, name: str) -> Iterator[Value]:
    """Yield all that a setting may be."""
    for scope in holders(log):
        yield from scope.names.get(name, ())


def named_in(log: Log, values: Values) -> Iterator[ClassValue | FunctionValue]:
    """Yield what the dotted names in a setting mean, in lists and dictionaries as well."""
    for value in _flat(values, 0):
        match value:
            case Known(value=str(dotted)):
                module, _, name = dotted.rpartition(".")
                scope = log.named(module) if module else None
                named = scope.names.get(name, ()) if scope else ()
                yield from (v for v in named if isinstance(v, ClassValue | FunctionValue))
            case ClassValue() | FunctionValue():
                yield value


def _flat(values: Values, depth: int) -> Iterator[Value]:
    for value in values if depth <= DEEPEST else ():
        match value:
            case Items(items=items):
                for item in items:
                    yield from _flat(item, depth + 1)
            case Table(entries=entries):
                for item in entries.values():
                    yield from _flat(item, depth + 1)
            case External():
                continue
            case _:
                yield value


def entry(values: Values, *path: str) -> Values:
    """Return what stands below keys of a dictionary, in lists on the way as well."""
    for key in path:
        tables = [v for v in _tables(values, 0) if key in v.entries]
        values = tuple(value for table in tables for value in table.entries[key])
    return values


def _tables(values: Values, depth: int) -> Iterator[Table]:
    for value in values if depth <= DEEPEST else ():
        match value:
            case Table():
                yield value
            case Items(items=items):
                for item in items:
                    yield from _tables(item, depth + 1)
