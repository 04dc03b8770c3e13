"""Methods that statements call on objects: iterating, entering a context.

https://docs.python.org/3/reference/datamodel.html#special-method-names
"""

from __future__ import annotations

from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.values import (
    ClassValue,
    Instance,
    Items,
    Value,
    Values,
    join,
)


def iterate(machine: Interpreter, values: Values, frame: Frame, line: int) -> Values:
    """Ask for the items of ``values``; an object of the project gives them by its methods."""
    return join(*(_iterated(machine, value, frame, line) for value in values))


def _iterated(machine: Interpreter, value: Value, frame: Frame, line: int) -> Values:
    iterators = call_method(machine, value, ("__iter__", "__aiter__"), frame, line)
    if iterators is None:
        return (value,)
    given = [
        items
        for iterator in iterators
        if (items := next_item(machine, iterator, frame, line)) is not None
    ]
    return (Items("iterator", given, is_whole=False),) if given else iterators


def next_item(machine: Interpreter, value: Value, frame: Frame, line: int) -> Values | None:
    """Return what an iterator of the project gives next; None where ``value`` is none."""
    return call_method(machine, value, ("__next__", "__anext__"), frame, line)


def enter(
    machine: Interpreter, values: Values, frame: Frame, line: int, *, is_async: bool
) -> Values:
    """Enter a context, and leave it; return what ``as`` binds."""
    names = ("__aenter__", "__aexit__") if is_async else ("__enter__", "__exit__")
    return join(*(_entered(machine, value, names, frame, line) for value in values))


def _entered(
    machine: Interpreter, value: Value, names: tuple[str, str], frame: Frame, line: int
) -> Values:
    if isinstance(value, Items) and value.kind == "generator":
        return join(*value.items)  # contextlib.contextmanager
    given, _ = (call_method(machine, value, (name,), frame, line) for name in names)
    return given or (value,)


def call_method(
    machine: Interpreter, value: Value, names: tuple[str, ...], frame: Frame, line: int
) -> Values | None:
    """Call the first of these methods that the project defines; None where it defines none."""
    if isinstance(value, Instance) and isinstance(value.kind, ClassValue):
        for name in names:
            if find_in_class(value.kind, name):
                methods = machine.attribute(value, name, frame, line)
                return join(*(machine.call(m, (), {}, frame, line) for m in methods))
    return None
