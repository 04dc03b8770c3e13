"""Starlette and FastAPI: what a value is: an application, router, mount or route; which text.

https://fastapi.tiangolo.com/reference/apirouter/
https://www.starlette.dev/routing/
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.questions import external_kinds, text_of
from migrator.analysis.interpreter.values import (
    Argument,
    Event,
    External,
    Instance,
    Items,
    Known,
    Member,
    Value,
    Values,
)

# By their last name: packages that extend these classes keep it.
APPLICATIONS = frozenset({"FastAPI", "Starlette", "Cadwyn"})
ROUTERS = frozenset({"APIRouter", "InferringRouter", "VersionedAPIRouter"})
PACKAGES = ("starlette.routing", "fastapi.routing", "fastapi")
STARLETTE_ROUTERS = frozenset(f"{package}.Router" for package in PACKAGES)
MOUNTS = frozenset(f"{package}.{name}" for package in PACKAGES for name in ("Mount", "Host"))
ROUTES = frozenset(
    f"{package}.{name}"
    for package in PACKAGES
    for name in ("Route", "WebSocketRoute", "APIRoute", "APIWebSocketRoute")
)
HTTP_METHODS = "http.HTTPMethod."
ENVIRONMENT = frozenset({"os.getenv", "os.environ.get"})
WRAPPED = 4  # ASGI middleware around an application

# An application, router or mount: the call that makes it, or what stands for one that a function
# is handed where its callers are not seen.
Node = Event | Instance


def kinds_of(node: Node) -> tuple[str, ...]:
    """Name the external classes of a node."""
    if isinstance(node, Event):
        return external_kinds(node.receiver) if node.receiver else (node.name,)
    return external_kinds(node)


def kind_of_node(node: Node) -> str:
    """Tell ``application``, ``router`` and ``mount``; empty for anything else."""
    return next((kind for name in kinds_of(node) if (kind := _kind(name))), "")


def node_of(value: Value | None) -> Node | None:
    """Return the application, router or mount that a value is, or whose ``.router`` it is."""
    if isinstance(value, Member) and value.name == "router":
        value = value.receiver
    if isinstance(value, Instance) and any(_kind(name) for name in external_kinds(value)):
        return value.origin or value
    return None


def nodes_in(value: Value, depth: int = 0) -> Iterator[Node]:
    """Yield the application that a value is, below the ASGI middleware around it."""
    node = node_of(value)
    if node is not None:
        yield node
    elif isinstance(value, Instance) and depth < WRAPPED:
        given = list(value.attributes.values())
        if value.origin is not None:
            given += [*value.origin.args, *value.origin.keywords.values()]
        for inner in (inner for values in given for inner in values):
            yield from nodes_in(inner, depth + 1)


def is_route(value: Value) -> bool:
    """Tell whether a value is a route object: ``Route("/", view)``."""
    return not ROUTES.isdisjoint(external_kinds(value))


def constructor_of(node: Node) -> Event:
    """Return the call that makes a node; one without arguments where that is not seen."""
    return node if isinstance(node, Event) else Event("", "", node.location)


def spellings(values: Values | None) -> tuple[str | None, ...]:
    """List what a text may be, None for a computed one; not given is the empty text.

    A default that callers which are not seen may replace is taken for what they mean.
    """
    if values is None:
        return ("",)
    found = [_spelling(value) for value in values if not isinstance(value, Argument)]
    return tuple(dict.fromkeys(found)) or (None,)


def methods_of(values: Values | None) -> frozenset[str] | None:
    """Return the methods that a list names, if any; None where they are computed."""
    if values is None:
        return frozenset()
    found: set[str] = set()
    for value in values:
        if value == Known(None):
            continue
        if not isinstance(value, Items) or not value.is_whole:
            return None
        for item in value.items:
            texts = spellings(item)
            if None in texts:
                return None
            found.update(text.upper() for text in texts if text)
    return frozenset(found) if values else None


def _spelling(value: Value) -> str | None:
    match value:
        case Known(value=str(text)):
            return text
        case Known(value=None):
            return ""
        case External(name=name) if name.startswith(HTTP_METHODS):
            return name.removeprefix(HTTP_METHODS)
        case Instance(origin=Event(name=name) as asked) if name in ENVIRONMENT:
            return text_of(asked.argument(1, "default") or ())
    return None


def is_chosen(values: Values | None) -> bool:
    """Tell whether the environment may put another text in the place of a default."""
    return any(
        isinstance(value, Instance)
        and value.origin is not None
        and value.origin.name in ENVIRONMENT
        and _spelling(value) is not None
        for value in values or ()
    )


def _kind(name: str) -> str:
    last = name.rpartition(".")[2]
    if last in APPLICATIONS:
        return "application"
    if last in ROUTERS or name in STARLETTE_ROUTERS:
        return "router"
    return "mount" if name in MOUNTS else ""
