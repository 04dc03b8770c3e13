"""aiohttp: routes of applications, of their routers, of lists and tables of routes.

https://docs.aiohttp.org/en/stable/web_quickstart.html
https://docs.aiohttp.org/en/stable/web_reference.html#router
"""

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.handlers import (
    class_handler,
    functions_of,
    handler_of,
    is_one_of,
    options_of,
    owner_of,
    verbs_of,
)
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.questions import original, text_of
from migrator.analysis.interpreter.values import (
    Argument,
    ClassValue,
    Event,
    Instance,
    Items,
    Value,
    Values,
)
from migrator.analysis.path_templates import from_braces
from migrator.analysis.routes import Mount, Mounts, Rule, Way, places_of
from migrator.model.program import EntryPoint, Unresolved

APPLICATIONS = frozenset(
    {
        "aiohttp.web.Application",
        "aiohttp.web_app.Application",
        "aiohttp.web.UrlDispatcher",
        "aiohttp.web_urldispatcher.UrlDispatcher",
    }
)
TABLES = frozenset({"aiohttp.web.RouteTableDef", "aiohttp.web_routedef.RouteTableDef"})
MEMBERS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "view", "route"})
UNKNOWN = "aiohttp routes that are not known"
STRANGER = "aiohttp route of an application that is not known"
STRANGERS = ("add_get", "add_post", "add_put", "add_patch", "add_delete")
ADDERS = ("add_routes", *(f"add_{member}" for member in sorted(MEMBERS)))


@dataclass(frozen=True, slots=True)
class Said:
    """One route; ``events`` are where it is said and, if that is elsewhere, where it is added."""

    owner: Value
    path: Values
    method: str | None
    answer: Values
    events: tuple[Event, ...]


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    mounts = Mounts(_mounts(log))
    upgrading = {event.function for event in log.having("WebSocketResponse")}
    tables = _tables(log)
    added: set[Value] = set()
    for event in log.having(*ADDERS):
        for found in _said(event, tables, added):
            if isinstance(found, Unresolved):
                yield found
                continue
            for way in mounts.ways(found.owner):
                yield from _entry_points(found, way, upgrading)
    yield from _of_strangers(log)
    for table in tables.keys() - added:
        yield Unresolved(
            "aiohttp table that nothing adds as far as is seen: its routes are left out",
            table.location,
        )


def _of_strangers(log: Log) -> Iterator[Unresolved]:
    """Yield where a function adds paths to a parameter of which no caller says what it is."""
    events = tuple(log.having(*STRANGERS))
    known = {event.location for event in events if not _is_strange(event)}
    for event in events:
        path = text_of(event.argument(0, "path") or ()) or ""
        if event.location not in known and path.startswith("/"):
            yield Unresolved(STRANGER, event.location)


def _is_strange(event: Event) -> bool:
    return event.receiver is not None and isinstance(root_of(event.receiver), Argument)


def _mounts(log: Log) -> Iterator[Mount]:
    for event in log.having("add_subapp", "add_domain"):
        if is_one_of(owner_of(event), APPLICATIONS):
            is_path = event.member == "add_subapp"
            prefix = text_of(event.argument(0, "prefix") or ()) if is_path else ""
            child = event.argument(1, "subapp" if is_path else "application") or ()
            yield Mount(child, owner_of(event), prefix and prefix.rstrip("/"), event)


def _tables(log: Log) -> dict[Instance, list[Event]]:
    """Map tables to the decorators of theirs that are applied."""
    found: dict[Instance, list[Event]] = {}
    for event in log.having(*(f"{member}()" for member in sorted(MEMBERS))):
        owner = owner_of(event)
        if is_one_of(owner, TABLES):
            found.setdefault(owner, []).append(event)
    return found


def _said(
    event: Event, tables: dict[Instance, list[Event]], added: set[Value]
) -> Iterator[Said | Unresolved]:
    owner = owner_of(event)
    if event.member == "add_route" and isinstance(owner, Instance) and owner.origin is not None:
        yield from _of_resource(event, owner.origin)
    if not is_one_of(owner, APPLICATIONS):
        return
    if event.member == "add_routes":
        values = event.argument(0, "routes")
        if not values:
            yield Unresolved(UNKNOWN, event.location)
        for value in values or ():
            yield from _listed(value, owner, event, tables, added)
    elif event.member.startswith("add_") and event.member.removeprefix("add_") in MEMBERS:
        yield _read(owner, event)


def _of_resource(event: Event, made: Event) -> Iterator[Said]:
    """Read ``app.router.add_resource(path).add_route(method, handler)``."""
    owner = owner_of(made)
    if made.member == "add_resource" and is_one_of(owner, APPLICATIONS):
        method = text_of(event.argument(0, "method") or ())
        answer = event.argument(1, "handler") or ()
        yield Said(owner, made.argument(0, "path") or (), method, answer, (event,))


def _listed(
    value: Value,
    owner: Value,
    event: Event,
    tables: dict[Instance, list[Event]],
    added: set[Value],
) -> Iterator[Said | Unresolved]:
    match value:
        case Items(items=items, is_whole=True):
            for inner in (one for values in items for one in values):
                yield from _listed(inner, owner, event, tables, added)
        case Instance() if is_one_of(value, TABLES):
            added.add(value)
            for applied in tables.get(value, ()):
                yield _read(owner, options_of(applied), event, applied.args[0])
        case Instance(origin=Event(member=member) as made) if member in MEMBERS:
            yield _read(owner, made, event)
        case Instance(origin=Event(member="static")):
            return
        case _:
            yield Unresolved(UNKNOWN, event.location)


def _read(
    owner: Value, made: Event, added: Event | None = None, answer: Values | None = None
) -> Said:
    member = made.member.removeprefix("add_")
    first = 1 if member == "route" else 0
    method = text_of(made.argument(0, "method") or ()) if first else member
    path = made.argument(first, "path") or ()
    if answer is None:
        answer = made.argument(first + 1, "handler") or ()
    return Said(owner, path, method, answer, (made, added) if added else (made,))


def _entry_points(said: Said, way: Way, upgrading: set[str]) -> Iterator[EntryPoint | Unresolved]:
    path, place = text_of(said.path), said.events[0].location
    if said.method is None or path is None or way.prefix is None:
        yield Unresolved("aiohttp route with a computed path or method", place)
        return
    declared = way.prefix + path
    places = tuple(place for event in said.events for place in places_of(event))
    rule = Rule("aiohttp", declared, from_braces(declared), (*places, *way.registered_at))
    method = "ANY" if said.method in {"*", "view"} else said.method.upper()
    classes = [value for value in said.answer if isinstance(value, ClassValue)]
    for function in functions_of(said.answer):
        handler = handler_of(function)
        if upgrading.intersection({function.name, original(function).name}):
            yield rule.upgraded_by(handler)
        else:
            yield from rule.answered_by({method: handler})
    for cls in classes:
        answers = verbs_of(cls) or {"ANY": class_handler(cls)}
        yield from rule.answered_by(
            {verb: answers[verb] for verb in answers if method in {verb, "ANY"}}
        )
    if not classes and not functions_of(said.answer):
        yield Unresolved("aiohttp route whose handler is not known", place)
