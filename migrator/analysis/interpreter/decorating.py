"""What a decorator makes of the function or class below it."""

from __future__ import annotations

from migrator.analysis.interpreter import edges
from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.questions import original, stood_in_for
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Member,
    Value,
    Values,
)
from migrator.model.location import Location
from migrator.model.program import Call

KINDS = {
    "<builtin>.property": "property",
    "functools.cached_property": "cached",
    "werkzeug.utils.cached_property": "cached",
    "<builtin>.staticmethod": "static",
    "<builtin>.classmethod": "class",
    "django.utils.decorators.classonlymethod": "class",
    "django.utils.functional.cached_property": "cached",
    "sqlalchemy.ext.hybrid.hybrid_property": "property",
    "sqlalchemy.orm.declared_attr": "declared",
    "sqlalchemy.orm.declared_attr.directive": "declared",
    "sqlalchemy.ext.declarative.declared_attr": "declared",
}


def decorate(
    machine: Interpreter, decorator: Value, decorated: Values, frame: Frame, line: int
) -> Values:
    """Apply ``decorator``; one that the project does not define gives back what it was given.

    A function that a decorator of the project returns in place of another stands in for it:
    its ``wrapped`` says for which, and the call graph gets an edge from the original to it,
    because whoever calls the name runs both.
    """
    known = _decorate_known(machine, decorator, decorated, frame)
    if known is not None:
        return known
    _follow(machine, decorator)
    results = machine.call(decorator, (decorated,), {}, frame, line)
    replaced = tuple(v for v in results if isinstance(v, FunctionValue | ClassValue))
    if not replaced:
        return decorated
    for stand_in in replaced:
        for inner in decorated:
            if isinstance(stand_in, FunctionValue) and isinstance(inner, FunctionValue):
                _stand_in(machine, stand_in, inner, Location(frame.file, line))
                _stand_in_below(decorator, stand_in, inner)
    return replaced


def _decorate_known(
    machine: Interpreter, decorator: Value, decorated: Values, frame: Frame
) -> Values | None:
    """Apply a decorator that only says how to bind; None where it is another one."""
    match decorator:
        case External(name=name) if name in KINDS:
            edges.note_decorator(machine.log, decorator, frame)
            for function in decorated:
                if isinstance(function, FunctionValue):
                    function.kind = KINDS[name]
            return decorated
        case Member(
            receiver=FunctionValue(kind="property") as getter,
            name="setter" | "deleter" | "expression" | "inplace" | "comparator",
        ):
            getter.attributes[decorator.name] = decorated
            return (getter,)
    return None


def _follow(machine: Interpreter, decorator: Value) -> None:
    """Run a decorator for each function: what it gives stands in for that one alone."""
    function = decorator.function if isinstance(decorator, Bound) else decorator
    if isinstance(function, FunctionValue):
        machine.budget.follow(function)


def _stand_in(
    machine: Interpreter, stand_in: FunctionValue, inner: FunctionValue, location: Location
) -> None:
    if stand_in is inner:
        return
    if not stand_in.wrapped:
        stand_in.wrapped = (inner,)
    stand_in.kind = inner.kind if stand_in.kind == "function" else stand_in.kind
    stand_in.owner = stand_in.owner or inner.owner
    machine.log.stand_ins.add(stand_in.name)
    # Of the function below all wrappers: one wrapper is below others for some functions only.
    machine.log.calls.add(Call(original(inner).name, stand_in.name, location))


def _stand_in_below(decorator: Value, stand_in: FunctionValue, inner: FunctionValue) -> None:
    """Follow a stand-in that the decorator has itself decorated: below it is its own closure."""
    last = original(stand_in)
    is_own = isinstance(decorator, FunctionValue) and last.scope.owner == decorator.name
    if is_own and inner not in stood_in_for(stand_in):
        last.wrapped = (inner,)
