"""Move routes between the monolith and their services, and back."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from migrator.errors import MigratorError
from migrator.model.cutover import Author, Cutover, Mode, RouteChange
from migrator.routing.backends import envoy
from migrator.routing.edit import find_routes, with_percents, without_service
from migrator.routing.load import load_cutover
from migrator.routing.schedule import find_changes, next_percent
from migrator.usecases.edited import read_edited


class Files(Protocol):
    """Replaces a file as a whole, so that no reader ever sees half of it."""

    def write_atomically(self, path: Path, content: bytes) -> None:
        """Write ``content`` beside ``path``, then rename."""


class Proxy(Protocol):
    """Knows whether a configuration can be used."""

    def validate(self, configuration: bytes) -> None:
        """Raise ToolError where it cannot."""


class Log(Protocol):
    """Remembers changes."""

    def record(self, changes: tuple[RouteChange, ...]) -> None:
        """Append ``changes``; raise ToolError where that fails."""


class Place(msgspec.Struct, frozen=True):
    """Where the decision lies and where the facade runs."""

    file: Path
    run_dir: Path


class Outside(msgspec.Struct, frozen=True):
    """The outside that a shift needs."""

    files: Files
    proxy: Proxy
    log: Log


class RouteStatus(msgspec.Struct, frozen=True):
    """One route: what is decided, what the next step is, whether the facade does it."""

    id: str
    method: str
    path: str
    service: str
    mode: Mode
    share: float
    next_percent: float | None


class Status(msgspec.Struct, frozen=True):
    """All routes; ``facade`` is ``absent``, ``in step`` or ``out of step`` with cutover.yaml."""

    facade: str
    routes: tuple[RouteStatus, ...]


class Shift(msgspec.Struct, frozen=True):
    """What was done; ``warnings`` are things that failed and did not stop it."""

    changes: tuple[RouteChange, ...]
    is_live: bool
    warnings: tuple[str, ...] = ()


def load(file: Path) -> tuple[str, Cutover]:
    """Read cutover.yaml, as text and as data.

    Raises:
        PlanError: it is missing or has mistakes.
    """
    text = read_edited(file, hint="`migrate extract` writes one; or name another with --file")
    return text, load_cutover(text, file=str(file))


def status(place: Place) -> Status:
    """Say where each route is, and whether the facade's files agree."""
    _, cutover = load(place.file)
    routes = tuple(
        RouteStatus(
            id=route.id,
            method=route.method,
            path=route.path,
            service=route.service,
            mode=route.mode,
            share=route.share,
            next_percent=next_percent(cutover, route),
        )
        for route in cutover.routes
    )
    return Status(_facade_state(cutover, place.run_dir), routes)


def render(place: Place, outside: Outside) -> tuple[Path, ...]:
    """Check the configuration with the real proxy, then write all its files to the run folder."""
    _, cutover = load(place.file)
    outside.proxy.validate(_whole(cutover))
    return _write(cutover, place.run_dir, outside.files)


def advance(
    place: Place, outside: Outside, author: Author, name: str, percent: float | None
) -> Shift:
    """Send more visitors of a route, or of all routes of a service, to the service."""
    text, cutover = load(place.file)
    targets = {
        route.id: next_percent(cutover, route) if percent is None else percent
        for route in find_routes(cutover, name)
    }
    wanted = {route: target for route, target in targets.items() if target is not None}
    return _shift(place, outside, author, "advance", with_percents(text, wanted))


def rollback(place: Place, outside: Outside, author: Author, name: str | None) -> Shift:
    """Send everybody back to the monolith, whatever else is broken.

    Neither a missing proxy binary nor a lost or locked history stops it.
    """
    text, _ = load(place.file)
    return _shift(place, outside, author, "rollback", without_service(text, name))


def _shift(place: Place, outside: Outside, author: Author, action: str, edited: str) -> Shift:
    """Validate first, decide second, act third, remember last."""
    _, before = load(place.file)
    after = load_cutover(edited, file=str(place.file))
    is_live = place.run_dir.is_dir()
    warnings: list[str] = []
    if is_live:
        check = attempt(lambda: outside.proxy.validate(_whole(after)), warnings)
        if check and action != "rollback":
            raise check
    outside.files.write_atomically(place.file, edited.encode())
    if is_live:
        _write(after, place.run_dir, outside.files)
    changes = find_changes(before, after, action, author)
    if changes:
        attempt(lambda: outside.log.record(changes), warnings)
    return Shift(changes, is_live, tuple(warnings))


def attempt(act: Callable[[], None], warnings: list[str]) -> MigratorError | None:
    """Do what may fail: its error becomes one of ``warnings``, and is returned."""
    try:
        act()
    except MigratorError as error:
        warnings.append(str(error))
        return error
    return None


def _facade_state(cutover: Cutover, run_dir: Path) -> str:
    files = envoy.render(cutover, run_dir=str(run_dir.resolve()))
    paths = [run_dir / file.path for file in files]
    if not any(path.exists() for path in paths):
        return "absent"
    is_same = all(
        path.exists() and path.read_bytes() == file.content
        for path, file in zip(paths, files, strict=True)
    )
    return "in step" if is_same else "out of step"


def _whole(cutover: Cutover) -> bytes:
    return envoy.render_for_validation(cutover).content


def _write(cutover: Cutover, run_dir: Path, files: Files) -> tuple[Path, ...]:
    rendered = envoy.render(cutover, run_dir=str(run_dir.resolve()))
    for file in rendered:
        files.write_atomically(run_dir / file.path, file.content)
    return tuple(run_dir / file.path for file in rendered)
