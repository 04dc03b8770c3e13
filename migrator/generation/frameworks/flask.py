"""Flask: an object or a factory, whose URL map is cut down as it starts.

https://flask.palletsprojects.com/en/stable/api/#flask.Flask.url_map
"""

from collections.abc import Iterable, Iterator

from migrator.generation.frameworks.fastapi import FASTAPI
from migrator.generation.frameworks.objects import OfAnObject, find_object
from migrator.generation.frameworks.spelling import quoted, tuple_of
from migrator.generation.render import render
from migrator.generation.source import Source
from migrator.model.extraction import Selection, Slice
from migrator.model.files import RenderedFile
from migrator.model.plan import MigrationPlan
from migrator.model.program import Application, EntryPoint, HttpRoute, Program


class Flask(OfAnObject):
    """Answers for Flask what extraction asks."""

    name = "flask"
    names = frozenset({"flask"})
    adapter = ("hosted", "hosted_handler")
    extras: tuple[str, ...] = ()
    reserved: frozenset[str] = frozenset()
    has_both_slashes = False

    def find_application(
        self, program: Program, plan: MigrationPlan, routes: Iterable[EntryPoint]
    ) -> Application:
        """Return the object or the factory; a factory is preferred."""
        others = FASTAPI.names
        names = {a.framework for a in program.applications} - others | self.names
        return find_object(program, plan, names, routes)

    def files(
        self, program: Program, source: Source, selection: Selection, sliced: Slice, folder: str
    ) -> Iterator[RenderedFile]:
        """Make app.py: the endpoints that match, and the rules that only build URLs."""
        del source, sliced
        yield render(
            "app.py",
            f"{folder}/app.py",
            **self.names_of(selection),
            endpoints=[quoted(name) for name in sorted({e.name for e in selection.routes})],
            foreign=_foreign_rules(program, selection),
        )


FLASK = Flask()


def _foreign_rules(program: Program, selection: Selection) -> list[str]:
    """Spell rule, endpoint and methods of every route that the service does not answer."""
    own = {e.name for e in selection.routes}
    rules: dict[tuple[str, str], set[str]] = {}
    for entry_point in program.entry_points:
        trigger = entry_point.trigger
        if isinstance(trigger, HttpRoute) and _is_foreign(entry_point, own):
            key = (trigger.declared, entry_point.name)
            rules.setdefault(key, set()).add(trigger.method)
    return [
        f"({quoted(rule)}, {quoted(endpoint)}, {tuple_of(methods)})"
        for (rule, endpoint), methods in sorted(rules.items())
    ]


def _is_foreign(entry_point: EntryPoint, own: set[str]) -> bool:
    is_named = entry_point.framework == "flask" and bool(entry_point.name)
    return is_named and entry_point.name not in own
