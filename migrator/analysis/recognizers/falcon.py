"""Falcon: resources by URI template, their responders, and sinks.

https://falcon.readthedocs.io/en/stable/api/app.html#falcon.App.add_route
https://falcon.readthedocs.io/en/stable/api/routing.html
"""

from collections.abc import Iterator

from migrator.analysis.handlers import Handler, classes_of, functions_of, handler_of, method_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds, text_of
from migrator.analysis.interpreter.values import ClassValue, Event, Known
from migrator.analysis.path_templates import from_braces, from_regex
from migrator.analysis.routes import Rule, places_of
from migrator.model.program import EntryPoint, Unresolved

APPLICATIONS = frozenset(
    {"falcon.App", "falcon.API", "falcon.asgi.App", "falcon.app.App", "falcon.api.API"}
)
# https://falcon.readthedocs.io/en/stable/api/routing.html#falcon.routing.map_http_methods
VERBS = (
    *("get", "post", "put", "patch", "delete", "trace", "connect"),
    # of WebDAV
    *("checkin", "checkout", "copy", "lock", "mkcol", "move", "propfind", "proppatch", "report"),
    *("uncheckin", "unlock", "update", "version_control"),
)


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per responder of a resource, and what could not be read."""
    for event in log.having("add_route", "add_sink"):
        if event.receiver is None or APPLICATIONS.isdisjoint(external_kinds(event.receiver)):
            continue
        if event.member == "add_route":
            yield from _resource(event)
        elif event.member == "add_sink":
            yield from _sink(event)


def _resource(event: Event) -> Iterator[EntryPoint | Unresolved]:
    template = text_of(event.argument(0, "uri_template") or ())
    suffix = event.keywords.get("suffix", (Known(None),))
    name = text_of(suffix)
    resources = classes_of(event.argument(1, "resource") or ())
    if template is None or (name is None and suffix != (Known(None),)):
        yield Unresolved("Falcon route with a computed template or suffix", event.location)
        return
    for resource in resources:
        ending = f"_{name}" if name else ""
        rule = Rule("falcon", template, from_braces(template), places_of(event))
        yield from rule.answered_by(_responders(resource, ending))
        socket = method_of(resource, f"on_websocket{ending}")
        if socket is not None:
            yield rule.upgraded_by(socket)
    if not resources:
        yield Unresolved("Falcon resource that is not known", event.location)


def _responders(resource: ClassValue, ending: str) -> dict[str, Handler]:
    found = {
        verb.upper().replace("_", "-"): method_of(resource, f"on_{verb}{ending}") for verb in VERBS
    }
    return {verb: handler for verb, handler in found.items() if handler is not None}


def _sink(event: Event) -> Iterator[EntryPoint | Unresolved]:
    """Read a sink: it takes every path that begins with its prefix, a regular expression."""
    given = event.argument(1, "prefix")
    prefix = "/" if given is None else text_of(given)
    functions = functions_of(event.argument(0, "sink") or ())
    if prefix is None or not functions:
        yield Unresolved("Falcon sink that is not known or has a computed prefix", event.location)
        return
    path = f"{from_regex(prefix).rstrip('/')}/{{rest}}"
    for function in functions:
        rule = Rule("falcon", prefix, path, places_of(event))
        yield from rule.answered_by({"ANY": handler_of(function)})
