"""Django: what a view is, which methods it takes, and which function answers.

https://docs.djangoproject.com/en/stable/topics/http/views/
https://docs.djangoproject.com/en/stable/topics/http/decorators/#allowed-http-methods
https://docs.djangoproject.com/en/stable/topics/class-based-views/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from migrator.analysis import django_methods
from migrator.analysis.handlers import (
    VERBS,
    Handler,
    class_handler,
    functions_of,
    handler_of,
    method_of,
)
from migrator.analysis.interpreter.attributes import find_in_class
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro, stood_in_for, texts_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Partial,
    Value,
    Values,
)
from migrator.analysis.walk import names_in
from migrator.model.program import Location

DECORATORS = "django.views.decorators.http."
ALLOWED = {
    f"{DECORATORS}require_GET": frozenset({"GET"}),
    f"{DECORATORS}require_POST": frozenset({"POST"}),
    f"{DECORATORS}require_safe": frozenset({"GET"}),
}
# https://www.django-rest-framework.org/api-guide/views/#api_view
API_VIEW = "rest_framework.decorators.api_view()"
ANY = frozenset({"ANY"})
DEEPEST = 8  # decorators around a view
NOWHERE = Location("", 0)  # of a view that the project imports


class View(msgspec.Struct, frozen=True):
    """What answers a pattern.

    Attributes:
        methods: ``{"ANY"}`` where the view itself turns no method away.
        default: what answers a method that ``by_method`` does not name.
        runs: further functions of the project that the framework may run on the way.
    """

    default: Handler
    methods: frozenset[str] = ANY
    by_method: tuple[tuple[str, Handler], ...] = ()
    runs: tuple[str, ...] = ()

    def handler(self, method: str) -> Handler:
        """Return the function that answers ``method``."""
        return dict(self.by_method).get(method, self.default)


# Reads a view of one framework; None where the value is none of its views.
Reader = Callable[[Value, "Views"], "tuple[View, ...] | None"]


class Views:
    """Reads views; other frameworks' ``readers`` are asked first, of each value on the way in."""

    def __init__(self, log: Log, readers: tuple[Reader, ...] = ()) -> None:
        self.log = log
        self._readers = readers
        self._allowed = _allowed(log)
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
                restricted = _restriction(name, origin.origin)
                for view in self._given(origin, depth):
                    yield _restrict(view, restricted)
            case Instance(kind=ClassValue() as cls):
                yield View(method_of(cls, "__call__") or class_handler(cls))
            case External(name=name):
                yield View(Handler(":".join(name.rsplit(".", 1)), NOWHERE))
            case Known(value=str(dotted)):
                for inner in self._named(dotted):
                    yield from self._find(inner, depth + 1)

    def _given(self, event: Event, depth: int) -> Iterator[View]:
        """Yield the views that a decorator from outside the project is given."""
        for inner in (value for values in event.args for value in values):
            if isinstance(inner, FunctionValue | Instance | Bound | Partial):
                yield from self._find(inner, depth + 1)

    def _function(self, function: FunctionValue, depth: int) -> Iterator[View]:
        chain = stood_in_for(function)
        allowed = ANY
        for one in chain:
            allowed = _both(allowed, self._allowed.get(one, ANY))
        inner = [value for value in chain[-1].wrapped if not isinstance(value, FunctionValue)]
        below = [view for value in inner for view in self._find(value, depth + 1)]
        if not below:
            below = [v for value in _enclosed(chain[-1]) for v in self._find(value, depth + 1)]
        runs = tuple(one.name for one in chain)
        for view in below or [View(handler_of(function))]:
            kept = tuple(name for name in runs if name != view.default.name)
            yield _restrict(msgspec.structs.replace(view, runs=(*kept, *view.runs)), allowed)

    def _named(self, dotted: str) -> Values:
        """Return what a dotted name in a string names: views that are imported when needed."""
        module, _, name = dotted.rpartition(".")
        scope = self.log.named(module)
        return scope.names.get(name, ()) if scope else ()


