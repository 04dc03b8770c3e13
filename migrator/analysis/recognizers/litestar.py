"""Litestar: route handlers and controllers, in applications and routers.

https://docs.litestar.dev/latest/usage/routing/overview.html
https://docs.litestar.dev/latest/usage/routing/handlers.html
"""

import re
from collections.abc import Iterator

from migrator.analysis.handlers import Handler, handler_of, is_one_of, options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro, short, text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Value,
    Values,
)
from migrator.analysis.path_templates import from_braces
from migrator.analysis.routes import Rule, Way, places_of
from migrator.model.program import EntryPoint, Unresolved

PACKAGES = ("litestar.", "starlite.")  # its name before 2.0
APPLICATIONS = frozenset({"litestar.Litestar", "litestar.app.Litestar", "starlite.Starlite"})
ROUTERS = frozenset({"litestar.Router", "litestar.router.Router", "starlite.Router"})
VERBS = frozenset({"get", "post", "put", "patch", "delete", "head"})
SOCKETS = frozenset({"websocket", "websocket_listener", "websocket_stream"})
DECORATORS = VERBS | SOCKETS | {"route", "asgi"}
COMPUTED = "Litestar handler with a computed path or method"
UNKNOWN = "Litestar route handlers that are not known"
DEEPEST = 8  # routers in routers

Handlers = dict[FunctionValue, list[Event]]


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    walk = _Walk(log)
    for event in log.having("Litestar", "Starlite", "register"):
        if event.name in APPLICATIONS:
            yield from walk.layer(event.argument(0, "route_handlers"), _way(event, Way()), event)
        elif event.member == "register" and is_one_of(event.receiver, APPLICATIONS):
            made = event.receiver.origin
            above = _way(made, Way()) if made else Way()
            yield from walk.layer(event.argument(0, "value"), above, event)
    for function in walk.handlers.keys() - walk.seen:
        for options in walk.handlers[function]:
            reason = "Litestar handler that nothing registers as far as is seen: it is left out"
            yield Unresolved(reason, options.location)


def _way(made: Event, above: Way) -> Way:
    given = made.argument(-1 if made.name in APPLICATIONS else 0, "path")
    return _join(above, "" if given is None else text_of(given))


def _join(above: Way, path: str | None) -> Way:
    known = above.prefix is not None and path is not None
    return Way(f"{above.prefix}/{path}" if known else None, above.registered_at)


class _Walk:
    """A walk from applications down; ``seen`` are the handlers that it met."""

    def __init__(self, log: Log) -> None:
        self.handlers: Handlers = {}
        self.seen: set[FunctionValue] = set()
        self._registered: dict[Value, list[Event]] = {}
        applied = (f"{member}()" for member in sorted(DECORATORS))
        for event in log.having(*applied, "register"):
            options = options_of(event)
            is_handler = options.name.startswith(PACKAGES) and options.member in DECORATORS
            if options is not event and is_handler and event.args:
                for value in event.args[0]:
                    if isinstance(value, FunctionValue):
                        self.handlers.setdefault(value, []).append(options)
            elif event.member == "register" and is_one_of(event.receiver, ROUTERS):
                self._registered.setdefault(event.receiver, []).append(event)

    def layer(
        self, values: Values | None, above: Way, event: Event, depth: int = 0
    ) -> Iterator[EntryPoint | Unresolved]:
        """Yield what route handlers serve; ``values`` are a list of them, or one."""
        inside = Way(above.prefix, (*places_of(event), *above.registered_at))
        for value in values if values is not None else (Known(None),):
            if not isinstance(value, Items):
                yield from self._served(value, inside, event, depth)
                continue
            for one in (one for items in value.items for one in items):
                yield from self._served(one, inside, event, depth)
            if not value.is_whole or () in value.items:
                yield Unresolved(UNKNOWN, event.location)
        if values == ():
            yield Unresolved(UNKNOWN, event.location)

    def _served(
        self, value: Value, above: Way, event: Event, depth: int
    ) -> Iterator[EntryPoint | Unresolved]:
        match value:
            case FunctionValue() if value in self.handlers:
                yield from self._handler(value, above)
            case Instance(origin=Event(args=((FunctionValue() as function, *_), *_))) if (
                function in self.handlers
            ):
                yield from self._handler(function, above)
            case Instance(origin=Event() as made) if is_one_of(value, ROUTERS):
                if depth < DEEPEST:
                    yield from self._router(value, made, _way(made, above), depth)
            case ClassValue():
                yield from self._controller(value, above)
            case Known(value=None):
                return
            case Instance(kind=External(name=name)) if name.startswith(PACKAGES):
                return  # of Litestar itself: static files, documentation
            case _:
                yield Unresolved(UNKNOWN, event.location)

    def _router(
        self, router: Value, made: Event, way: Way, depth: int
    ) -> Iterator[EntryPoint | Unresolved]:
        yield from self.layer(made.argument(1, "route_handlers"), way, made, depth + 1)
        for added in self._registered.get(router, ()):
            yield from self.layer(added.argument(0, "value"), way, added, depth + 1)

    def _controller(self, cls: ClassValue, above: Way) -> Iterator[EntryPoint | Unresolved]:
        given = find_in_class(cls, "path")
        way = _join(above, "" if given is None else text_of(given))
        names = (name for a in mro(cls) if isinstance(a, ClassValue) for name in a.scope.names)
        for name in dict.fromkeys(names):
            for value in find_in_class(cls, name) or ():
                if isinstance(value, FunctionValue) and value in self.handlers:
                    yield from self._handler(value, way)

    def _handler(self, function: FunctionValue, above: Way) -> Iterator[EntryPoint | Unresolved]:
        self.seen.add(function)
        for options in self.handlers[function]:
            given = options.argument(0, "path")
            single = text_of(given or ())
            paths = ("",) if given is None else texts_of(given) if single is None else (single,)
            methods = _methods(options)
            if paths is None or methods is None or above.prefix is None:
                yield Unresolved(COMPUTED, options.location)
                continue
            for path in paths:
                yield from _entry_points(
                    options, _join(above, path), methods, handler_of(function)
                )


def _entry_points(
    options: Event, way: Way, methods: tuple[str, ...], handler: Handler
) -> Iterator[EntryPoint]:
    declared = re.sub(r"/{2,}", "/", f"/{way.prefix}").rstrip("/") or "/"
    name = text_of(options.keywords.get("name", ())) or ""
    places = (*places_of(options), *way.registered_at)
    rule = Rule("litestar", declared, from_braces(declared), places, name)
    if options.member in SOCKETS:
        yield rule.upgraded_by(handler)
    else:
        yield from rule.answered_by(dict.fromkeys(methods, handler))


def _methods(options: Event) -> tuple[str, ...] | None:
    """Return the methods of a handler; ``route`` is given texts or ``HttpMethod.GET``."""
    if options.member != "route":
        return (options.member.upper(),) if options.member in VERBS else ("ANY",)
    given = options.argument(-1, "http_method") or ()
    lists = [values for value in given if isinstance(value, Items) for values in value.items]
    names = [_method(values) for values in lists or [given]]
    return None if None in names else tuple(name for name in names if name)


def _method(values: Values) -> str | None:
    match values:
        case (External(name=name),):
            return short(name)
    text = text_of(values)
    return text and text.upper()
