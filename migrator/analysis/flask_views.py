"""Flask: what a ``view_func`` is, and which function answers which method.

https://flask.palletsprojects.com/en/stable/views/
"""

from collections.abc import Iterator

import msgspec

from migrator.analysis.handlers import VERBS, Handler, handler_of
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import (
    mro,
    short,
    short_name,
    stood_in_for,
    text_of,
    texts_of,
)
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Member,
    Partial,
    Value,
    Values,
)

DEEPEST = 6  # decorators around a view


class View(msgspec.Struct, frozen=True):
    """A view: the endpoint it is named after, its own methods, and who answers which.

    Attributes:
        methods: those that the view itself declares (``MethodView``, ``methods = [...]``).
        answers: methods beyond which the view answers nothing; empty where it takes all.
    """

    endpoint: str
    default: Handler
    methods: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    by_method: tuple[tuple[str, Handler], ...] = ()

    def handler(self, method: str) -> Handler:
        """Return the function that answers ``method``."""
        return dict(self.by_method).get(method, self.default)


def find(values: Values) -> tuple[View, ...]:
    """Return the views that ``values`` are, through decorators, partials and ``as_view``."""
    found = [view for value in values for view in _find(value, 0)]
    return tuple(dict.fromkeys(found))


def _find(value: Value, depth: int) -> Iterator[View]:  # noqa: C901  (one case a kind)
    match value:
        case FunctionValue() if depth < DEEPEST and (below := _wrapped(value, depth)):
            yield from below
        case FunctionValue():
            declared = texts_of(value.attributes.get("methods", ())) or ()
            methods = frozenset(text.upper() for text in declared)
            yield View(short_name(value), handler_of(value), methods)
        case ClassValue() if _is_method_view(value):  # ``route`` of some extensions takes these
            yield of_class(value, short(value.name))
        case Bound(function=function):
            yield from _find(function, depth)
        case Partial(function=functions):
            for inner in functions:
                yield from _find(inner, depth + 1)
        case Instance(kind=External(name=name), origin=origin) if origin and depth < DEEPEST:
            if name.endswith(".as_view"):
                yield from _class_view(origin.receiver, text_of(origin.argument(0, "name") or ()))
                return
            for inner in (value for values in origin.args for value in values):
                if isinstance(inner, FunctionValue | Instance | Bound | Partial):
                    yield from _find(inner, depth + 1)
        case Instance(kind=ClassValue() as cls):
            for method in find_in_class(cls, "__call__") or ():
                yield from _find(method, depth + 1)


def _wrapped(function: FunctionValue, depth: int) -> tuple[View, ...]:
    """Return the class views that a function stands in for: ``wraps`` hands on their methods."""
    last = stood_in_for(function)[-1]
    made = (value for value in last.wrapped if isinstance(value, Instance))
    return tuple(view for value in made for view in _find(value, depth + 1))


def _class_view(receiver: Value | None, name: str | None) -> Iterator[View]:
    cls = receiver.receiver if isinstance(receiver, Member) else receiver
    if isinstance(cls, ClassValue):
        yield of_class(cls, name or short(cls.name), is_method_view=_is_method_view(cls))


def _is_method_view(cls: ClassValue) -> bool:
    return any(
        isinstance(base, External) and base.name.endswith("MethodView") for base in mro(cls)
    )


def of_class(cls: ClassValue, endpoint: str, *, is_method_view: bool = True) -> View:
    """Return the view that a class is; a ``MethodView`` answers with the methods it defines."""
    default = Handler(cls.name, cls.location)
    dispatchers = find_in_class(cls, "dispatch_request")
    by_method = tuple(
        (verb.upper(), handler)
        for verb in (VERBS if is_method_view or dispatchers is None else ())
        for handler in _answering(cls, verb)
    )
    # A dispatcher that a class inherits answers for many: the class says more.
    for method in cls.scope.names.get("dispatch_request", ()):
        if isinstance(method, FunctionValue) and not by_method:
            default = handler_of(method)
    declared = texts_of(find_in_class(cls, "methods") or ())
    own = frozenset(verb for verb, _ in by_method)
    methods = frozenset(text.upper() for text in declared) if declared else own
    return View(endpoint, default, methods, own if is_method_view else frozenset(), by_method)


def _answering(cls: ClassValue, verb: str) -> Iterator[Handler]:
    """Yield the function that answers a method, at most one."""
    for value in find_in_class(cls, verb) or ():
        for view in _find(value, 1):
            yield view.default
            return
