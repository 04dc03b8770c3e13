"""Sanic: routes of applications, blueprints and their groups, with versions.

https://sanic.dev/en/guide/basics/routing.html
https://sanic.dev/en/guide/best-practices/blueprints.html
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from migrator.analysis.handlers import (
    Handler,
    functions_of,
    handler_of,
    is_one_of,
    options_of,
    verbs_of,
    view_class,
)
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    Instance,
    Items,
    Known,
    Value,
    Values,
)
from migrator.analysis.path_templates import from_angles
from migrator.analysis.routes import Rule, places_of
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Unresolved

APPLICATIONS = frozenset({"sanic.Sanic", "sanic.app.Sanic", "sanic.Sanic.get_app"})
BLUEPRINTS = frozenset({"sanic.Blueprint", "sanic.blueprints.Blueprint"})
VERBS = frozenset({"get", "post", "put", "patch", "delete"})
SOCKETS = frozenset({"websocket", "add_websocket_route"})
DECORATORS = VERBS | {"route", "websocket", "head", "options"}
CALLS = frozenset({"add_route", "add_websocket_route"})
VIEWS = ("HTTPMethodView", "CompositionView")
SUBCLASSED = frozenset(f"sanic.views.{name}.__init_subclass__" for name in VIEWS)
ATTACHED = frozenset({"attach", "__init_subclass__"})
STRANGER = "Sanic view that is attached to what is not known: its routes are left out"
COMPUTED = "Sanic route with a computed path or methods"
UNREGISTERED = "Sanic blueprint that nothing registers as far as is seen: its routes are left out"
DEEPEST = 8  # groups in groups


@dataclass(frozen=True, slots=True)
class Way:
    """How a blueprint hangs below an application; ``version`` is that of the innermost."""

    prefix: str | None = ""
    version: str | None = None
    version_prefix: str = "/v"
    registered_at: tuple[Location, ...] = ()


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    ways = _ways(log)
    applied = (f"{member}()" for member in sorted(DECORATORS))
    for event in log.having(*applied, *sorted(CALLS | ATTACHED)):
        options = options_of(event)
        owner = _owner(options)
        is_decorator = options is not event and options.member in DECORATORS
        if owner is None and options.name in SUBCLASSED and "attach" in options.keywords:
            yield Unresolved(STRANGER, options.location)
        if owner is None or not (is_decorator or options.member in CALLS | ATTACHED):
            continue
        below = ways.get(owner, [Way()] if is_one_of(owner, APPLICATIONS) else [])
        if not below:
            yield Unresolved(UNREGISTERED, owner.location)
        for way in below:
            yield from _entry_points(event, options, way)


def _owner(options: Event) -> Instance | None:
    if options.member in ATTACHED:  # ``View.attach(app, uri)``, ``class View(…, attach=app)``
        given = options.argument(0, "to") or options.keywords.get("attach", ())
    else:
        given = (options.receiver,) if options.receiver is not None else ()
    return next((value for value in given if is_one_of(value, APPLICATIONS | BLUEPRINTS)), None)


def _ways(log: Log) -> dict[Value, list[Way]]:
    """Map blueprints to the ways in which applications register them."""
    found: dict[Value, list[Way]] = {}
    for event in log.having("blueprint"):
        if is_one_of(event.receiver, APPLICATIONS):
            above = _below(Way(), event, places_of(event))
            for value in event.argument(0, "blueprint") or ():
                for blueprint, way in _hung(value, above, event, 0):
                    found.setdefault(blueprint, []).append(way)
    return found


def _hung(value: Value, above: Way, event: Event, depth: int) -> Iterator[tuple[Value, Way]]:
    """Yield the blueprints that ``value`` is or holds, each with what is above it."""
    match value:
        case Items(items=items):
            inside = [one for values in items for one in values]
        case Instance(origin=Event(member="group") as made):
            above = _below(above, made)
            inside = [one for values in made.args for one in values]
        case Instance(origin=made) if is_one_of(value, BLUEPRINTS):
            # what ``app.blueprint`` is given stands in for the prefix of a single blueprint
            replaced = depth == 0 and "url_prefix" in event.keywords
            yield value, above if replaced or made is None else _below(above, made)
            return
        case _:
            return
    for one in inside if depth < DEEPEST else ():
        yield from _hung(one, above, event, depth + 1)


def _below(above: Way, made: Event, places: tuple[Location, ...] = ()) -> Way:
    position = 1 if made.name in BLUEPRINTS else -1
    prefix = made.argument(position, "url_prefix")
    known = "" if prefix in {None, (Known(None),)} else text_of(prefix or ())
    if above.prefix is None or known is None:
        joined = None
    else:
        joined = above.prefix + (f"/{known.strip('/')}" if known.strip("/") else "")
    return replace(
        above,
        prefix=joined,
        version=_version(made) or above.version,
        version_prefix=text_of(made.keywords.get("version_prefix", ())) or above.version_prefix,
        registered_at=(*places, *above.registered_at),
    )


def _version(event: Event) -> str | None:
    match event.keywords.get("version", ()):
        case (Known(value=(str() | int() | float()) as version),):
            return str(version).strip("/").removeprefix("v")
    return None


def _entry_points(event: Event, options: Event, way: Way) -> Iterator[EntryPoint | Unresolved]:
    is_decorator = options is not event
    path = text_of(options.argument(0 if is_decorator else 1, "uri") or ())
    answer = event.args[0] if is_decorator else options.argument(0, "handler") or ()
    if options.member in ATTACHED and options.receiver is not None:
        answer = (options.receiver,)
    methods = _methods(options)
    if path is None or way.prefix is None or methods is None:
        yield Unresolved(COMPUTED, options.location)
        return
    declared = f"{way.prefix}/{path.lstrip('/')}" if path or not way.prefix else way.prefix
    version = _version(options) or way.version
    if version:
        front = text_of(options.keywords.get("version_prefix", ())) or way.version_prefix
        declared = f"/{front.strip('/')}{version}{declared}"
    name = text_of(options.keywords.get("name", ())) or ""
    places = (*places_of(options), *way.registered_at)
    rule = Rule("sanic", declared, from_angles(declared), places, name)
    found = list(_answers(answer, methods))
    for answers in found:
        if options.member in SOCKETS:
            yield from (rule.upgraded_by(handler) for handler in set(answers.values()))
        else:
            yield from rule.answered_by(answers)
    if not found:
        yield Unresolved("Sanic route whose handler is not known", options.location)


def _answers(answer: Values, methods: tuple[str, ...]) -> Iterator[dict[str, Handler]]:
    for value in answer:
        cls = value if isinstance(value, ClassValue) else view_class(value)
        if cls is not None:
            yield verbs_of(cls)
        else:
            for function in functions_of((value,)):
                yield dict.fromkeys(methods, handler_of(function))


def _methods(options: Event) -> tuple[str, ...] | None:
    if options.member in DECORATORS - {"route", "websocket"}:
        return (options.member.upper(),)
    given = options.argument(1 if options.member == "route" else 2, "methods")
    if given is None or options.member in SOCKETS:
        return ("GET",)
    texts = texts_of(given)
    return texts and tuple(text.upper() for text in texts)
