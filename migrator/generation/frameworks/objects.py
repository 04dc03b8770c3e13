"""Frameworks whose application is an object of the monolith: Flask, FastAPI."""

import difflib
from collections.abc import Collection, Iterable, Iterator

from migrator.errors import PlanError, UnknownNameError
from migrator.generation.frameworks.framework import Shape
from migrator.generation.registration import find_doubts
from migrator.generation.source import Source
from migrator.model.extraction import Selection
from migrator.model.plan import MigrationPlan
from migrator.model.program import Application, EntryPoint, Program


class OfAnObject:
    """Answers what extraction asks where all that serves the routes is imported."""

    def find_doubts(
        self, program: Program, application: Application, routes: Iterable[EntryPoint]
    ) -> Iterator[str]:
        """Name functions that register routes, but that nothing at start calls."""
        return find_doubts(program, application, routes)

    def shape(self, program: Program, source: Source, selection: Selection) -> Shape:  # noqa: ARG002
        """Add nothing: extensions, dependencies, middleware and the lifespan are imported."""
        return Shape()

    def find_migrations(
        self, program: Program, source: Source, selection: Selection
    ) -> Iterator[str]:
        """Leave Alembic's to where they are found for all frameworks."""
        del program, source, selection
        return iter(())

    def names_of(self, selection: Selection) -> dict[str, object]:
        """Name for app.py the service and the object that it reduces."""
        module, _, attribute = selection.application.name.partition(":")
        return {
            "org": selection.org,
            "service": selection.service.name,
            "module": module,
            "attribute": attribute,
            "is_factory": selection.application.is_factory,
        }


def find_object(
    program: Program,
    plan: MigrationPlan,
    frameworks: Collection[str],
    routes: Iterable[EntryPoint] = (),
) -> Application:
    """Return the application object that the plan names, or the only one that can be meant.

    Args:
        program: the monolith.
        plan: it may name the object: ``package.module:create_app``.
        frameworks: those whose applications count.
        routes: where several are left, the one in whose module most of these are registered.
    """
    known = {a.name: a for a in program.applications if a.framework in frameworks}
    name = plan.monolith.application
    if name:
        return known.get(name) or _named(program, name, min(frameworks))
    factories = [application for application in known.values() if application.is_factory]
    for group in (list(known.values()), factories, _registering(known.values(), routes)):
        if len(group) == 1:
            return group[0]
    found = ", ".join(sorted(known)) or "none"
    raise PlanError(
        f"the web application is not clear: found {found}",
        hint="name it in migration.yaml: `monolith: {application: package.module:create_app}`",
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known names are like one that is not known."""
    every = sorted(set(known))
    near = difflib.get_close_matches(name, every, n=3, cutoff=0.5)
    near += [k for k in every if k.rpartition(".")[2] == name and k not in near]
    return f"nearest: {', '.join(near)}" if near else "see `migrate analyze` for what there is"


def _registering(
    applications: Iterable[Application], routes: Iterable[EntryPoint]
) -> list[Application]:
    """Keep the applications in whose files the most routes are registered."""
    files = [{place.file for place in route.registered_at} for route in routes]
    counts = {one: sum(one.location.file in file for file in files) for one in applications}
    most = max(counts.values(), default=0)
    return [one for one, count in counts.items() if most and count == most]


def _named(program: Program, name: str, framework: str) -> Application:
    """Believe the plan where analysis did not recognize the object, if the module exists."""
    module, _, attribute = name.partition(":")
    files = {m.name: m.file for m in program.modules}
    functions = {f.name: f.location for f in program.functions}
    known = [a.name for a in program.applications]
    if module not in files or not attribute:
        raise UnknownNameError(
            f"application {name!r} of migration.yaml does not exist", hint=nearest(name, known)
        )
    location = functions.get(name)
    if location is None:
        raise UnknownNameError(
            f"{files[module]} has no function {attribute!r} that makes an application",
            hint=nearest(name, known),
        )
    return Application(name, is_factory=True, location=location, framework=framework)
