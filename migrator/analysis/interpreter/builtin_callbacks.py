"""Builtins that call what they are given: ``map``, ``sorted(key=…)``, ``next``, ``eval``.

https://docs.python.org/3/library/functions.html
"""

from __future__ import annotations

import libcst as cst

from migrator.analysis.index_expressions import ExpressionReader
from migrator.analysis.interpreter.binding import any_item, each
from migrator.analysis.interpreter.port import Arguments, Interpreter, Keywords, Site
from migrator.analysis.interpreter.protocols import iterate, next_item
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Items,
    Member,
    Partial,
    Value,
    Values,
    join,
)
from migrator.analysis.nodes import parse_expression

NAMES = frozenset(
    f"<builtin>.{name}"
    for name in ("map", "filter", "sorted", "min", "max", "iter", "next", "eval")
) | {"functools.reduce"}
MOST_ITEMS = 200  # for which a function is called one by one


def call(  # noqa: C901, PLR0911  (one case a function)
    machine: Interpreter, callee: Value, args: Arguments, keywords: Keywords, site: Site
) -> Values | None:
    """Return what such a builtin gives, or None where ``callee`` is not one of them."""
    match callee:
        case Member(receiver=Items(items=items), name="sort") if "key" in keywords:
            for item in items[:MOST_ITEMS]:
                _apply(machine, keywords["key"], (item,), site)
    if not isinstance(callee, External) or callee.name not in NAMES:
        return None
    name = callee.name
    match name, args:
        case (("<builtin>.map" | "<builtin>.filter"), (_, _, *_)):
            return _mapped(machine, name, args, site)
        case "functools.reduce", (functions, values, *start):
            return _reduced(machine, functions, _iterated(machine, values, site), start, site)
        case (("<builtin>.sorted" | "<builtin>.min" | "<builtin>.max"), _) if "key" in keywords:
            items = [_iterated(machine, values, site) for values in args]
            for item in _one_by_one(items[0]) if len(items) == 1 else items:
                _apply(machine, keywords["key"], (item,), site)
            return None
        case "<builtin>.iter", (values,):
            return _iterated(machine, values, site)
        case "<builtin>.next", (values, *default):
            given = [next_item(machine, value, site.frame, site.line) for value in values]
            return join(any_item(values), *(item for item in given if item), *default)
        case "<builtin>.eval", (text, *_):
            machine.record(Event(name, site.frame.owner, site.location, args), site.frame)
            return _evaluated(machine, text_of(text), site)
    return None


def _reduced(
    machine: Interpreter, functions: Values, values: Values, start: list[Values], site: Site
) -> Values:
    """Fold items one by one where they are known: ``reduce(add, lists)``."""
    items = each(values)
    if items is None or not 0 < len(items) <= MOST_ITEMS:
        item = any_item(values)
        return join(_apply(machine, functions, (item, item), site), *start)
    first, *rest = [*start[:1], *items]
    for item in rest:
        first = _apply(machine, functions, (first, item), site)
    return first


def _mapped(machine: Interpreter, name: str, args: Arguments, site: Site) -> Values:
    functions = join(value for values in args for value in values if _is_callable(value))
    lists = [
        _one_by_one(_iterated(machine, values, site))
        for values in args
        if not any(_is_callable(value) for value in values)
    ]
    rows = list(zip(*lists, strict=False)) if lists else []
    results = [_apply(machine, functions, row, site) for row in rows]
    if name == "<builtin>.filter":
        return (Items("iterator", [row[0] for row in rows], is_whole=False),)
    return (Items("iterator", results, is_whole=False),)


def _is_callable(value: Value) -> bool:
    return isinstance(value, FunctionValue | Bound | ClassValue | Partial)


def _apply(machine: Interpreter, functions: Values, args: Arguments, site: Site) -> Values:
    results = (machine.call(value, args, {}, site.frame, site.line) for value in functions)
    return join(*results)


def _iterated(machine: Interpreter, values: Values, site: Site) -> Values:
    return iterate(machine, values, site.frame, site.line)


def _one_by_one(values: Values) -> list[Values]:
    items = each(values)
    return items if items is not None and len(items) <= MOST_ITEMS else [any_item(values)]


def _evaluated(machine: Interpreter, text: str | None, site: Site) -> Values:
    """Evaluate an expression whose text is known."""
    try:
        expression = ExpressionReader({}).read(parse_expression(text or ""))
    except (cst.ParserSyntaxError, SyntaxError, ValueError, RecursionError):
        return ()
    return machine.evaluate(expression, site.frame)
