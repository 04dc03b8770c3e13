"""Whether what the application runs at start registers the routes that move."""

from collections.abc import Iterable, Iterator

from migrator.model.location import Location
from migrator.model.program import Application, EntryPoint, Function, Program
from migrator.model.reach import CallGraph


def find_doubts(
    program: Program, application: Application, routes: Iterable[EntryPoint]
) -> Iterator[str]:
    """Name each function that registers routes, but that nothing at start is seen to call.

    Such as a ``main()`` that makes the application, registers blueprints and starts a server.
    """
    bodies = [f"{module.name}:" for module in program.modules]
    started = CallGraph(program).parents([*bodies, application.name, *program.hooks])
    places = {place for route in routes for place in route.registered_at}
    missed: dict[str, Location] = {}
    for place in sorted(places):
        function = _around(place, program.functions)
        if function and function.name not in started:
            missed.setdefault(function.name, place)
    for name, place in sorted(missed.items()):
        yield (
            f"`{name}` registers routes ({place}), but `{application.name}` is not seen to call "
            "it: let `application:` in migration.yaml name a function that does and that "
            "returns the application."
        )


def _around(place: Location, functions: Iterable[Function]) -> Function | None:
    """Find the innermost function that a line stands in."""
    around = [
        f
        for f in functions
        if f.kind != "class"
        and f.location.file == place.file
        and f.location.line < place.line <= f.end_line
    ]
    return max(around, key=lambda f: f.location.line, default=None)
