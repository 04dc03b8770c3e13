"""Move routes between the monolith and their services, and back."""

import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from migrator.errors import MigratorError
from migrator.model.cutover import Author, Backend, Cutover, Mode, RouteChange
from migrator.model.files import RenderedFile
from migrator.routing.catalog import render as render_files
from migrator.routing.edit import find_routes, with_percents, without_service
from migrator.routing.load import load_cutover
from migrator.routing.schedule import find_changes, next_percent
from migrator.usecases.edited import read_edited

TAKE_OVER_SECONDS = 2  # a facade that needs longer is one that does not do it


class Files(Protocol):
    """Replaces a file as a whole, so that no reader ever sees half of it."""

    def write_atomically(self, path: Path, content: bytes) -> None:
        """Write ``content`` beside ``path``, then rename."""


class Proxy(Protocol):
    """The program that is the facade, or the router of somebody else."""

    def validate(self, cutover: Cutover) -> None:
        """Let it check the configuration; raise ToolError where it cannot be used."""

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:
        """Make a running one use the files that were replaced; nothing where none runs.

        Raises:
            ToolError: it runs and refuses.
        """

    def effective(self, cutover: Cutover, run_dir: Path) -> Mapping[str, float] | None:
        """Ask a running one for the share of each route's visitors; None where none runs."""


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
    proxies: Callable[[Backend], Proxy]
    log: Log


class RouteStatus(msgspec.Struct, frozen=True):
    """One route: what is decided, what the next step is, what the running facade does.

    ``effective`` is None where no facade runs, or none that can be asked.
    """

    id: str
    method: str
    path: str
    service: str
    mode: Mode
    share: float
    next_percent: float | None
    effective: float | None = None


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


def status(place: Place, outside: Outside) -> Status:
    """Say where each route is, and whether the facade's files, and the facade, agree."""
    _, cutover = load(place.file)
    proxy = outside.proxies(cutover.facade.backend)
    effective = proxy.effective(cutover, place.run_dir) or {}
    routes = tuple(
        RouteStatus(
            id=route.id,
            method=route.method,
            path=route.path,
            service=route.service,
            mode=route.mode,
            share=route.share,
            next_percent=next_percent(cutover, route),
            effective=effective.get(route.id),
        )
        for route in cutover.routes
    )
    return Status(_facade_state(cutover, place.run_dir), routes)


def render(place: Place, outside: Outside) -> tuple[Path, ...]:
    """Check the configuration with the real proxy, then write all its files to the run folder."""
    _, cutover = load(place.file)
    outside.proxies(cutover.facade.backend).validate(cutover)
    _write(cutover, place.run_dir, outside.files)
    return tuple(place.run_dir / file.path for file in _files(cutover, place.run_dir))


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
    """Validate first, decide second, act third, look whether it worked, remember last."""
    _, before = load(place.file)
    after = load_cutover(edited, file=str(place.file))
    proxy = outside.proxies(after.facade.backend)
    is_live = place.run_dir.is_dir()
    warnings: list[str] = []
    if is_live:
        check = attempt(lambda: proxy.validate(after), warnings)
        if check and action != "rollback":
            raise check
    outside.files.write_atomically(place.file, edited.encode())
    if is_live:
        changed = _write(after, place.run_dir, outside.files)
        attempt(lambda: proxy.take_over(after, place.run_dir, changed), warnings)
        warnings += _disagreements(after, place.run_dir, proxy)
    changes = find_changes(before, after, action, author)
    if changes:
        attempt(lambda: outside.log.record(changes), warnings)
    return Shift(changes, is_live, tuple(warnings))


def _disagreements(cutover: Cutover, run_dir: Path, proxy: Proxy) -> list[str]:
    """Wait until the running facade does what is decided; say for which routes it does not."""
    end = time.monotonic() + TAKE_OVER_SECONDS
    while True:
        effective = proxy.effective(cutover, run_dir)
        if effective is None:
            return []
        wrong = [
            f"{route.id}: {route.share:g} % are decided, the facade does {does:g} %"
            for route in cutover.routes
            if (does := effective.get(route.id, 0)) != route.share
        ]
        if not wrong or time.monotonic() > end:
            return wrong
        time.sleep(0.05)


def attempt(act: Callable[[], None], warnings: list[str]) -> MigratorError | None:
    """Do what may fail: its error becomes one of ``warnings``, and is returned."""
    try:
        act()
    except MigratorError as error:
        warnings.append(str(error))
        return error
    return None


def _facade_state(cutover: Cutover, run_dir: Path) -> str:
    files = _files(cutover, run_dir)
    if not any((run_dir / file.path).exists() for file in files):
        return "absent"
    is_same = all(_is_there(file, run_dir) for file in files)
    return "in step" if is_same else "out of step"


def _files(cutover: Cutover, run_dir: Path) -> tuple[RenderedFile, ...]:
    return render_files(cutover, str(run_dir.resolve()))


def _write(cutover: Cutover, run_dir: Path, files: Files) -> tuple[str, ...]:
    """Replace the files that differ; return their names."""
    changed = [file for file in _files(cutover, run_dir) if not _is_there(file, run_dir)]
    for file in changed:
        files.write_atomically(run_dir / file.path, file.content)
    return tuple(file.path for file in changed)


def _is_there(file: RenderedFile, run_dir: Path) -> bool:
    path = run_dir / file.path
    return path.exists() and path.read_bytes() == file.content
