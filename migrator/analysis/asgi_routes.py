"""Starlette and FastAPI: the calls and objects that register endpoints.

https://fastapi.tiangolo.com/reference/apirouter/
https://www.starlette.dev/routing/
"""

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.asgi_routers import Tree
from migrator.analysis.asgi_values import Node, kinds_of, methods_of, node_of
from migrator.analysis.handlers import options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Values
from migrator.analysis.routes import places_of
from migrator.model.location import Location

SHORTCUTS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})
# Members that register, and the name of the endpoint's parameter; ``()`` is applying the decorator
# that the member gave.
DECORATORS = frozenset({"api_route", "route", "websocket", "websocket_route", *SHORTCUTS})
FUNCTIONS = frozenset(
    {"add_api_route", "add_route", "add_api_websocket_route", "add_websocket_route"}
)
# They do not heed the router's own prefix: Starlette knows none.
OF_STARLETTE = frozenset({"route", "websocket_route", "add_route", "add_websocket_route"})


@dataclass(frozen=True, slots=True)
class Route:
    """One call or object that registers an endpoint.

    Attributes:
        methods: those it declares; empty for none, None where they are computed.
        is_api: whether it is FastAPI's own, which heeds prefixes of routers.
    """

    owner: Node
    paths: Values
    endpoint: Values
    methods: frozenset[str] | None
    name: str | None
    registered_at: tuple[Location, ...]
    is_api: bool
    is_websocket: bool
    framework: str
    dependencies: Values = ()


def read_routes(log: Log, tree: Tree) -> Iterator[Route]:
    """Yield what decorators, functions and lists of routes register."""
    for event in log.events:
        options = options_of(event)
        if options.member in (DECORATORS if options is not event else FUNCTIONS):
            owner = node_of(options.receiver)
            if owner is not None:
                yield _registered(event, options, owner)
    for owner, route, here in tree.listed:
        if route.origin is not None:
            yield _listed(owner, route.origin, (*places_of(route.origin), *here))


def _registered(event: Event, options: Event, owner: Node) -> Route:
    """Read ``@router.get("/x")`` and ``router.add_api_route("/x", view)``."""
    member = options.member
    is_decorator = event is not options
    endpoint = event.argument(0, "func") if is_decorator else _endpoint(event)
    position = -1 if member not in OF_STARLETTE else 1 if is_decorator else 2
    methods = (
        frozenset({member.upper()})
        if member in SHORTCUTS
        else methods_of(options.argument(position, "methods"))
    )
    return Route(
        owner,
        options.argument(0, "path") or (),
        endpoint or (),
        methods,
        text_of(options.argument(-1, "name") or ()),
        places_of(options),
        member not in OF_STARLETTE,
        "websocket" in member,
        _framework(owner),
        options.keywords.get("dependencies", ()),
    )


def _listed(owner: Node, made: Event, registered_at: tuple[Location, ...]) -> Route:
    """Read ``Route("/x", view)``; what such an object declares is all that counts."""
    return Route(
        owner,
        made.argument(0, "path") or (),
        _endpoint(made) or (),
        methods_of(made.argument(-1, "methods")),
        text_of(made.argument(-1, "name") or ()),
        registered_at,
        False,
        "WebSocket" in made.member,
        made.name.partition(".")[0],
    )


def _endpoint(event: Event) -> Values | None:
    return event.argument(1, "endpoint") or event.keywords.get("route")


def _framework(owner: Node) -> str:
    return "starlette" if kinds_of(owner)[-1].startswith("starlette.") else "fastapi"
