"""What serverless.yml of the services, and the files beside them, may not say."""

import os
from collections.abc import Iterator
from pathlib import Path

from migrator.errors import PlanError
from migrator.generation.deployment.compose import FILE as COMPOSE
from migrator.generation.deployment.concurrency import find_excess
from migrator.generation.deployment.forbidden import concurrency_of, find_forbidden
from migrator.generation.deployment.includes import included
from migrator.model.check import Kind, Problem
from migrator.model.location import Location
from migrator.model.strict_yaml import Mistake, parse
from migrator.usecases.edited import read_edited
from migrator.usecases.source import Located

SERVICES = "services"
MANIFEST = "serverless.yml"
REMEDY = "refer to what exists, by parameter; give the reason for `*` in a comment"
LESS = (
    "lower `reservedConcurrency` of functions in their serverless.yml, or write it where it is "
    "missing; raise `database: {connections: …}`; or put RDS Proxy in front: `proxy: true`"
)


def find_resources(folder: Path) -> Iterator[Problem]:
    """Look for what services must not create, in all files that they are put together from.

    Args:
        folder: of migration.yaml; problems name files relative to it.
    """
    seen: set[Path] = set()
    if (folder / COMPOSE).is_file():
        yield from _in_file("", folder, folder, folder / COMPOSE, seen)
    for manifest in _manifests(folder):
        service = manifest.parent
        yield from _in_file(service.name, folder, service, manifest, seen)


def _in_file(
    service: str, folder: Path, home: Path, file: Path, seen: set[Path]
) -> Iterator[Problem]:
    """Read a file and those that it names, each once; what is no YAML is a problem of its own."""
    if file.resolve() in seen:
        return
    seen.add(file.resolve())
    name = Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    text, remedy = "", REMEDY
    try:
        text = read_edited(file)
        found = [*find_forbidden(text, file=name)]
    except PlanError as error:
        found, remedy = [Mistake(1, f"cannot be read: {error}")], "correct it"
    for mistake in found:
        place = Location(name, mistake.line)
        yield Problem(Kind.RESOURCE, service, place, name, mistake.message, remedy)
    for pattern in included(text):
        for inner in sorted(_matching(home, pattern)):
            yield from _in_file(service, folder, home, inner, seen)


def _matching(home: Path, pattern: str) -> Iterator[Path]:
    """Find files by a path with ``*``, which may lead out of the folder."""
    path = Path(os.path.normpath(home / pattern))
    if "*" not in pattern:
        found = [path]
    else:
        found = [*Path(path.anchor).glob(str(path.relative_to(path.anchor)))]
    yield from (file for file in found if file.is_file())


def find_connections(located: Located) -> Iterator[Problem]:
    """Compare how many containers may run with the connections that the plan says there are."""
    if located.plan is None:
        return
    folder, limits = located.plan_file.parent, {}
    for manifest in _manifests(folder):
        name = manifest.parent.name
        try:
            limits[name] = [*concurrency_of(read_edited(manifest), file=str(manifest)).values()]
        except PlanError:
            continue  # said where resources are looked for
    if not (excess := [*find_excess(limits, located.plan.database)]):
        return
    node = parse(read_edited(located.plan_file), file=str(located.plan_file)).at("database")
    place = Location(located.plan_file.name, node.line if node else 1)
    for message in excess:
        yield Problem(Kind.CONNECTIONS, "", place, "database", message, LESS)


def _manifests(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{SERVICES}/*/{MANIFEST}"))
