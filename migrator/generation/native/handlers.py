"""Handlers that carry a view: its code byte for byte, with other imports above it."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from migrator.generation.frameworks.spelling import quoted, tuple_of
from migrator.generation.gateway import GatewayFunction
from migrator.generation.native.decide import Natives
from migrator.generation.native.views import View
from migrator.generation.render import render
from migrator.generation.symbols.table import SymbolTable
from migrator.generation.symbols.units import Unit
from migrator.generation.symbols.uses import FUNCTIONS
from migrator.model.files import RenderedFile
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from migrator.model.serving import Hindrance, Serving

# What a handler of ours binds itself.
TAKEN = frozenset({"handler", "framework", "Route", "native_handler", "load_settings"})


def settle(
    natives: Natives, functions: Sequence[GatewayFunction], changed: Collection[Location] = ()
) -> Natives:
    """Keep views of functions all of whose routes are native, and say why others are hosted.

    Args:
        natives: what was decided for each route by itself.
        functions: Lambda functions with their routes.
        changed: lines that a codemod changes in the copy.
    """
    because: dict[str, Hindrance] = {}
    for function in functions:
        views = {route.label: natives.views.get(route.label) for route in function.routes}
        if all(view is None for view in views.values()):
            continue
        says = _why_not(function, views) or _changed(function, views, changed)
        for route in function.routes if says else ():
            if route.label in natives.views:
                because[route.label] = Hindrance(route.location, says)
    return msgspec.structs.replace(
        natives,
        servings=tuple(
            Serving(s.label, (because[s.label],)) if s.label in because else s
            for s in natives.servings
        ),
        views={label: view for label, view in natives.views.items() if label not in because},
    )


def _why_not(function: GatewayFunction, views: Mapping[str, View | None]) -> str:
    hosted = sorted(label for label, view in views.items() if view is None)
    if hosted:
        return f"its Lambda function answers `{hosted[0]}` as well, which is hosted"
    found = [view for view in views.values() if view is not None]
    if len({view.module for view in found}) > 1:
        return f"the Lambda function `{function.name}` has views of several modules"
    bound = {
        name for view in found for unit in (*view.pieces, *view.imports) for name in unit.names
    }
    bound |= {name for view in found for name in view.framework}
    if taken := sorted(bound & TAKEN):
        return f"the module of its view has a name `{taken[0]}`, as its handler has"
    return ""


def _changed(
    function: GatewayFunction, views: Mapping[str, View | None], changed: Collection[Location]
) -> str:
    files = {route.label: route.location.file for route in function.routes}
    for label, view in views.items():
        for place in changed:
            pieces = view.pieces if view and place.file == files[label] else ()
            if any(unit.first <= place.line <= unit.last for unit in pieces):
                return f"a remedy changes its line {place.line}"
    return ""


def native_handler(
    function: GatewayFunction,
    natives: Natives,
    table: SymbolTable,
    path: str,
    names: Mapping[str, str],
) -> RenderedFile:
    """Make the handler of a function whose routes are native.

    Args:
        function: the function.
        natives: what was decided.
        table: the monolith's modules.
        path: of the file.
        names: ``org`` and ``style``.
    """
    views = [natives.views[route.label] for route in function.routes]
    first = function.routes[0]
    return render(
        "handlers/native.py",
        path,
        **names,
        labels=", ".join(route.label for route in function.routes),
        place=f"{first.handler}, {first.location}",
        code="\n".join(_code(views, table, names["org"])).strip("\n"),
        routes=[_route(route, view) for route, view in zip(function.routes, views, strict=True)],
        session_cookie="" if natives.session_cookie == "session" else quoted(""),
    )


def _route(route: EntryPoint, view: View) -> dict[str, str]:
    if not isinstance(route.trigger, HttpRoute):
        raise TypeError(f"not an HTTP route: {route.label}")
    return {
        "rule": quoted(route.trigger.declared),
        "endpoint": quoted(route.name),
        "methods": tuple_of([route.trigger.method]),
        "view": view.name,
    }


def _code(views: Sequence[View], table: SymbolTable, org: str) -> Iterator[str]:
    """Yield imports, then statements, those of several views once."""
    bound = {name: what for view in views for name, what in view.framework.items()}
    for name, what in sorted(bound.items()):
        if what == "flask":
            yield f"from {org}_lambda import native as {name}"
        else:
            word = what.partition(".")[2]
            yield f"from {org}_lambda.native import {word}{'' if word == name else f' as {name}'}"
    module = views[0].module
    imports = {unit.index: unit for view in views for unit in view.imports}
    yield from dict.fromkeys(_import(imports[index], table) for index in sorted(imports))
    pieces = {unit.index: unit for view in views for unit in view.pieces}
    source = table.content(module).decode("utf-8")
    for index in sorted(pieces):
        if isinstance(pieces[index].node, FUNCTIONS):
            yield "\n"
        yield _piece(pieces[index], source)


def _import(unit: Unit, table: SymbolTable) -> str:
    alias, statement = unit.alias, unit.statement
    if alias is None:
        raise TypeError(f"{unit.module}:{unit.first} is no import")
    named = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
    if isinstance(statement, ast.Import):
        return f"import {named}"
    return f"from {table.absolute(unit.module, statement)} import {named}"


def _piece(unit: Unit, source: str) -> str:
    """Return a statement as it is written, but with the name of its module spelled out."""
    text = ast.get_source_segment(source, unit.node) or ""
    if "__name__" not in text:
        return text
    lines = source.encode().splitlines(keepends=True)
    names = [n for n in ast.walk(unit.node) if isinstance(n, ast.Name) and n.id == "__name__"]
    for node in sorted(names, key=lambda n: (n.lineno, n.col_offset), reverse=True):
        line = lines[node.lineno - 1]
        end = node.col_offset + len("__name__")
        lines[node.lineno - 1] = (
            line[: node.col_offset] + quoted(unit.module).encode() + line[end:]
        )
    first, last = unit.node.lineno - 1, unit.node.end_lineno or unit.node.lineno
    return b"".join(lines[first:last]).decode().rstrip("\n")
