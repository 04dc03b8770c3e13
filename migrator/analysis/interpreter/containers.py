"""Dictionaries that are more than a display: of classes, made of pairs, with default values.

https://docs.python.org/3/library/collections.html#collections.defaultdict
https://docs.python.org/3/reference/datamodel.html#emulating-container-types
"""

from __future__ import annotations

from migrator.analysis.interpreter.attributes import find_in_class
from migrator.analysis.interpreter.port import Arguments, Frame, Interpreter, Keywords
from migrator.analysis.interpreter.questions import key_of, mro
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Key,
    Table,
    Value,
    Values,
    join,
)

CONTENT = "<content>"  # attribute of an object that is a dictionary
BASES = frozenset({"<builtin>.dict", "collections.OrderedDict", "collections.UserDict"})


def dictionary(given: Arguments, keywords: Keywords, taken: Keywords | None = None) -> Table:
    """Make what ``dict(given, **keywords)`` gives, of keywords those that are not ``taken``."""
    table = Table({})
    for value in (value for values in given for value in values):
        if isinstance(value, Table):
            table.entries |= value.entries
            table.rest = join(table.rest, value.rest)
        elif isinstance(value, Items):
            _add_pairs(table, value)
        elif (content := content_of(value)) is not None:
            table.entries |= content.entries
    named: dict[Key, Values] = {k: v for k, v in keywords.items() if k not in (taken or {})}
    table.rest = join(table.rest, named.pop("**", ()))
    table.entries |= named
    return table


def _add_pairs(table: Table, pairs: Items) -> None:
    for pair in (value for values in pairs.items for value in values):
        if not isinstance(pair, Items) or len(pair.items) != 2:
            continue
        if known := key_of(pair.items[0]):
            table.entries[known[0]] = pair.items[1]
        else:
            table.rest = join(table.rest, pair.items[1])


def prepare(instance: Instance, args: Arguments, keywords: Keywords) -> None:
    """Let an object whose class derives from ``dict`` have a dictionary's content."""
    cls = instance.kind
    if isinstance(cls, ClassValue) and any(
        isinstance(base, External) and base.name in BASES for base in mro(cls)
    ):
        is_given = find_in_class(cls, "__init__") is None
        content = dictionary(args[:1], keywords) if is_given else Table({})
        instance.attributes[CONTENT] = (content,)


def fill(content: Table, args: Arguments, keywords: Keywords) -> None:
    """Take over what ``super().__init__`` of a class that derives from ``dict`` is given."""
    given = dictionary(args[:1], keywords)
    content.entries |= given.entries
    content.rest = join(content.rest, given.rest)


def content_of(value: Value) -> Table | None:
    """Return the dictionary that an object is; None where it is none."""
    if isinstance(value, Instance):
        for content in value.attributes.get(CONTENT, ()):
            if isinstance(content, Table):
                return content
    return None


def as_tables(values: Values) -> Values:
    """Return dictionaries in the place of the objects that are such."""
    return tuple(content_of(value) or value for value in values)


def method_of(value: Value, name: str) -> Bound | None:
    """Return the method by which an object of the project answers ``value[key]`` and its kin."""
    if isinstance(value, Instance) and isinstance(value.kind, ClassValue):
        for method in find_in_class(value.kind, name) or ():
            if isinstance(method, FunctionValue):
                return Bound(method, value)
    return None


def missing(machine: Interpreter, table: Table, key: Values, frame: Frame, line: int) -> Values:
    """Return what a dictionary makes of a key that is not there, and keep it."""
    made = join(*(machine.call(factory, (), {}, frame, line) for factory in table.factories))
    if made and (known := key_of(key)):
        table.entries[known[0]] = made
    elif made:
        table.rest = made
    return made
