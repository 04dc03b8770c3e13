"""Dictionaries that make what they lack, and objects of classes that are dictionaries.

https://docs.python.org/3/library/collections.html#collections.defaultdict
https://docs.python.org/3/reference/datamodel.html#emulating-container-types
"""

from __future__ import annotations

from migrator.analysis.interpreter import folding
from migrator.analysis.interpreter.deciding import compare
from migrator.analysis.interpreter.learning import MUTATORS
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.port import Arguments, Frame, Interpreter, Keywords, Site
from migrator.analysis.interpreter.questions import key_of, mro
from migrator.analysis.interpreter.values import (
    ANYTHING,
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Key,
    Member,
    Scope,
    Table,
    Value,
    Values,
    join,
)
from migrator.model import facts

DEFAULTS = frozenset({"collections.defaultdict", "typing.DefaultDict"})
BASES = DEFAULTS | {"<builtin>.dict", "collections.OrderedDict", "collections.UserDict"}
BASES |= {"typing.Dict", "typing.OrderedDict"}
CHANGING = MUTATORS | {"__setitem__"}


def copied(keywords: Keywords, *others: Values, home: Scope | None = None) -> Table:
    """Make the dictionary of ``dict(other, **keywords)``."""
    entries: dict[Key, Values] = {}
    rest: Values = ()
    for value in (value for values in others for value in values):
        table = content_of(value)
        if table is not None:
            entries |= table.entries
            rest = join(rest, table.rest)
        elif isinstance(value, Items):
            rest = join(rest, _add_pairs(entries, value))
    more: dict[Key, Values] = dict(keywords.items())
    rest = join(rest, more.pop("**", ()))
    return Table(entries | more, rest, home)


def _add_pairs(entries: dict[Key, Values], pairs: Items) -> Values:
    """Take over pairs; return the values of those whose keys are not known."""
    rest: Values = ()
    for pair in (value for values in pairs.items for value in values):
        if not isinstance(pair, Items) or len(pair.items) != 2:
            continue
        if known := key_of(pair.items[0]):
            entries[known[0]] = pair.items[1]
        else:
            rest = join(rest, pair.items[1])
    return rest


def defaulting(args: Arguments, keywords: Keywords, home: Scope | None) -> Table:
    """Make the dictionary of ``defaultdict(factory, …)``."""
    table = copied(keywords, *args[1:2], home=home)
    table.factory = args[0] if args else ()
    return table


def content_of(value: Value) -> Table | None:
    """Return the dictionary that a value is; None where it is none."""
    if isinstance(value, Table):
        return value
    return value.content if isinstance(value, Instance) else None


def construct(instance: Instance, cls: ClassValue, args: Arguments, keywords: Keywords) -> None:
    """Give an object its dictionary, where its class derives from one."""
    bases = {base.name for base in mro(cls) if isinstance(base, External)}
    if not bases & BASES:
        return
    instance.content = Table({})
    if find_in_class(cls, "__init__") is None:
        _fill(instance, instance.content, args, keywords)


def _fill(instance: Instance, table: Table, args: Arguments, keywords: Keywords) -> None:
    bases = mro(instance.kind) if isinstance(instance.kind, ClassValue) else ()
    is_default = any(base.name in DEFAULTS for base in bases)
    new = defaulting(args, keywords, None) if is_default else copied(keywords, *args[:1])
    table.entries |= new.entries
    table.rest, table.factory = join(table.rest, new.rest), new.factory


def read(machine: Interpreter, table: Table, key: Values, frame: Frame, line: int) -> Values:
    """Return ``table[key]``: what is there, else what the dictionary makes then."""
    known = key_of(key)
    if known and known[0] in table.entries:
        return table.entries[known[0]]
    found = table.rest if known else join(*table.entries.values(), table.rest)
    if not table.factory or (found and not known):
        return found
    made = join(*(_made(machine, value, frame, line) for value in table.factory))
    if known:
        table.entries[known[0]] = join(made, found)
    else:
        table.rest = made
    return join(made, found)


def _made(machine: Interpreter, factory: Value, frame: Frame, line: int) -> Values:
    """Call a factory: each time it gives something new."""
    match factory:
        case External(name=("<builtin>.list" | "<builtin>.set") as name):
            return (Items(name.rpartition(".")[2], []),)
        case External(name="<builtin>.dict"):
            return (Table({}),)
        case FunctionValue(definition=facts.Lambda(body=body), scope=scope):
            return machine.evaluate(body, machine.frame(scope, factory, None, None))
    return machine.call(factory, (), {}, frame, line)


def accessor(instance: Value, name: str) -> Bound | None:
    """Return the method by which a class of the project reads or writes items."""
    if isinstance(instance, Instance) and isinstance(instance.kind, ClassValue):
        for value in find_in_class(instance.kind, name) or ():
            if isinstance(value, FunctionValue):
                return Bound(value, instance)
    return None


def call(
    machine: Interpreter, callee: Value, args: Arguments, keywords: Keywords, site: Site
) -> Values | None:
    """Call a method of the dictionary that an object is; None where ``callee`` is no such one."""
    if not isinstance(callee, Member) or not isinstance(callee.receiver, Instance):
        return None
    table = callee.receiver.content
    if table is None or not hasattr(dict, callee.name):
        return None
    if callee.name in CHANGING:
        machine.learning.note_change(site.location, *args, *keywords.values())
    match callee.name, args:
        case "__init__", _:
            _fill(callee.receiver, table, args, keywords)
        case "__getitem__", (key,):
            return read(machine, table, key, site.frame, site.line)
        case "__setitem__", (key, values):
            write(table, key, values, is_certain=False)
        case "__contains__", (key,):
            return compare("in", key, (table,))
    return folding.method(table, callee.name, args, keywords)


def write(table: Table, key: Values, values: Values, *, is_certain: bool) -> None:
    """Set ``table[key]``; what was there before stays possible where that is not certain."""
    if known := key_of(key):
        before = () if is_certain else table.entries.get(known[0], ())
        table.entries[known[0]] = join(values, before)
    else:
        table.rest = join(table.rest, values) or ANYTHING
