"""Pyramid: views of routes, from decorators and from the configurator.

https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/urldispatch.html
https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/viewconfig.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.handlers import (
    Handler,
    class_handler,
    classes_of,
    functions_of,
    handler_of,
    method_of,
    options_of,
)
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Known,
    Values,
)
from migrator.analysis.path_templates import from_braces
from migrator.analysis.pyramid_configurators import configurator_of, way_to
from migrator.analysis.routes import Rule, places_of
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Unresolved

CONFIG = ("pyramid.view.view_config", "pyramid.view.view_config()")
DEFAULTS = "pyramid.view.view_defaults()"
# ``:name``, from before there were braces, and ``*rest`` at the end
LEGACY = re.compile(r"(?<=/):(\w+)")
REST = re.compile(r"\*(\w+)$")
ANY = frozenset({"ANY"})
COMPUTED = "Pyramid route with a computed pattern or method"
TRAVERSAL = "Pyramid view without a route, found by traversal: its path is not known"
Options = dict[str, Values]


@dataclass(frozen=True, slots=True)
class View:
    """What answers, and the predicates under which it does."""

    handler: Handler | None
    options: Options
    places: tuple[Location, ...]


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    routes: dict[str, list[Event]] = {}
    for event in log.having("add_route", "route_prefix_context"):
        if event.member == "add_route" and configurator_of(event) is not None:
            name = text_of(event.argument(0, "name") or ())
            if name is None:
                yield Unresolved("Pyramid route with a computed name", event.location)
            else:
                routes.setdefault(name, []).append(event)
        elif event.member == "route_prefix_context" and configurator_of(event) is not None:
            reason = "Pyramid routes below a prefix of a context: the prefix is not read"
            yield Unresolved(reason, event.location)
    for view in _views(log):
        yield from _view(view, routes)


def _views(log: Log) -> Iterator[View]:
    defaults: dict[ClassValue, Options] = {}
    for event in log.having("view_defaults()"):
        if event.name == DEFAULTS and event.origin is not None:
            for cls in classes_of(event.args[0]):
                defaults[cls] = event.origin.keywords
    for event in log.having("view_config()", "add_view"):
        options = options_of(event)
        if event.name == CONFIG[1] and options is not event:
            for value in event.args[0]:
                owner = value.owner if isinstance(value, FunctionValue) else value
                preset = defaults.get(owner, {}) if isinstance(owner, ClassValue) else {}
                yield _read((value,), preset | options.keywords, options)
        elif event.member == "add_view" and configurator_of(event) is not None:
            given = event.argument(0, "view") or ()
            preset = {
                key: v for cls in classes_of(given) for key, v in defaults.get(cls, {}).items()
            }
            yield _read(given, preset | event.keywords, event)


def _read(given: Values, options: Options, event: Event) -> View:
    attr = text_of(options.get("attr", ()))
    handler = None
    for cls in classes_of(given):
        handler = method_of(cls, attr or "__call__") or class_handler(cls)
    if handler is None:
        handler = next((handler_of(function) for function in functions_of(given)), None)
    return View(handler, options, places_of(event))


def _view(view: View, routes: dict[str, list[Event]]) -> Iterator[EntryPoint | Unresolved]:
    given = view.options.get("route_name")
    name = text_of(given or ())
    if given is None or given == (Known(None),):
        if not _is_of_errors(view.options):
            yield Unresolved(TRAVERSAL, view.places[0])
    elif view.handler is None:
        yield Unresolved("Pyramid view that is not known", view.places[0])
    elif name not in routes:
        yield Unresolved("Pyramid view of a route that is not known", view.places[0])
    else:
        for route in routes[name]:
            yield from _entry_points(view, view.handler, name, route)


def _entry_points(
    view: View, handler: Handler, name: str, route: Event
) -> Iterator[EntryPoint | Unresolved]:
    way = way_to(configurator_of(route))
    pattern = route.argument(1, "pattern")
    text = text_of(pattern if pattern is not None else route.keywords.get("path", ()))
    allowed, answered = _methods(route.keywords), _methods(view.options)
    if text is None or way.prefix is None or allowed is None or answered is None:
        yield Unresolved(COMPUTED, route.location)
        return
    methods = answered if allowed == ANY else allowed if answered == ANY else allowed & answered
    declared = f"{way.prefix}/{text.lstrip('/')}"
    template = REST.sub(r"{\1}", from_braces(LEGACY.sub(r"{\1}", declared)))
    places = (*view.places, *places_of(route), *way.registered_at)
    rule = Rule("pyramid", declared, template, places, name)
    yield from rule.answered_by(dict.fromkeys(methods, handler))


def _methods(options: Options) -> frozenset[str] | None:
    given = options.get("request_method", (Known(None),))
    if given == (Known(None),):
        return ANY
    text = text_of(given)
    texts = texts_of(given) if text is None else (text,)
    return None if texts is None else frozenset(method.upper() for method in texts)


def _is_of_errors(options: Options) -> bool:
    """Tell whether a view answers exceptions, not requests."""
    names = [value.name for value in options.get("context", ()) if isinstance(value, External)]
    return "exception_only" in options or any(
        name.startswith("pyramid.httpexceptions") or name.endswith(("Error", "Exception"))
        for name in names
    )
