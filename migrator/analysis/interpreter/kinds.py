"""Kinds of arguments: what two calls have in common that are likely to teach the same.

Names, switches, functions and classes are told apart, other constants only by their type. An
object is of its class, and of what it holds that its methods may call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
MOST_INNER = 2  # alternatives of an item
FILES = ("pathlib.", "<builtin>.open", "importlib.resources.")  # what they hold is read
NAME = re.compile(r"[\w.:-]{1,80}")
DEFINED = (FunctionValue, ClassValue, ModuleValue, Partial)
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
            kinds += [value for values in given for value in values if isinstance(value, Known)]
        kinds += [self._kind(values) for values in args]
        kinds += [(name, self._kind(values)) for name, values in keywords.items()]
        return tuple(kinds)

    def named(self, given: tuple[Values, ...]) -> Iterator[object]:
        """Yield functions, classes, files and names that arguments are, or that objects hold."""
        for values in given:
            for value in values:
                if isinstance(value, DEFINED) or (isinstance(value, Known) and is_name(value)):
                    yield value
                elif isinstance(value, Instance) and isinstance(value.kind, ClassValue):
                    yield value.kind
                    yield from self._held_by(value, 0)
                elif isinstance(value, Instance) and value.kind.name.startswith(FILES):
                    yield value

    def _kind(self, values: Values, depth: int = 0) -> object:
        if len(values) == 1:
            value = values[0]
            return self._readers[type(value)](value, depth)
        return tuple([self._readers[type(value)](value, depth) for value in values])

    def _of_items(self, value: Items, depth: int) -> object:
        items = value.items
        if len(items) > MOST_LOOKED:
            return value  # a table of the source, made once
        if depth >= DEEPEST:
            return value.kind
        kinds = [self._kind(values[:MOST_INNER], depth + 1) for values in items]
        return value.kind, frozenset(kinds)

    def _of_table(self, value: Table, depth: int) -> object:
        entries = value.entries
        if len(entries) > MOST_LOOKED:
            return value
        if depth >= DEEPEST:
            return "dict"
        kinds = [self._kind(values[:MOST_INNER], depth + 1) for values in entries.values()]
        return "dict", frozenset(kinds)

    def _of_object(self, value: Instance, depth: int) -> object:
        kind = value.kind
        if isinstance(kind, ClassValue):
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
        attributes, cls = value.attributes, value.kind
        if not attributes or (isinstance(cls, ClassValue) and value is cls.prototype):
            return NOTHING
        known = self._held.get(value)
        if known is not None and known[0] == len(attributes):
            return known[1]
        found = {told for values in attributes.values() for told in self._told(values, depth)}
        held = frozenset(found)
        if not depth:
            self._held[value] = len(attributes), held
        return held

    def _told(self, values: Values, depth: int) -> Iterator[object]:
        for one in values:
            if isinstance(one, DEFINED):
                yield one
            elif isinstance(one, Bound):
                yield one.function
            elif isinstance(one, Items | Table):
                yield from _listed(one)
            elif isinstance(one, Instance) and isinstance(one.kind, ClassValue):
                yield one.kind
                if depth < DEEPEST:
                    yield from self._held_by(one, depth + 1)


def is_name(value: Known) -> bool:
    """Tell texts that may name something from others."""
    text = value.value
    return type(text) is str and NAME.fullmatch(text) is not None


def has_untold(given: tuple[Values, ...]) -> bool:
    """Tell whether a call has constants that its kind does not tell from others of their type."""
    return any(
        isinstance(value, Known) and isinstance(_of_constant(value, 0), type)
        for values in given
        for value in values
    )


def rows_of(value: Items | Table) -> Iterable[Values]:
    """Return the items of a list, the values of a dictionary."""
    return value.items if isinstance(value, Items) else value.entries.values()


def _listed(value: Items | Table) -> Iterator[object]:
    """Yield the functions, classes and names of a collection."""
    for values in islice(rows_of(value), MOST_LOOKED):
        for one in values:
            if isinstance(one, DEFINED) or (isinstance(one, Known) and is_name(one)):
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
