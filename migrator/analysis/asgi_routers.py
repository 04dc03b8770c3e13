"""Starlette and FastAPI: how routers hang below applications.

https://fastapi.tiangolo.com/tutorial/bigger-applications/
https://www.starlette.dev/routing/#submounting-routes
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from migrator.analysis.asgi_values import (
    Node,
    constructor_of,
    is_route,
    kind_of_node,
    node_of,
    nodes_in,
    spellings,
)
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event, Instance, Items, Member, Values
from migrator.analysis.routes import places_of
from migrator.model.location import Location

Listed = tuple[Node, Instance, tuple[Location, ...]]

DEEPEST = 12  # routers in routers
MOST_PLACES = 64  # of one router: it is included several times below each of several


@dataclass(frozen=True, slots=True)
class Place:
    """Where routes end up: URL prefix, None where it is computed, and who says so."""

    url: str | None
    registered_at: tuple[Location, ...] = ()
    dependencies: tuple[Values, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A router hangs below ``parent``, None where that is not known."""

    parent: Node | None
    prefix: Values | None
    registered_at: tuple[Location, ...]
    is_mount: bool
    dependencies: Values = ()


@dataclass(frozen=True, slots=True)
class Stranger:
    """What is included or mounted, and is no router that the monolith makes."""

    values: Values
    event: Event
    is_mount: bool


@dataclass(slots=True)
class Tree:
    """All routers of the monolith.

    Attributes:
        edges: how each router hangs below others.
        curtailed: where lists of routes are given of which not all items are known.
        listed: route objects in the list of a router: ``Router(routes=[Route("/", view)])``.
    """

    edges: dict[Node, list[Edge]] = field(default_factory=lambda: defaultdict(list))
    applications: list[Node] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)
    curtailed: list[Location] = field(default_factory=list)

    def hang(self, values: Values, edge: Edge, event: Event) -> None:
        """Hang each router of ``values`` below another."""
        nodes = [node for value in values for node in nodes_in(value)]
        for node in dict.fromkeys(nodes):
            self.edges[node].append(edge)
        if not nodes:
            self.strangers.append(Stranger(values, event, edge.is_mount))

    def places(self, node: Node, *, is_api: bool) -> tuple[Place, ...]:
        """Return where the routes of a router end up; nothing where nothing includes it.

        Prefixes of the routers themselves count for what FastAPI adds (``get``, ``websocket``:
        ``is_api``), not for Starlette's ``route`` and ``mount``.
        """
        return tuple(dict.fromkeys(self._places(node, DEEPEST, is_api=is_api)))[:MOST_PLACES]

    def _places(self, node: Node, depth: int, *, is_api: bool) -> Iterator[Place]:
        edges = self.edges.get(node, ())
        given = constructor_of(node).keywords
        needed = given.get("dependencies", ())
        if kind_of_node(node) == "application" and (not edges or self._is_lent(node, edges)):
            yield Place("", (), (needed,))
            return
        own = given.get("prefix") if is_api else None
        for edge in edges if depth else ():
            above = self._above(edge, depth, is_api=is_api and not edge.is_mount)
            for place in above[:MOST_PLACES]:
                for prefix in spellings(edge.prefix):
                    for suffix in spellings(own):
                        url = _join(place.url, prefix, suffix, is_mount=edge.is_mount)
                        registered_at = (*edge.registered_at, *place.registered_at)
                        # A mounted application has those of its own only.
                        above_it = (
                            () if edge.is_mount else (edge.dependencies, *place.dependencies)
                        )
                        yield Place(url, registered_at, (needed, *above_it))

    def _is_lent(self, node: Node, edges: Sequence[Edge]) -> bool:
        """Tell whether only others mount an application, by a helper for theirs: it is served.

        That is so where the project makes no other one below which it may be.
        """
        tops = [other for other in self.applications if other not in self.edges]
        return not [other for other in tops if other is not node] and all(
            edge.is_mount
            and isinstance(edge.parent, Instance)
            and kind_of_node(edge.parent) == "application"
            for edge in edges
        )

    def _above(self, edge: Edge, depth: int, *, is_api: bool) -> list[Place]:
        if edge.parent is not None:
            return list(self._places(edge.parent, depth - 1, is_api=is_api))
        # Handed to a function whose callers are not seen: if there is one application, it is that.
        tops = {node.location for node in self.applications if node not in self.edges}
        return [Place("" if len(tops) == 1 else None)]


def read_tree(log: Log) -> Tree:
    """Return how all routers hang together."""
    tree = Tree()
    for event in log.events:
        here = places_of(event)
        match event.member:
            case "include_router" | "mount" | "host":
                _hang(tree, event, here)
            case "generate_and_include_versioned_routers":  # https://docs.cadwyn.dev
                parent = node_of(event.receiver)
                for router in event.args if parent is not None else ():
                    tree.hang(router, Edge(parent, None, here, is_mount=False), event)
            case "append" | "extend" | "insert":
                match event.receiver:
                    case Member(receiver=other, name="routes") if owner := node_of(other):
                        _list(tree, owner, event.args[-1] if event.args else (), here)
            case _ if owner := _made_by(event):
                _read_constructor(tree, owner, event)
    return tree


def _hang(tree: Tree, event: Event, here: tuple[Location, ...]) -> None:
    parent = node_of(event.receiver)
    is_mount = event.member != "include_router"
    if parent is None and (is_mount or not event.name.startswith("?")):
        return
    path = event.argument(0, "path") if event.member == "mount" else None
    prefix = path if is_mount else event.argument(-1, "prefix")
    child = event.argument(1, "app") if is_mount else event.argument(0, "router")
    if child is not None:
        needed = event.keywords.get("dependencies", ())
        tree.hang(child, Edge(parent, prefix, here, is_mount, needed), event)


def _made_by(event: Event) -> Node | None:
    """Return the application, router or mount that the event makes."""
    is_maker = event.receiver is None or node_of(event.receiver) is event
    return event if is_maker and kind_of_node(event) else None


def _read_constructor(tree: Tree, owner: Node, event: Event) -> None:
    here = places_of(event)
    kind = kind_of_node(owner)
    if kind == "application":
        tree.applications.append(owner)
    position = {"application": 1, "router": 0, "mount": -1}[kind]
    routes = event.argument(position, "routes")
    _list(tree, owner, routes or (), here)
    mounted = event.argument(1, "app") if kind == "mount" else None
    if mounted:
        tree.hang(mounted, Edge(owner, None, here, is_mount=True), event)


def _list(tree: Tree, owner: Node, values: Values, here: tuple[Location, ...]) -> None:
    """Read a list of routes, or one of its items."""
    for value in values:
        match value:
            case Items(items=items, is_whole=is_whole):
                for item in items:
                    _list(tree, owner, item, here)
                if not is_whole:
                    tree.curtailed.append(here[0])
            case Member(receiver=other, name="routes") if (node := node_of(other)) is not None:
                tree.edges[node].append(Edge(owner, None, here, is_mount=True))
            case Instance() if is_route(value):
                tree.listed.append((owner, value, here))
            case Instance() if (node := node_of(value)) is not None:
                made = constructor_of(node)
                path = made.argument(0, "path") if not made.name.endswith("Host") else None
                tree.edges[node].append(Edge(owner, path, here, is_mount=True))


def _join(above: str | None, prefix: str | None, own: str | None, *, is_mount: bool) -> str | None:
    if above is None or prefix is None or own is None:
        return None
    return above + (prefix.rstrip("/") if is_mount else prefix) + own
