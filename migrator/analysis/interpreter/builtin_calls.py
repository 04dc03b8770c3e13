"""Calls of builtins and of the standard library that give back what they were given."""

from __future__ import annotations

from migrator.analysis.interpreter import folding, predicates
from migrator.analysis.interpreter.binding import any_item, set_attribute
from migrator.analysis.interpreter.port import Arguments, Interpreter, Keywords, Site
from migrator.analysis.interpreter.predicates import PREDICATES
from migrator.analysis.interpreter.questions import original, short_name, text_of, value_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Key,
    Known,
    Member,
    ModuleValue,
    Partial,
    Super,
    Table,
    Value,
    Values,
    join,
)

COLLECTIONS = frozenset(
    f"<builtin>.{name}" for name in ("list", "tuple", "set", "frozenset", "sorted", "reversed")
)
TRANSPARENT = frozenset({"typing.cast", "copy.copy", "copy.deepcopy"})


def call(  # noqa: C901, PLR0911, PLR0912  (one case a function)
    machine: Interpreter, callee: Value, args: Arguments, keywords: Keywords, site: Site
) -> Values | None:
    """Return what a known call gives, or None where ``callee`` is not one of them."""
    match callee:
        case Member(receiver=(Known() | Items() | Table()) as receiver, name=name):
            return folding.method(receiver, name, args, keywords)
        case Instance(kind=External(name=name), origin=origin) if (
            name.endswith(".wraps") and origin
        ):
            return _wrap(origin.args[0] if origin.args else (), args, site)
        case External(name="functools.partial") if args:
            return (Partial(args[0], args[1:], keywords),)
        case External(name="functools.update_wrapper") if len(args) > 1:
            return _wrap(args[1], args[:1], site)
        case External(name="<builtin>.super"):
            return _super(site)
        case External(name="<builtin>.getattr") if len(args) > 1:
            return _getattr(machine, args, site)
        case External(name="<builtin>.setattr") if len(args) > 2:
            return _setattr(machine, args, site)
        case External(name="<builtin>.globals"):
            return (ModuleValue(site.frame.scope.module),)
        case External(name="importlib.import_module") if args:
            return _import(machine, args[0])
        case External(name="<builtin>.dict"):
            return table(keywords, {}, *(args[:1]))
        case External(name=name) if name in PREDICATES:
            return predicates.answer(machine, name, args)
        case External(name=name) if name in COLLECTIONS:
            return _collection(name, args)
        case External(name=name) if name in TRANSPARENT and args:
            return args[-1] if name == "typing.cast" else args[0]
        case External(name="<builtin>.enumerate" | "<builtin>.zip") if args:
            return _paired(callee.name, args)
    return None


def table(keywords: Keywords, taken: Keywords, *others: Values) -> Values:
    """Make a dictionary of keywords that no parameter took, after those of ``others``."""
    entries: dict[Key, Values] = {}
    rest: Values = ()
    for value in (value for values in others for value in values):
        if isinstance(value, Table):
            entries |= value.entries
            rest = join(rest, value.rest)
    more: dict[Key, Values] = {k: values for k, values in keywords.items() if k not in taken}
    rest = join(rest, more.pop("**", ()))
    return (Table(entries | more, rest),)


def _wrap(inner: Values, args: Arguments, site: Site) -> Values:
    """Let functions stand in for others, also where they bear another decorator below this one."""
    functions = tuple(value.function if isinstance(value, Bound) else value for value in inner)
    for value in args[0] if args else ():
        last = original(value) if isinstance(value, FunctionValue) else None
        if not isinstance(value, FunctionValue) or last is None or last in functions:
            continue
        if last is value or last.scope is site.frame.scope:
            last.wrapped = functions
            for function in functions:
                if isinstance(function, FunctionValue):
                    value.attributes |= function.attributes
                    value.attributes["__name__"] = (Known(short_name(function)),)
    return args[0] if args else ()


def _super(site: Site) -> Values:
    function, receiver = site.frame.function, site.frame.receiver
    if function is None or function.owner is None or receiver is None:
        return ()
    return (Super(function.owner, receiver),)


def _getattr(machine: Interpreter, args: Arguments, site: Site) -> Values:
    name = text_of(args[1])
    if name is None:
        return ()
    found = [machine.attribute(value, name, site.frame, site.line) for value in args[0]]
    return join(*found, *(args[2:3]))


def _setattr(machine: Interpreter, args: Arguments, site: Site) -> Values:
    name = text_of(args[1])
    for value in args[0] if name else ():
        set_attribute(machine, value, str(name), args[2], site.frame, site.line)
    return (Known(None),)


def _import(machine: Interpreter, name: Values) -> Values:
    found = machine.modules.find(text_of(name) or "")
    if not found:
        return ()
    machine.run_module(found)
    return (ModuleValue(found),)


def _collection(name: str, args: Arguments) -> Values:
    kind = name.rpartition(".")[2]
    if not args:
        return (Items("list" if kind in {"sorted", "reversed"} else kind, []),)
    found = [value for value in args[0] if isinstance(value, Items)]
    if found:
        return tuple(Items(value.kind, list(value.items), value.is_whole) for value in found)
    tables = [value for value in args[0] if isinstance(value, Table)]
    if tables:
        return tuple(
            Items("list", [(value_of(key),) for key in t.entries], not t.rest) for t in tables
        )
    return tuple(value for value in args[0] if isinstance(value, Instance | ClassValue))


def _paired(name: str, args: Arguments) -> Values:
    lists: list[list[Values]] = []
    is_whole = True
    for values in args:
        match values:
            case (Items(items=items, is_whole=True),):
                lists.append(items)
            case _:
                is_whole = False
                lists.append([any_item(values)])
    if name.endswith("enumerate"):
        pairs = [[(Known(index),), item] for index, item in enumerate(lists[0])]
    else:
        pairs = [list(row) for row in zip(*lists, strict=False)]
    found: list[Values] = [(Items("tuple", list(pair)),) for pair in pairs]
    return (Items("list", found, is_whole),)
