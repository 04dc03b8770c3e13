"""Cornice: services and resources of Pyramid applications.

https://cornice.readthedocs.io/en/latest/services.html
https://cornice.readthedocs.io/en/latest/resources.html
"""

from collections.abc import Iterator

from migrator.analysis.handlers import (
    classes_of,
    functions_of,
    handler_of,
    is_one_of,
    method_of,
    options_of,
    verbs_of,
)
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Values
from migrator.analysis.path_templates import from_braces
from migrator.analysis.pyramid_configurators import Scans, configurator_of, way_to
from migrator.analysis.routes import Rule, Way, places_of
from migrator.model.program import EntryPoint, Unresolved

SERVICES = frozenset({"cornice.Service", "cornice.service.Service"})
RESOURCES = frozenset({"cornice.resource.resource()", "cornice.resource.add_resource"})
VERBS = frozenset({"get", "post", "put", "patch", "delete"})
COMPUTED = "Cornice service with a computed path"


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per method of a service, and what could not be read."""
    scans = Scans(log)
    patterns = _patterns(log)
    applied = (f"{member}()" for member in (*sorted(VERBS), "decorator", "resource"))
    for event in log.having(*applied, "add_resource", "add_view"):
        if event.name in RESOURCES:
            yield from _resource(event, scans, patterns)
            continue
        options = options_of(event)
        service = options.receiver
        if is_one_of(service, SERVICES) and service.origin is not None:
            method, view = _method(event, options)
            if method is not None:
                made = service.origin
                path = made.argument(1, "path"), made.keywords.get("pyramid_route")
                for rule in _rules(options, made, path, scans, patterns):
                    yield from _served(rule, method, view, options)


def _patterns(log: Log) -> dict[str, tuple[str | None, Way]]:
    """Map routes of Pyramid to their patterns: a service may take one over."""
    return {
        name: (text_of(event.argument(1, "pattern") or ()), way_to(configurator_of(event)))
        for event in log.having("add_route")
        if configurator_of(event) is not None
        and (name := text_of(event.argument(0, "name") or ())) is not None
    }


def _method(event: Event, options: Event) -> tuple[str | None, Values]:
    """Return which method an event answers, and with what; None where it says neither."""
    if options.member == "add_view":
        return text_of(options.argument(0, "method") or ()), options.argument(1, "view") or ()
    if options is event:
        return None, ()
    if options.member == "decorator":
        return text_of(options.argument(0, "method") or ()), event.args[0]
    return options.member if options.member in VERBS else None, event.args[0]


def _rules(
    event: Event,
    made: Event,
    path: tuple[Values | None, Values | None],
    scans: Scans,
    patterns: dict[str, tuple[str | None, Way]],
) -> Iterator[Rule | Unresolved]:
    given, route = path
    text = text_of(given or ())
    ways = list(scans.ways(made.function.partition(":")[0]))
    if given is None and route is not None:
        text, way = patterns.get(text_of(route) or "", (None, Way()))
        ways = [way]
    for way in ways:
        if text is None or way.prefix is None:
            yield Unresolved(COMPUTED, made.location)
            continue
        declared = f"{way.prefix}/{text.lstrip('/')}"
        name = text_of(made.argument(0, "name") or ()) or ""
        places = (*places_of(event), *places_of(made), *way.registered_at)
        yield Rule("cornice", declared, from_braces(declared), places, name)


def _served(
    rule: Rule | Unresolved, method: str, view: Values, options: Event
) -> Iterator[EntryPoint | Unresolved]:
    handlers = [handler_of(function) for function in functions_of(view)]
    for cls in classes_of(options.keywords.get("klass", ())):
        named = method_of(cls, text_of(view) or "")
        handlers += [named] if named else []
    if isinstance(rule, Unresolved):
        yield rule
        return
    for handler in handlers:
        yield from rule.answered_by({method.upper(): handler})
    if not handlers:
        yield Unresolved("Cornice view that is not known", options.location)


def _resource(
    event: Event, scans: Scans, patterns: dict[str, tuple[str | None, Way]]
) -> Iterator[EntryPoint | Unresolved]:
    """Read a class whose methods are named after those of HTTP, some with ``collection_``."""
    options = options_of(event)
    for cls in classes_of(event.args[0] if event.args else ()):
        for prefix in ("", "collection_"):
            given = options.keywords.get(f"{prefix}path")
            route = options.keywords.get(f"{prefix}pyramid_route")
            if given is None and route is None:
                continue
            answers = verbs_of(cls, tuple(f"{prefix}{verb}" for verb in sorted(VERBS)))
            spelled = {
                verb.removeprefix(prefix.upper()): handler for verb, handler in answers.items()
            }
            for rule in _rules(options, options, (given, route), scans, patterns):
                if isinstance(rule, Unresolved):
                    yield rule
                else:
                    yield from rule.answered_by(spelled)
