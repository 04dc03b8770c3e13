"""How often a function is run with other arguments, and how deep calls go."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import islice

from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import (
    Argument,
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
from migrator.analysis.walk import names_in
from migrator.model import facts
from migrator.model.location import Location

MOST_CONTEXTS = 40  # runs of one function with different constants
MOST_SHORT = 400  # the same where the function is short: ``def scoped(rule): return "/v1" + rule``
SHORT = 8  # lines
MOST_OBJECTS = 40, 300  # runs of one function with different objects, long and short ones
MOST_LINES_OF_CONSTANTS = 2000  # of one function that are run for different constants
MOST_LINES_OF_ARGUMENTS = 10_000  # the same of one that uses nothing but its arguments
MOST_LINES = 4000  # of one function that are run for different objects: 100 lines 40 times
# The same of one that makes functions: ``@register(Order)`` above each of a thousand views.
MOST_LINES_OF_DECORATORS = 120_000
# The same of constructors, class methods and short methods where the class derives from one of a
# library: what a blueprint is given there are its name and prefix.
MOST_DERIVED = 400
MOST_REGISTERED = 3000  # runs of one that hands functions on: a helper that registers views
# Lines of one of these, in all: an application's factory is long, and rarely asked for many.
MOST_LINES_OF_REGISTERED = 120_000
NEAREST = 4  # callers of what hands functions on that count as doing so
DEEPEST_DATA = 2  # lists in lists that are looked into
MOST_LOOKED = 20  # items of a list
NEVER = sys.stdlib_module_names | {"<builtin>"}  # packages whose classes register no views
# Lines run again for other arguments, for each line of the monolith; what registers goes on.
MOST_AGAIN = 8
LEAST_AGAIN = 300_000
DEEPEST = 40
# Runs of one function inside each other, for objects made in one place: those that are made on the
# way never repeat.
MOST_NESTED = 6
# How methods start that register things: ``add_url_rule``, ``register_blueprint``, ``mount``.
REGISTERING = ("add_", "register", "include_", "mount")

# What runs functions that it is handed, or asks about them, and does not keep them for requests:
# ``asyncio.to_thread(f)``.
RUNNING = NEVER | {"anyio", "pydantic", "typing_extensions"}
RUNNERS = frozenset({"run_in_threadpool", "run_in_executor"})


class Budget:
    """Counts what was spent on each function.

    Attributes:
        depth: calls that are being run inside each other.
        curtailed: functions that were not run for all the different objects they are given.
    """

    def __init__(self, lines: int = 0) -> None:
        self.depth = 0
        self._lines_left = max(LEAST_AGAIN, MOST_AGAIN * lines)
        self.curtailed: set[str] = set()
        self._runs: Counter[int] = Counter()
        self._active: Counter[tuple[int, Location | None]] = Counter()
        self._registering: set[str] = set()
        self._followed: set[str] = set()
        self._is_pure: dict[int, bool] = {}

    def note_registration(self, event: Event) -> None:
        """Learn who hands functions of the project on, and who calls those that do."""
        self._registering.update((event.function, *event.callers[:NEAREST]))

    def follow(self, function: FunctionValue) -> None:
        """Allow as many runs as to helpers that register, whatever the arguments."""
        self._followed.add(function.name)

    def follow_loader(self, callers: tuple[str, ...]) -> None:
        """Allow as many runs to functions that look up what they are told: ``get_class(name)``."""
        self._followed.update(name for name in callers[:NEAREST] if not name.endswith(":"))

    def allows(self, function: FunctionValue, given: tuple[Values, ...]) -> bool:
        """Tell whether the function may be run once more, with these arguments."""
        key = id(function.definition)
        if self._active[key, _place_of(given)] >= MOST_NESTED or self.depth >= DEEPEST:
            return False
        is_followed = function.name in self._followed
        if not is_followed and all(_is_plain(value) for values in given for value in values):
            return self._lines_left > 0 and self._runs[key] < self._most_constants(function)
        is_registering = (
            is_followed
            or function.name in self._registering
            or any(_is_view(value) for values in given for value in values)
            or function.name.endswith(".as_view")
        )
        most = (_most_registered if is_registering else _most_objects)(function)
        if _is_given_function(given) or (
            function.name.endswith(".__init__") and _is_short(function)
        ):
            most = max(most, MOST_SHORT)  # a registry of functions, an object of many
        if not isinstance(function.definition, facts.Lambda) and _makes_functions(
            function.definition.body
        ):
            lines = MOST_LINES_OF_DECORATORS // _lines(function.definition)
            most = max(most, _within(MOST_SHORT, MOST_REGISTERED, lines))
        if _is_derived(function, given):
            most = max(most, MOST_DERIVED)
        if self._runs[key] < most and (is_registering or self._lines_left > 0):
            return True
        self.curtailed.add(function.name)
        return False

    def _most_constants(self, function: FunctionValue) -> int:
        lines, key = _lines(function.definition), id(function.definition)
        if _is_short(function):
            return MOST_SHORT
        most = _within(MOST_CONTEXTS, MOST_SHORT, MOST_LINES_OF_CONSTANTS // lines)
        if self._runs[key] < most:
            return most
        more = MOST_LINES_OF_ARGUMENTS if self.is_pure(function) else 0
        return max(most, _within(0, MOST_SHORT, more // lines))

    def is_pure(self, function: FunctionValue) -> bool:
        """Tell whether a function uses nothing but its arguments; found out once."""
        key = id(function.definition)
        if key not in self._is_pure:
            self._is_pure[key] = uses_arguments_only(function)
        return self._is_pure[key]

    def begin(
        self, definition: facts.FunctionDef | facts.Lambda, receiver: Values
    ) -> tuple[int, Location | None]:
        """Count a run of a function; return what ``end`` asks for."""
        key = id(definition)
        active = key, _place_of((receiver,))
        self.depth += 1
        if self._runs[key]:
            self._lines_left -= _lines(definition)
        self._runs[key] += 1
        self._active[active] += 1
        return active

    def end(self, active: tuple[int, Location | None]) -> None:
        """Say that a run is over."""
        self.depth -= 1
        self._active[active] -= 1


def _place_of(given: tuple[Values, ...]) -> Location | None:
    """Return where the first argument was made, where it is an object."""
    match given:
        case ((Instance(location=location),), *_):
            return location
    return None


def is_registration(event: Event) -> bool:
    """Tell whether something is registered, or functions of the project are handed on."""
    member = event.member
    if event.name.partition(".")[0] in RUNNING or member in RUNNERS:
        return False
    if member.startswith(REGISTERING):
        return True
    return _is_given_function((*event.args, *event.keywords.values()))


def _is_given_function(given: tuple[Values, ...]) -> bool:
    for values in given:
        for value in values:
            if isinstance(value, FunctionValue):
                return True
    return False


def _is_derived(function: FunctionValue, given: tuple[Values, ...]) -> bool:
    """Tell whether this is a class method, constructor or short method below a library's class."""
    match given:
        case ((Instance(kind=ClassValue() as cls),), *_) if _is_short(
            function
        ) or function.name.endswith(".__init__"):
            pass
        case ((ClassValue() as cls,), *_):
            pass
        case _:
            return False
    return any(
        isinstance(base, External) and base.name.partition(".")[0] not in NEVER
        for base in mro(cls)
    )


