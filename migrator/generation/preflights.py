"""OPTIONS of the paths of a service, where the slice answers browsers of other origins.

API Gateway sends a function only the methods of its routes: a preflight would be answered 404
before the middleware of the application sees it.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from collections.abc import Iterable, Iterator

import msgspec

from migrator.generation.gateway import GatewayFunction, gateway_path, shape_of
from migrator.generation.source import Source, text_of
from migrator.model.extraction import Selection, Slice
from migrator.model.ownership import covers
from migrator.model.program import EntryPoint, HttpRoute, Program
from migrator.model.reach import module_of

PREFLIGHT = "OPTIONS"
LIBRARIES = (
    "corsheaders", "fastapi.middleware.cors", "flask_cors", "flask_restful.utils.cors",
    "flask_restx.cors", "starlette.middleware.cors",
)  # fmt: skip
HEADER = "access-control-allow-"  # what a hook sets itself


def answers_preflights(program: Program, source: Source, sliced: Slice) -> bool:
    """Tell whether what travels answers requests of other origins."""
    return (
        any(
            any(covers(library, one.name) for library in LIBRARIES)
            and sliced.has(module_of(one.function), one.location.line)
            for one in program.external_imports
        )
        or any(
            setting.key.startswith("MIDDLEWARE")
            and "corsheaders." in setting.value
            and sliced.has(module_of(setting.holder), setting.location.line)
            for setting in program.settings
        )
        or _sets_the_header(program, source, sliced)
    )


def _sets_the_header(program: Program, source: Source, sliced: Slice) -> bool:
    kept = set(sliced.modules)
    return any(
        HEADER in line.lower() and sliced.has(module.name, number)
        for module in program.modules
        if module.name in kept and HEADER in (text := text_of(source, module.file)).lower()
        for number, line in enumerate(text.splitlines(), 1)
    )


def with_preflights(functions: Iterable[GatewayFunction]) -> tuple[GatewayFunction, ...]:
    """Let OPTIONS of each path reach the first function that has the path."""
    functions = tuple(functions)
    taken = {
        shape_of(path)
        for function in functions
        for method, path in function.events
        if method in {PREFLIGHT, "ANY"}
    }
    made = []
    for function in functions:
        added = []
        for _, path in function.events:
            if shape_of(path) not in taken:
                taken.add(shape_of(path))
                added.append((PREFLIGHT, path))
        events = (*function.events, *added)
        made.append(msgspec.structs.replace(function, events=events))
    return tuple(made)


def preflights_of(program: Program, selection: Selection) -> tuple[HttpRoute, ...]:
    """List OPTIONS of the paths that move with all of their methods.

    Of another path both sides answer a part: a preflight stays with the monolith, which has all.
    """
    own = set(selection.routes)
    staying = {shape for route, shape in _shapes(program.entry_points) if route not in own}
    found: dict[str, HttpRoute] = {}
    for route, shape in _shapes(selection.routes):
        trigger = route.trigger
        if isinstance(trigger, HttpRoute) and shape not in staying:
            if trigger.method in {PREFLIGHT, "ANY"}:
                staying.add(shape)  # answered already
                found.pop(shape, None)
            else:
                preflight = msgspec.structs.replace(trigger, method=PREFLIGHT)
                found.setdefault(shape, preflight)
    return tuple(sorted(found.values()))


def _shapes(points: Iterable[EntryPoint]) -> Iterator[tuple[EntryPoint, str]]:
    for point in points:
        if isinstance(point.trigger, HttpRoute):
            yield point, shape_of(gateway_path(point.trigger)).rstrip("/") or "/"
