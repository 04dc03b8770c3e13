"""What frameworks are handed to answer with: the functions and classes of the project."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeGuard

import msgspec

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import external_kinds, original
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Member,
    Partial,
    Value,
    Values,
)
from migrator.model.location import Location

VERBS = ("get", "post", "put", "patch", "delete", "trace")
DEEPEST = 6  # wrappers around a function


class Handler(msgspec.Struct, frozen=True):
    """A function or class that answers, and where it is defined."""

    name: str
    location: Location


def handler_of(function: FunctionValue) -> Handler:
    """Return the function that the team wrote, below whatever wraps it."""
    inner = original(function)
    return Handler(inner.name, inner.location)


def class_handler(cls: ClassValue) -> Handler:
    """Return a class as what answers, where none of its methods is known to."""
    return Handler(cls.name, cls.location)


def method_of(cls: ClassValue, name: str) -> Handler | None:
    """Return a method along the MRO; None where no class of the project defines it."""
    found = functions_of(find_in_class(cls, name) or ())
    return handler_of(found[0]) if found else None


def verbs_of(cls: ClassValue, verbs: tuple[str, ...] = VERBS) -> dict[str, Handler]:
    """Map HTTP methods to the methods of a class that are named after them."""
    found = {verb.upper(): method_of(cls, verb) for verb in verbs}
    return {verb: handler for verb, handler in found.items() if handler is not None}


def decorations(
    log: Log, packages: str | tuple[str, ...], *members: str
) -> dict[tuple[str, FunctionValue], list[Event]]:
    """Map functions to the calls that made decorators for them, by member, innermost first.

    ``packages`` are what names of decorators begin with, ``members`` what they end in: ``expose``.
    """
    found: dict[tuple[str, FunctionValue], list[Event]] = defaultdict(list)
    for event in log.having(*(f"{member}()" for member in members)):
        made = event.origin if event.name.startswith(packages) else None
        for value in event.args[0] if made is not None and event.args else ():
            if isinstance(value, FunctionValue):
                said = found[event.member.removesuffix("()"), original(value)]
                if made is not None and made not in said:
                    said.append(made)
    return found


def functions_of(values: Values) -> tuple[FunctionValue, ...]:
    """Return the functions that ``values`` are, through methods, partials and wrappers."""
    looked: dict[int, int] = {}
    found = (function for value in values for function in _functions(value, 0, looked))
    return tuple(dict.fromkeys(found))


def _functions(value: Value, depth: int, looked: dict[int, int]) -> Iterator[FunctionValue]:
    """Yield functions; ``looked`` is how deep each value stood that was looked into before."""
    if isinstance(value, FunctionValue):
        yield value
    elif isinstance(value, Bound):
        yield value.function
    elif depth < DEEPEST and looked.get(id(value), DEEPEST) > depth:
        looked[id(value)] = depth
        for inner in _wrapped_in(value):
            yield from _functions(inner, depth + 1, looked)


def _wrapped_in(value: Value) -> Iterator[Value]:
    """Yield what a partial, an object with ``__call__`` or something external was made of."""
    match value:
        case Partial(function=functions):
            yield from functions
        case Instance(kind=ClassValue() as cls):
            yield from find_in_class(cls, "__call__") or ()
        case Instance(kind=External(), origin=Event(args=args, keywords=keywords)):
            for inner in (value for values in (*args, *keywords.values()) for value in values):
                if isinstance(inner, FunctionValue | Instance | Bound | Partial):
                    yield inner


def classes_of(values: Values) -> tuple[ClassValue, ...]:
    """Return the classes that ``values`` are or are objects of."""
    kinds = (value.kind if isinstance(value, Instance) else value for value in values)
    return tuple(dict.fromkeys(kind for kind in kinds if isinstance(kind, ClassValue)))


def options_of(event: Event) -> Event:
    """Return the call that made a decorator, where ``event`` applies one; else the event."""
    is_applied = event.name.endswith("()")
    return event.origin if is_applied and event.origin is not None else event


def owner_of(event: Event) -> Value | None:
    """Return the object that a registration is called on, also where it applies a decorator."""
    receiver = options_of(event).receiver
    while isinstance(receiver, Member):
        receiver = receiver.receiver
    return receiver


def is_one_of(value: Value | None, kinds: frozenset[str]) -> TypeGuard[Instance]:
    """Tell whether an object is of one of these external classes, through inheritance."""
    return value is not None and not kinds.isdisjoint(external_kinds(value))


def view_class(value: Value) -> ClassValue | None:
    """Return the class of a view that ``as_view()`` makes."""
    match value:
        case Instance(kind=External(name=name), origin=Event(receiver=receiver)) if name.endswith(
            ".as_view"
        ):
            cls = receiver.receiver if isinstance(receiver, Member) else receiver
            return cls if isinstance(cls, ClassValue) else None
    return None
