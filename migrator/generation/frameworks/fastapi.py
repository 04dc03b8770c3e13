"""FastAPI and Starlette: an object or a factory, answering only for the service's paths.

https://fastapi.tiangolo.com/tutorial/bigger-applications/
"""

from collections.abc import Iterable, Iterator

from migrator.generation.frameworks.objects import OfAnObject, find_object
from migrator.generation.frameworks.spelling import quoted
from migrator.generation.render import render
from migrator.generation.source import Source
from migrator.model.extraction import Selection, Slice
from migrator.model.files import RenderedFile
from migrator.model.plan import MigrationPlan
from migrator.model.program import Application, EntryPoint, HttpRoute, Program


class FastAPI(OfAnObject):
    """Answers for FastAPI and Starlette what extraction asks."""

    name = "fastapi"
    names = frozenset({"fastapi", "starlette"})
    adapter = ("asgi", "asgi_handler")
    extras: tuple[str, ...] = ("asgi",)
    reserved: frozenset[str] = frozenset()
    has_both_slashes = True

    def find_application(
        self, program: Program, plan: MigrationPlan, routes: Iterable[EntryPoint]
    ) -> Application:
        """Return the object or the factory, of several the one where the routes hang."""
        return find_object(program, plan, self.names, routes)

    def files(
        self, program: Program, source: Source, selection: Selection, sliced: Slice, folder: str
    ) -> Iterator[RenderedFile]:
        """Make app.py: the paths that are answered, and the names that only build URLs."""
        del source, sliced
        own = {e.trigger.declared for e in selection.routes if isinstance(e.trigger, HttpRoute)}
        yield render(
            "app_fastapi.py",
            f"{folder}/app.py",
            **self.names_of(selection),
            paths=[quoted(path) for path in sorted(own)],
            foreign=[
                f"({quoted(path)}, {quoted(name)})"
                for path, name in _foreign_routes(program, selection, self.names)
            ],
        )


FASTAPI = FastAPI()


def _foreign_routes(
    program: Program, selection: Selection, frameworks: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """List path and name of the routes that the service does not answer."""
    own = set(selection.routes)
    pairs = {
        (e.trigger.declared, e.name)
        for e in program.entry_points
        if e.framework in frameworks and isinstance(e.trigger, HttpRoute) and e not in own
    }
    return tuple(sorted(pair for pair in pairs if pair[0].startswith("/") and pair[1]))
