"""Django: what a class-based view answers, and which of its methods does.

https://docs.djangoproject.com/en/stable/topics/class-based-views/
"""

from collections.abc import Iterator

import msgspec

from migrator.analysis import django_methods
from migrator.analysis.django_restrictions import ANY, both
from migrator.analysis.django_runs import around
from migrator.analysis.handlers import VERBS, Handler, class_handler, functions_of, handler_of
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    FunctionValue,
    Instance,
    Value,
)
from migrator.model.location import Location

NOWHERE = Location("", 0)  # of a view that the project imports


class View(msgspec.Struct, frozen=True):
    """What answers a pattern.

    Attributes:
        methods: ``{"ANY"}`` where the view itself turns no method away.
        default: what answers a method that ``by_method`` does not name.
        runs: further functions of the project that the framework may run on the way.
        cls: the class of the project that it is made of; empty for others.
    """

    default: Handler
    methods: frozenset[str] = ANY
    by_method: tuple[tuple[str, Handler], ...] = ()
    runs: tuple[str, ...] = ()
    cls: str = ""

    def handler(self, method: str) -> Handler:
        """Return the function that answers ``method``."""
        return dict(self.by_method).get(method, self.default)


def restrict(view: View, allowed: frozenset[str]) -> View:
    """Confine a view to methods; HEAD and OPTIONS are Django's own."""
    methods = both(view.methods, allowed) - {"HEAD", "OPTIONS"}
    return msgspec.structs.replace(view, methods=methods or view.methods)


def class_view(made: Instance, allowed: dict[Value, frozenset[str]]) -> Iterator[View]:
    """Yield the view that ``SomeView.as_view(…)`` made, as Django serves it."""
    origin = made.origin
    if origin is None:
        return
    cls = origin.receiver.kind if isinstance(origin.receiver, Instance) else origin.receiver
    if not isinstance(cls, ClassValue):
        yield from _foreign_view(origin)
        return
    given = origin.keywords.get("http_method_names") or find_in_class(cls, "http_method_names")
    yield from view_of(cls, texts_of(given) if given else VERBS, allowed)


def view_of(
    cls: ClassValue, names: tuple[str, ...] | None, allowed: dict[Value, frozenset[str]]
) -> Iterator[View]:
    """Yield the view of a class that answers these methods only; None where that is computed."""
    default = class_handler(cls)
    outside = django_methods.inherited(cls)
    by_method: list[tuple[str, Handler]] = []
    for verb in VERBS:
        function = _method(cls, verb)
        is_served = names is None or verb in names
        if function is not None and is_served:
            is_own = verb in cls.scope.names
            by_method.append((verb.upper(), handler_of(function) if is_own else default))
        elif outside and verb in outside and is_served:
            by_method.append((verb.upper(), default))
    dispatch = _method(cls, "dispatch")
    if dispatch is not None and not by_method and "dispatch" in cls.scope.names:
        default = handler_of(dispatch)
    methods = frozenset(verb for verb, _ in by_method) if outside is not None else ANY
    view = View(default, methods or ANY, tuple(by_method), around(cls), cls.name)
    confined = allowed.get(dispatch, ANY) if dispatch else ANY
    yield restrict(view, both(confined, allowed.get(cls, ANY)))


def _foreign_view(made: Event) -> Iterator[View]:
    name = made.name.removesuffix(".as_view")
    if made.receiver is None:
        verbs = django_methods.methods_of(name)
        methods = frozenset(verb.upper() for verb in verbs) if verbs else ANY
        yield View(Handler(":".join(name.rsplit(".", 1)), NOWHERE), methods)


def _method(cls: ClassValue, name: str) -> FunctionValue | None:
    found = functions_of(find_in_class(cls, name) or ())
    return found[0] if found else None
