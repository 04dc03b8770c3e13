"""FastAPI and Starlette: routes and websockets of applications and routers.

https://fastapi.tiangolo.com/reference/apirouter/
https://www.starlette.dev/routing/
"""

from collections.abc import Iterator

import msgspec

from migrator.analysis import asgi_views as views
from migrator.analysis.asgi_dependencies import Dependencies
from migrator.analysis.asgi_routers import Tree, read_tree
from migrator.analysis.asgi_routes import Route, read_routes
from migrator.analysis.asgi_values import is_chosen, spellings
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.options import is_option
from migrator.analysis.interpreter.questions import external_kinds
from migrator.analysis.interpreter.values import Values
from migrator.analysis.path_templates import from_braces
from migrator.analysis.routes import Rule
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Unresolved

UNREGISTERED = "FastAPI router that nothing includes as far as is seen: its routes are left out"
COMPUTED = "FastAPI route with a computed path or methods"
NO_ENDPOINT = "FastAPI route whose endpoint is not known"
STRANGER = "FastAPI router that is not the project's is included: its routes are not read"
CURTAILED = "Starlette list of routes that is not known in full"
CHOSEN = "FastAPI prefix that the environment may change: given with its default"
SAID = "FastAPI prefix that a command-line option may change: given with its default"
MOUNTED = "ASGI application that is not read is mounted"


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path) or websocket, and what could not be read."""
    tree = read_tree(log)
    dependencies = Dependencies(log)
    for route in read_routes(log, tree):
        yield from _entry_points(route, tree, dependencies)
    yield from _doubts(log, tree)


def _doubts(log: Log, tree: Tree) -> Iterator[Unresolved]:
    for stranger in tree.strangers:
        if not stranger.is_mount:
            yield Unresolved(STRANGER, stranger.event.location)
        elif not _is_static(stranger.values):
            yield Unresolved(MOUNTED, stranger.event.location)
    for location in tree.curtailed:
        yield Unresolved(CURTAILED, location)
    for event in log.having("include_router", "APIRouter"):
        if is_chosen(event.keywords.get("prefix")):
            yield Unresolved(CHOSEN, event.location)
    yield from _said(log)


def _said(log: Log) -> Iterator[Unresolved]:
    for event in log.having("include_router", "APIRouter", "Mount", "mount"):
        if is_option(event.keywords.get("prefix")) or is_option(event.argument(0, "path")):
            yield Unresolved(SAID, event.location)


def _entry_points(
    route: Route, tree: Tree, dependencies: Dependencies
) -> Iterator[EntryPoint | Unresolved]:
    here = route.registered_at[0]
    endpoints = views.find(route.endpoint)
    if not endpoints:
        yield Unresolved(NO_ENDPOINT, here)
        return
    places = tree.places(route.owner, is_api=route.is_api)
    if not places:
        yield Unresolved(UNREGISTERED, route.owner.location)
    for place in places:
        for path in spellings(route.paths):
            if path is None or place.url is None or route.methods is None:
                yield Unresolved(COMPUTED, here)
                continue
            declared = f"/{(place.url + path).lstrip('/')}"
            registered_at = (*route.registered_at, *place.registered_at)
            needed = (route.dependencies, *place.dependencies)
            for endpoint in endpoints:
                for point in _answers(route, endpoint, declared, registered_at):
                    hooks = dependencies.around(point.handler, needed)
                    yield msgspec.structs.replace(point, hooks=hooks)


def _answers(
    route: Route, endpoint: views.Endpoint, declared: str, registered_at: tuple[Location, ...]
) -> Iterator[EntryPoint]:
    name = route.name or endpoint.title
    rule = Rule(route.framework, declared, from_braces(declared), registered_at, name)
    if route.is_websocket:
        yield rule.upgraded_by(endpoint.handler)
    else:
        answers = endpoint.answers(route.methods or frozenset())
        added = frozenset({"HEAD"}) if "GET" in answers else frozenset()
        yield from rule.answered_by(answers, added=added)


def _is_static(values: Values) -> bool:
    return any("StaticFiles" in name for value in values for name in external_kinds(value))
