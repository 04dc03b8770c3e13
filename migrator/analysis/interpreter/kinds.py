"""Kinds of arguments: what two calls have in common that are likely to teach the same.

Names, switches, functions and classes are told apart, other constants only by their type. An
object is of its class, and of what it holds that its methods may call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, get_args

from migrator.analysis.interpreter.budget import NEVER
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    ModuleValue,
    Partial,
    Table,
    Value,
    Values,
)

DEEPEST = 2  # lists in lists that are looked into
MOST_LOOKED = 20  # items of a list
FILES = ("pathlib.", "<builtin>.open", "importlib.resources.")  # what they hold is read
NAME = re.compile(r"[\w.]{1,80}")
DEFINED = frozenset({FunctionValue, ClassValue, ModuleValue, Partial})
LISTED = frozenset({Items, Table})
NOTHING: frozenset[object] = frozenset()

Kind = tuple[Any, ...]


def is_initializer(function: FunctionValue) -> bool:
    """Tell the methods that make of an object what it is."""
    return function.name.endswith(".__init__")


class Kinds:
    """Tells the kinds of calls; remembers what objects hold."""

    def __init__(self) -> None:
        self._held: dict[Instance, tuple[int, frozenset[object]]] = {}
        self._readers: Mapping[type, Callable[[Any, int], object]] = {
            **dict.fromkeys(get_args(Value), _anything),
            Known: _of_constant,
            Items: self._of_items,
            Table: self._of_table,
            Instance: self._of_object,
            Bound: self._of_bound,
            ClassValue: _itself,
            FunctionValue: _itself,
            Partial: _itself,
            ModuleValue: _itself,
            External: _itself,
        }

    def of_call(
        self, function: FunctionValue, args: tuple[Values, ...], keywords: Mapping[str, Values]
    ) -> Kind:
        """Return the kind of a call; those of initializers tell all constants apart."""
        kinds: list[object] = [function]
        if is_initializer(function):
            given = (*args, *keywords.values())
            kinds += [value for values in given for value in values if type(value) is Known]
        kinds += [self._kind(values) for values in args]
        kinds += [(name, self._kind(values)) for name, values in keywords.items()]
        return tuple(kinds)

    def named(self, given: tuple[Values, ...]) -> Iterator[object]:
        """Yield the functions, classes and names that arguments are, or that objects hold."""
        for values in given:
            for value in values:
                kind = type(value)
                if kind in DEFINED:
                    yield value
                elif kind is Known:
                    if is_name(value):
                        yield value
                elif kind is Instance and type(value.kind) is ClassValue:
                    yield value.kind
                    yield from self._held_by(value, 0)

    def _kind(self, values: Values, depth: int = 0) -> object:
        if len(values) == 1:
            value = values[0]
            return self._readers[type(value)](value, depth)
        return tuple([self._readers[type(value)](value, depth) for value in values])

    def _of_items(self, value: Items, depth: int) -> object:
        if depth >= DEEPEST:
            return value.kind
        items = value.items[:MOST_LOOKED]
        return value.kind, frozenset({self._kind(values, depth + 1) for values in items})

    def _of_table(self, value: Table, depth: int) -> object:
        if depth >= DEEPEST:
            return "dict"
        some = islice(value.entries.values(), MOST_LOOKED)
        return "dict", frozenset({self._kind(values, depth + 1) for values in some})

    def _of_object(self, value: Instance, depth: int) -> object:
        kind = value.kind
        if type(kind) is ClassValue:
            return kind if depth else (kind, self._held_by(value, 0))
        name = kind.name
        if name.startswith(FILES):
            return value
        is_plain = name.partition(".")[0] in NEVER or not name.rpartition(".")[2][:1].isupper()
        return value.carries if is_plain else (name, value.carries)

    def _of_bound(self, value: Bound, depth: int) -> object:
        return value.function, self._readers[type(value.receiver)](value.receiver, depth)

    def _held_by(self, value: Instance, depth: int) -> frozenset[object]:
        """Return the functions, classes and names that an object holds, itself or by others."""
        attributes = value.attributes
        if not attributes or value is value.kind.prototype:
            return NOTHING
        known = self._held.get(value)
        if known is not None and known[0] == len(attributes):
            return known[1]
        found: set[object] = set()
        for values in attributes.values():
            for one in values:
                kind = type(one)
                if kind in DEFINED:
                    found.add(one)
                elif kind is Bound:
                    found.add(one.function)
                elif kind in LISTED:
                    found.update(_listed(one))
                elif kind is Instance and type(one.kind) is ClassValue:
                    found.add(one.kind)
                    if depth < DEEPEST:
                        found |= self._held_by(one, depth + 1)
        held = frozenset(found)
        if not depth:
            self._held[value] = len(attributes), held
        return held


def is_name(value: Known) -> bool:
    """Tell texts that may name something from others."""
    text = value.value
    return type(text) is str and NAME.fullmatch(text) is not None


def _listed(value: Items | Table) -> Iterator[object]:
    """Yield the functions, classes and names of a collection."""
    rows = value.items if type(value) is Items else value.entries.values()
    for values in islice(rows, MOST_LOOKED):
        for one in values:
            if type(one) in DEFINED or (type(one) is Known and is_name(one)):
                yield one


def _of_constant(value: Known, _: int) -> object:
    constant = value.value
    if constant is None or type(constant) is bool or is_name(value):
        return constant
    return type(constant)


def _itself(value: Value, _: int) -> object:
    return value


def _anything(_: Value, __: int) -> object:
    return ""