def uses_arguments_only(function: FunctionValue) -> bool:
    """Tell whether a function names nothing of its module: ``url_path_join(*pieces)``."""
    body = function.definition.body
    used = names_in(body if isinstance(body, tuple) else (body,))
    return function.scope.parent is None and used.isdisjoint(function.scope.names)


def _most_registered(function: FunctionValue) -> int:
    lines = _lines(function.definition)
    return _within(MOST_OBJECTS[0], MOST_REGISTERED, MOST_LINES_OF_REGISTERED // lines)


def _most_objects(function: FunctionValue) -> int:
    return _within(*MOST_OBJECTS, MOST_LINES // _lines(function.definition))


def _within(least: int, most: int, number: int) -> int:
    return max(least, min(most, number))


def _lines(definition: facts.FunctionDef | facts.Lambda) -> int:
    if isinstance(definition, facts.Lambda):
        return 1
    return definition.end_line - definition.line + 1


def _is_short(function: FunctionValue) -> bool:
    definition = function.definition
    if isinstance(definition, facts.Lambda) or _lines(definition) <= SHORT:
        return True
    return _makes_functions(definition.body)


def _makes_functions(body: tuple[facts.Statement, ...]) -> bool:
    """Tell whether a function defines another: ``register("urls")`` gives a decorator."""
    return any(
        isinstance(statement, facts.FunctionDef)
        or (isinstance(statement, facts.Branch) and any(map(_makes_functions, statement.blocks)))
        for statement in body
    )


def may_be_registered(value: Value) -> bool:
    """Tell objects of libraries that views and blueprints are."""
    match value:
        case Instance(kind=External(name=name)) if name.partition(".")[0] not in NEVER:
            return _is_view(value) or name.rpartition(".")[2][:1].isupper()
    return False


def _is_view(value: Value) -> bool:
    """Tell a class of views and what ``as_view()`` made: what is given them runs for each."""
    match value:
        case Instance(kind=External(name=name)):
            return name.endswith(".as_view")
        case ClassValue():
            return any(one.name.lower().endswith(("view", "viewset")) for one in mro(value))
    return False


def _is_plain(value: Value, depth: int = 0) -> bool:
    """Tell what is data from what can be registered: classes are spelled with a capital."""
    match value:
        case Instance(kind=External(name=name)):
            return not _is_view(value) and not name.rpartition(".")[2][:1].isupper()
        case Instance(kind=ClassValue(prototype=prototype)):
            return value is prototype
        case Items(items=items):
            return depth < DEEPEST_DATA and all(
                _is_plain(one, depth + 1) for values in items[:MOST_LOOKED] for one in values
            )
        case Table(entries=entries):
            some = islice(entries.values(), MOST_LOOKED)
            return depth < DEEPEST_DATA and all(
                _is_plain(one, depth + 1) for values in some for one in values
            )
    return isinstance(value, Known | Argument)
