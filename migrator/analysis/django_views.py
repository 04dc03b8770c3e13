"""Django: what a view is, and which function answers, below decorators and whatever wraps it.

https://docs.djangoproject.com/en/stable/topics/http/views/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from migrator.analysis.django_class_views import NOWHERE, View, class_view, restrict, view_of
from migrator.analysis.django_restrictions import ANY, both, confinements, restriction_by
from migrator.analysis.handlers import (
    VERBS,
    Handler,
    class_handler,
    classes_of,
    handler_of,
    method_of,
)
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import stood_in_for
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    Partial,
    Value,
    Values,
)
from migrator.analysis.walk import names_in

DEEPEST = 8  # decorators around a view


# Reads a view of one framework; None where the value is none of its views.
Reader = Callable[[Value, "Views"], "tuple[View, ...] | None"]


class Views:
    """Reads views; other frameworks' ``readers`` are asked first, of each value on the way in."""

    def __init__(self, log: Log, readers: tuple[Reader, ...] = ()) -> None:
        self.log = log
        self._readers = readers
        self._allowed = confinements(log)
        self._known: dict[Values, tuple[View, ...]] = {}

    def find(self, values: Values) -> tuple[View, ...]:
        """Return the views that ``values`` are, through decorators, partials and ``as_view``."""
        if values not in self._known:
            found = [view for value in values for view in self._find(value, 0)]
            self._known[values] = tuple(dict.fromkeys(found))
        return self._known[values]

    def _find(self, value: Value, depth: int) -> Iterator[View]:  # noqa: C901, PLR0912  (one case a kind)
        if depth > DEEPEST:
            return
        for reader in self._readers:
            found = reader(value, self)
            if found is not None:
                yield from found
                return
        match value:
            case FunctionValue():
                yield from self._function(value, depth)
            case Bound(function=function):
                yield from self._find(function, depth + 1)
            case Partial(function=functions):
                for inner in functions:
                    yield from self._find(inner, depth + 1)
            case Instance(kind=External(name=name), origin=origin) if origin:
                if name.endswith(".as_view"):
                    yield from class_view(value, self._allowed)
                    return
                restricted = restriction_by(name, origin.origin)
                for view in self._given(origin, depth):
                    yield restrict(view, restricted)
            case Instance(kind=ClassValue() as cls):
                yield View(method_of(cls, "__call__") or class_handler(cls))
            case External(name=name):
                yield View(Handler(":".join(name.rsplit(".", 1)), NOWHERE))
            case Known(value=str(dotted)):
                for inner in self._named(dotted):
                    yield from self._find(inner, depth + 1)

    def _given(self, event: Event, depth: int) -> Iterator[View]:
        """Yield the views that a decorator from outside the project is given."""
        given = [value for values in event.args for value in values]
        own = [v for v in given if isinstance(v, FunctionValue | Instance | Bound | Partial)]
        foreign = [value for value in given if isinstance(value, External)]
        for inner in own or (foreign if event.name.endswith("()") else ()):
            yield from self._find(inner, depth + 1)

    def _function(self, function: FunctionValue, depth: int) -> Iterator[View]:
        chain = stood_in_for(function)
        allowed = ANY
        for one in chain:
            allowed = both(allowed, self._allowed.get(one, ANY))
        inner = [value for value in chain[-1].wrapped if not isinstance(value, FunctionValue)]
        below = [view for value in inner for view in self._find(value, depth + 1)]
        if not below:
            below = [v for value in _enclosed(chain[-1]) for v in self._find(value, depth + 1)]
        marks = function.attributes
        classes = classes_of(marks.get("view_class") or marks.get("cls") or ())
        below = below or [view for cls in classes for view in view_of(cls, VERBS, self._allowed)]
        runs = tuple(one.name for one in chain)
        for view in below or [View(handler_of(function))]:
            kept = tuple(name for name in runs if name != view.default.name)
            yield restrict(msgspec.structs.replace(view, runs=(*kept, *view.runs)), allowed)

    def _named(self, dotted: str) -> Values:
        """Return what a dotted name in a string names: views that are imported when needed."""
        module, _, name = dotted.rpartition(".")
        scope = self.log.named(module)
        return scope.names.get(name, ()) if scope else ()


def _enclosed(function: FunctionValue) -> Values:
    """Return the view that a function calls in its place: what its decorator was given."""
    found: list[Value] = []
    body = function.definition.body
    used = names_in(body if isinstance(body, tuple) else (body,))
    scope = function.scope
    while scope.parent is not None and not scope.is_class:
        for name, values in scope.names.items():
            for value in values if name in used else ():
                is_view = isinstance(value, Instance) and isinstance(value.kind, External)
                is_given = isinstance(value, FunctionValue) and value.scope is not scope
                if is_view or is_given:
                    found.append(value)
        if found:
            return tuple(found)
        scope = scope.parent
    return ()
