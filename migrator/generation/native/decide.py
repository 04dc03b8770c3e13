"""Which routes of a service can be answered without their framework, and why the others cannot."""

import ast
from collections.abc import Iterator, Sequence

import msgspec

from migrator.generation.native.application import Around, look_around
from migrator.generation.native.loading import Loading
from migrator.generation.native.objects import Objects, Place
from migrator.generation.native.rules import Registrations, find_in_rule, find_overlaps
from migrator.generation.native.scopes import Kept, Scope, starting
from migrator.generation.native.touches import Touch, find_touches, touching
from migrator.generation.native.versions import find_version
from migrator.generation.native.views import View, ViewReader
from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.table import SymbolTable
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute, Program
from migrator.model.reach import CallGraph, module_of
from migrator.model.serving import Hindrance, Serving


class Natives(msgspec.Struct, frozen=True):
    """What was decided.

    Attributes:
        servings: each route, sorted by label.
        views: what handlers of native routes take over, by label.
        session_cookie: what it is called; empty where that is not known.
    """

    servings: tuple[Serving, ...] = ()
    views: dict[str, View] = {}
    session_cookie: str = "session"


def decide(
    program: Program,
    table: SymbolTable,
    kept: Kept,
    application: str,
    routes: Sequence[EntryPoint],
    *,
    pins: Sequence[str] = (),
) -> Natives:
    """Decide for each of ``routes``.

    Args:
        program: the monolith.
        table: its modules.
        kept: what travels with the service.
        application: what serves the routes.
        routes: HTTP routes of the service.
        pins: lines of requirements that are known besides those of the program.
    """
    other = [r for r in routes if r.framework != "flask"]
    if other:
        return Natives(tuple(_foreign(route) for route in routes))
    scopes = starting(program, table, kept, application)
    objects = Objects(table, scopes)
    around = look_around(table, scopes, objects, application)
    version = find_version(program, pins)
    if version is not None:
        around.shared.append(version)
    decider = _Decider(program, table, around, scopes, objects)
    found = {route: decider.serve(route, routes) for route in routes}
    servings = [serving for serving, _ in found.values()]
    views = {s.label: view for s, view in found.values() if s.is_native}
    cookie = "" if around.has_own_cookie else "session"
    return Natives(tuple(sorted(servings, key=lambda s: s.label)), views, cookie)


def _foreign(route: EntryPoint) -> Serving:
    says = f"what {route.framework} does around and with a view is not modelled"
    return Serving(route.label, (Hindrance(route.location, says, is_shared=True),))


class _Decider:
    """Knows what holds for all routes."""

    def __init__(
        self,
        program: Program,
        table: SymbolTable,
        around: Around,
        scopes: list[Scope],
        objects: Objects,
    ) -> None:
        self._around = around
        self._program, self._table, self._objects = program, table, objects
        self._scopes = {scope.module: scope for scope in scopes if scope.node is None}
        self._touches: tuple[Touch, ...] = find_touches(table, scopes, objects)
        self._graph = CallGraph(program)
        self._loading = Loading(program)
        self._registrations = Registrations(table)
        self._reader = ViewReader(table, {state.name for state in program.module_state})
        self._places = {f.name: f.location for f in program.functions}
        self._lines: dict[str, list[Location]] = {}
        for point in program.entry_points:
            if isinstance(point.trigger, HttpRoute):
                self._lines.setdefault(point.handler, []).extend(point.registered_at)

    def serve(self, route: EntryPoint, routes: Sequence[EntryPoint]) -> tuple[Serving, View]:
        """Decide for one route."""
        view = self._reader.read(route.handler, route.location.line)
        found = [*view.hindrances]
        found += find_in_rule(route)
        found += self._registrations.find(route, self._lines[route.handler])
        found += find_overlaps(route, routes)
        found += self._find_around(route)
        # What it loads is only known of a view that can be read.
        found += [] if view.hindrances else self._find_loaded(route, view)
        found += self._around.of_bodies if view.reads_body else []
        own = dict.fromkeys(one for one in found if not one.is_shared)
        shared = sorted({*self._around.shared, *(one for one in found if one.is_shared)})
        return Serving(route.label, (*own, *shared)), view

    def _find_around(self, route: EntryPoint) -> Iterator[Hindrance]:
        """Find the hooks of the blueprints that the route belongs to, and any that was missed."""
        for hook in sorted({*self._program.hooks, *route.hooks}):
            place = self._places.get(hook)
            if not {hook, place} & self._around.judged:
                is_shared = hook in self._program.hooks
                where = place or route.location
                yield Hindrance(where, f"`{hook}` runs around it", is_shared=is_shared)
        for place in route.registered_at if self._around.of_blueprints else ():
            owners = self._owners(place)
            for owner, hooks in self._around.of_blueprints.items():
                yield from hooks if owner in owners else ()

    def _owners(self, place: Location) -> set[Place | None]:
        """Return what binds the blueprints that a statement names, and other names of it."""
        scope = self._scopes.get(self._table.by_file.get(place.file, ""))
        unit = self._table.unit_at(place)
        if scope is None or unit is None:
            return set()
        return {self._objects.owner(scope, name) for name in _roots(unit.node, place.line)}

    def _find_loaded(self, route: EntryPoint, view: View) -> Iterator[Hindrance]:
        """Find what the view's business code would miss without the application."""
        reached = self._graph.parents([route.handler])
        loaded = self._loading.closure(view.modules, reached)
        framework = self._loading.find_framework(loaded)
        if framework is not None:
            yield framework
        circle = self._loading.find_circle(loaded)
        if circle is not None:
            yield circle
        taken = {f"{view.module}:{name}" for unit in view.pieces for name in unit.names}
        classes = self._graph.classes
        for name in sorted(reached):
            for where, what in self._loading.of_framework(name):
                if not name.endswith(":"):
                    yield Hindrance(where, f"`{name}`, which it runs, imports `{what}`")
            module = module_of(name)
            is_there = module in loaded or name in taken or name in classes
            if not is_there and module in self._table.modules:
                says = f"it runs `{name}`, which its imports do not load"
                yield Hindrance(route.location, says)
        if loaded or view.imports:
            yield from touching(self._touches, loaded.keys())


def _roots(node: ast.AST, line: int) -> Iterator[str]:
    """Name what a call or decorator on a line is of, and what it gets."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call | ast.Attribute) and inner.lineno == line:
            name, _ = plain_name(inner.func if isinstance(inner, ast.Call) else inner)
            yield name
            given = inner.args if isinstance(inner, ast.Call) else ()
            yield from (argument.id for argument in given if isinstance(argument, ast.Name))
