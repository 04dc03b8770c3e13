"""What running a function for other arguments teaches, and when it is not worth doing again.

Nine tenths of what could be run is functions that were run before, for other arguments, and most
of these runs teach nothing: ``dumps(order)`` calls what ``dumps(invoice)`` called. So where a run
for arguments of one kind has taught nothing, the next call of that kind is taken to give the same.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from migrator.analysis.interpreter.budget import NEVER, Budget, may_be_registered
from migrator.analysis.interpreter.kinds import (
    DEEPEST,
    DEFINED,
    MOST_INNER,
    MOST_LOOKED,
    Kind,
    Kinds,
    has_untold,
    is_initializer,
    rows_of,
)
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Table,
    Value,
    Values,
)
from migrator.model.location import Location

# Kinds of arguments in a row that taught nothing, after which a function is not run for more.
MOST_IDLE = 12
# Packages of the language whose calls are facts by what they are given.
TELLING = frozenset({"os", "importlib"})
SILENT = NEVER - TELLING
MUTATORS = frozenset(
    {"append", "add", "insert", "extend", "update", "setdefault", "remove", "clear"}
)


EXCEPTIONS = frozenset(
    f"<builtin>.{name}"
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


CALLABLE = (*DEFINED, Bound)
SPEAKING = frozenset({*DEFINED, Items, Table, Instance, Bound})

Looked = set[tuple[int, int]]  # collections that were looked into, and how deep they stood


class Expected(NamedTuple):
    """What a call gives, and what it makes of an object."""

    result: Values
    made: dict[str, Values] | None


class Learning:
    """Counts what is learnt; remembers the kinds of arguments that taught nothing."""

    def __init__(self, log: Log, budget: Budget) -> None:
        self._log = log
        self._budget = budget
        self._kinds = Kinds()
        self._learnt = 0
        self._seen: set[object] = set()
        self._dull: dict[Kind, Expected] = {}
        self._idle: dict[int, int] = {}
        self._named: dict[int, set[object]] = {}

    def mark(self) -> int:
        """Return a number that grows whenever something is learnt: calls are, too."""
        return self._learnt + len(self._log.calls) + len(self._log.edges)

    def note(self, fact: object) -> None:
        """Learn a fact, where it is new."""
        if fact not in self._seen:
            self._seen.add(fact)
            self._learnt += 1

    def note_event(self, event: Event, *, is_registration: bool) -> None:
        """Learn what is registered, and what is handed to others for the first time."""
        if is_registration:
            self._learnt += 1
        if event.name.partition(".")[0] in SILENT:
            return
        place = event.location
        self.note((place, event.name))
        for position, values in enumerate(event.args):
            for told in told_by(values):
                self.note((place, position, told))
        for name, values in event.keywords.items():
            for told in told_by(values):
                self.note((place, name, told))
        receiver = event.receiver
        if isinstance(receiver, Instance) and receiver.carries:
            self.note((place, receiver.carries))

    def note_change(self, place: Location, *given: Values) -> None:
        """Learn what is put into a collection that outlives the function that runs."""
        for values in given:
            for told in told_by(values):
                self.note((place, told))
            looked: Looked = set()
            for value in values:
                for row in _rows_in(value, 0, looked):
                    if isinstance(row, Instance):
                        self._learnt += 1
                    elif isinstance(row, Known):
                        self.note((place, row))

    def kind_of(
        self, function: FunctionValue, args: tuple[Values, ...], keywords: dict[str, Values]
    ) -> Kind:
        """Return the kind of a call."""
        return self._kinds.of_call(function, args, keywords)

    def expected(self, kind: Kind, receiver: Values) -> Values | None:
        """Return what a call gives whose kind of arguments has taught nothing; else None.

        What an initializer makes of its receiver, it has made of another one: it holds the same.
        """
        known = self._dull.get(kind)
        if known is None:
            return None
        if known.made is not None:
            for value in receiver:
                if isinstance(value, Instance):
                    value.attributes |= known.made
        return known.result

    def is_idle(self, function: FunctionValue, given: tuple[Values, ...]) -> bool:
        """Tell whether many kinds in a row have taught nothing, and this one names nothing new.

        Objects are made all the same: what is asked of an empty one gives nothing.
        """
        definition = id(function.definition)
        if self._idle.get(definition, 0) < MOST_IDLE:
            return False
        if is_initializer(function) and not _is_raised(function):
            return False
        known = self._named[definition]
        return all(named in known for named in self._kinds.named(given))

    def judge(self, kind: Kind, given: tuple[Values, ...], before: int, result: Values) -> None:
        """Note what a run gave; ``before`` is how much was known when it began."""
        function: FunctionValue = kind[0]
        definition = id(function.definition)
        told = tuple(told_by(result))
        for one in told:
            self.note((function, one))
        self._named.setdefault(definition, set()).update(self._kinds.named(given))
        is_computed = any(isinstance(one, Known) for one in told) or self._budget.is_pure(function)
        if is_computed and has_untold(given):
            return  # what it gives depends on a text that its kind does not tell from others
        if self.mark() == before:
            self._dull[kind] = Expected(result, _made(function, given))
            if not any(isinstance(one, CALLABLE) or may_be_registered(one) for one in result):
                self._idle[definition] = self._idle.get(definition, 0) + 1
        else:
            self._idle[definition] = 0


def _is_raised(function: FunctionValue) -> bool:
    """Tell methods of exceptions."""
    return function.owner is not None and any(
        isinstance(base, External) and base.name in EXCEPTIONS for base in mro(function.owner)
    )


def _made(function: FunctionValue, given: tuple[Values, ...]) -> dict[str, Values] | None:
    """Return what an initializer has made of an object."""
    if not is_initializer(function) or not given:
        return None
    match given[0]:
        case (Instance(kind=ClassValue(), attributes=attributes),):
            return dict(attributes)
    return None


def told_by(values: Values) -> Iterator[object]:
    """Yield what values say that could be a fact: constants, functions, classes, models.

    A collection is looked into once, however many of the others hold it.
    """
    looked: Looked = set()
    for value in values:
        if isinstance(value, Known):
            yield value
        elif type(value) in SPEAKING:
            yield from _told(value, 0, looked)


def _rows_in(value: Value, depth: int, looked: Looked) -> Iterator[Value]:
    """Yield a value, or what a collection of it holds: a row of a registry is what is in it."""
    if not isinstance(value, Items | Table):
        yield value
    elif depth < DEEPEST and _is_first(value, depth, looked):
        for values in islice(rows_of(value), MOST_LOOKED):
            for one in values[:MOST_INNER]:
                yield from _rows_in(one, depth + 1, looked)


def _told(value: Value, depth: int, looked: Looked) -> Iterator[object]:
    if isinstance(value, DEFINED):
        yield value
    elif isinstance(value, Instance):
        yield from value.carries
    elif isinstance(value, Bound):
        yield value.function
    elif isinstance(value, Items | Table) and depth < DEEPEST and _is_first(value, depth, looked):
        for values in islice(rows_of(value), MOST_LOOKED):
            for one in values:
                if type(one) in SPEAKING:
                    yield from _told(one, depth + 1, looked)


def _is_first(value: Items | Table, depth: int, looked: Looked) -> bool:
    """Tell whether a collection is met for the first time: tables hold each other many times."""
    key = id(value), depth
    if key in looked:
        return False
    looked.add(key)
    return True