def class_view(
    made: Instance, allowed: dict[FunctionValue, frozenset[str]] | None = None
) -> Iterator[View]:
    """Yield the view that ``SomeView.as_view(…)`` made, as Django serves it."""
    origin = made.origin
    if origin is None:
        return
    cls = origin.receiver.kind if isinstance(origin.receiver, Instance) else origin.receiver
    if not isinstance(cls, ClassValue):
        yield from _foreign_view(origin)
        return
    default = class_handler(cls)
    outside = django_methods.inherited(cls)
    given = origin.keywords.get("http_method_names") or find_in_class(cls, "http_method_names")
    names = texts_of(given) if given else VERBS
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
    view = View(default, methods or ANY, tuple(by_method), around(cls))
    yield _restrict(view, (allowed or {}).get(dispatch, ANY) if dispatch else ANY)


def _foreign_view(made: Event) -> Iterator[View]:
    name = made.name.removesuffix(".as_view")
    if made.receiver is None:
        verbs = django_methods.methods_of(name)
        methods = frozenset(verb.upper() for verb in verbs) if verbs else ANY
        yield View(Handler(":".join(name.rsplit(".", 1)), NOWHERE), methods)


def _method(cls: ClassValue, name: str) -> FunctionValue | None:
    found = functions_of(find_in_class(cls, name) or ())
    return found[0] if found else None


def around(cls: ClassValue) -> tuple[str, ...]:
    """Name the methods that a view's class and its bases give the framework to call."""
    found = {
        value.name
        for ancestor in mro(cls)
        if isinstance(ancestor, ClassValue)
        for name, values in ancestor.scope.names.items()
        if name not in VERBS or ancestor is not cls
        for value in values
        if isinstance(value, FunctionValue)
    }
    return tuple(sorted(found))


def _enclosed(function: FunctionValue) -> Iterator[Value]:
    """Yield the view that a function calls in its place: what its decorator was given."""
    body = function.definition.body
    used = names_in(body if isinstance(body, tuple) else (body,))
    scope = function.scope
    while scope.parent is not None and not scope.is_class:
        for name, values in scope.names.items():
            for value in values if name in used else ():
                is_view = isinstance(value, Instance) and isinstance(value.kind, External)
                if value is not function and (is_view or isinstance(value, FunctionValue)):
                    yield value
        scope = scope.parent


def _allowed(log: Log) -> dict[FunctionValue, frozenset[str]]:
    """Map functions to the methods to which decorators confine them."""
    found: dict[FunctionValue, frozenset[str]] = {}
    for event in log.events:
        if not event.name.startswith(DECORATORS) and event.name != API_VIEW:
            continue
        methods = _restriction(event.name, event.origin)
        for value in event.args[0] if event.args else ():
            if isinstance(value, FunctionValue):
                found[value] = _both(found.get(value, ANY), methods)
    return found


def _restriction(name: str, options: object) -> frozenset[str]:
    """Return the methods that a decorator allows, ``ANY`` where it allows all."""
    if name in ALLOWED:
        return ALLOWED[name]
    if name == API_VIEW and isinstance(options, Event):
        texts = texts_of(options.argument(0, "http_method_names") or ())
        return frozenset(text.upper() for text in texts or ("GET",))
    arguments = getattr(options, "args", ()) if name.endswith("require_http_methods()") else ()
    match arguments:
        case ((Items() as items,), *_):
            texts = texts_of((items,))
            return frozenset(text.upper() for text in texts) if texts else ANY
    return ANY


def _both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    if one == ANY:
        return other
    return one if other == ANY else one & other


def _restrict(view: View, allowed: frozenset[str]) -> View:
    methods = _both(view.methods, allowed) - {"HEAD", "OPTIONS"}
    return msgspec.structs.replace(view, methods=methods or view.methods)
