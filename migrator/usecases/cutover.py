"""Move routes between the monolith and their services, and back."""

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from migrator.errors import ConflictError, MigratorError, PlanError, ToolError
from migrator.model.cutover import Author, Backend, Cutover, Mode, Route, RouteChange, Side, Swap
from migrator.model.files import RenderedFile
from migrator.routing import consumers
from migrator.routing.catalog import BACKEND, find_pinned
from migrator.routing.catalog import render as render_files
from migrator.routing.consumers import consumer_changes, names_of, with_side
from migrator.routing.edit import movable, with_percents, without_service
from migrator.routing.load import load_cutover
from migrator.routing.paths import find_overlaps
from migrator.routing.schedule import commit_message, find_changes, next_percent
from migrator.usecases.edited import read_edited

TAKE_OVER_SECONDS = 2  # a facade that needs longer is one that does not do it
RACES = 20  # that a rollback may lose before it gives up
ROLLBACK = "rollback"


class Files(Protocol):
    """Replaces a file as a whole, so that no reader ever sees half of it."""

    def write_atomically(self, path: Path, content: bytes) -> None:
        """Write ``content`` beside ``path``, then rename."""

    def swap(self, path: Path, before: bytes, content: bytes) -> None:
        """Do so where ``path`` still holds ``before``; raise ConflictError where it does not."""

    def alone(self, path: Path) -> AbstractContextManager[None]:
        """Keep others from the same block; raise ToolError where that takes too long."""


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


@runtime_checkable
class Router(Proxy, Protocol):
    """A router of somebody else, which is told over the network."""

    def calls(self, cutover: Cutover) -> tuple[str, ...]:
        """Say which calls `take_over` would make; raise ToolError where it cannot be asked."""


class Log(Protocol):
    """Remembers changes, and who made which state of cutover.yaml."""

    def recording(self, swap: Swap, *, is_forced: bool = False) -> AbstractContextManager[None]:
        """Record a change that happens inside the block, or neither.

        Raises:
            ConflictError: somebody went on from the same state; not where it is forced.
            ToolError: it cannot be recorded.
        """

    def author_of(self, digest: str) -> Author | None:
        """Say who made the state with this digest; None where that is not known."""


class Commits(Protocol):
    """Puts cutover.yaml into the git repository that it lies in."""

    def check(self, file: Path) -> None:
        """Raise GitError where a change of ``file`` could not be committed by itself."""

    def commit(self, file: Path, message: str) -> None:
        """Commit ``file`` and nothing else; raise GitError where that fails."""


class Place(msgspec.Struct, frozen=True):
    """Where the decision lies and where the facade runs."""

    file: Path
    run_dir: Path


class Outside(msgspec.Struct, frozen=True):
    """The outside that a shift needs; without ``commits`` nothing is committed."""

    files: Files
    proxies: Callable[[Backend], Proxy]
    log: Log
    commits: Commits | None = None


class Terms(msgspec.Struct, frozen=True):
    """What must hold for an advance.

    Attributes:
        as_seen: the route as it was when this was decided; another one by now is a conflict.
        is_forced: goes on although the history knows a newer cutover.yaml.
    """

    as_seen: Route | None = None
    is_forced: bool = False


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


class ConsumerStatus(msgspec.Struct, frozen=True):
    """A task or a schedule (``kind``), and who runs it."""

    kind: str
    name: str
    service: str
    mode: Side


class Status(msgspec.Struct, frozen=True):
    """All routes; ``facade`` is ``absent``, ``in step`` or ``out of step`` with cutover.yaml.

    Attributes:
        overlaps: pairs of routes that could take the same request, the one that does first.
        warnings: why the running facade could not be asked.
    """

    facade: str
    routes: tuple[RouteStatus, ...]
    overlaps: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    consumers: tuple[ConsumerStatus, ...] = ()


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
    warnings: list[str] = []
    asked = _ask(cutover, place.run_dir, proxy, warnings)
    effective = asked or {}
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
    overlaps = tuple((one.id, other.id) for one, other in find_overlaps(cutover.routes))
    state = _facade_state(cutover, place.run_dir)
    if cutover.facade.backend.is_remote:  # its files are for people, what it does is what counts
        is_same = not find_disagreements(cutover, effective)
        state = "absent" if asked is None else "in step" if is_same else "out of step"
    kinds = (("task", cutover.tasks), ("schedule", cutover.schedules))
    run = tuple(
        ConsumerStatus(kind, one.name, one.service, one.mode)
        for kind, listed in kinds
        for one in listed
    )
    return Status(state, routes, overlaps, tuple(warnings), run)


def render(place: Place, outside: Outside) -> tuple[Path, ...]:
    """Check the configuration with the real proxy, then write all its files to the run folder."""
    _, cutover = load(place.file)
    check(cutover, place.run_dir, outside.proxies(cutover.facade.backend))
    write_files(cutover, place.run_dir, outside.files)
    return tuple(place.run_dir / file.path for file in files_of(cutover, place.run_dir))


def advance(
    place: Place,
    outside: Outside,
    author: Author,
    name: str,
    percent: float | None,
    terms: Terms = Terms(),  # noqa: B008 - frozen
) -> Shift:
    """Send more visitors of a route, or of all routes of a service, to the service.

    Raises:
        ConflictError: somebody else changed cutover.yaml meanwhile; nothing was done.
        GitError: it is to be committed and cannot be; nothing was done.
        ToolError: the proxy refuses, or the change cannot be recorded; nothing was done.
        PlanError: the route is retired; those of a service are left out.
    """
    text, cutover = load(place.file)
    if name in names_of(cutover, name):
        if percent not in {None, 100}:
            raise PlanError(f"{name} has no visitors: it moves as a whole, leave the percentage")
        edited = with_side(text, {name}, Side.SERVICE)
        return _shift(place, outside, _Edit("advance", author, text, edited, terms.is_forced))
    found = movable(cutover, name)
    if terms.as_seen is not None and found != (terms.as_seen,):
        raise ConflictError(f"{name} was changed meanwhile; nothing was done")
    targets = {
        route.id: next_percent(cutover, route) if percent is None else percent for route in found
    }
    wanted = {route: target for route, target in targets.items() if target is not None}
    edit = _Edit("advance", author, text, with_percents(text, wanted), terms.is_forced)
    return _shift(place, outside, edit)


def rollback(place: Place, outside: Outside, author: Author, name: str | None) -> Shift:
    """Send everybody back to the monolith, whatever else is broken.

    Neither a missing proxy binary nor a lost or locked history stops it, and where somebody else
    changes cutover.yaml at the same moment it is done again on what they wrote.

    Raises:
        PlanError: the route is retired, and there is no way back; those of a service, or of all,
            stay where they are, with a warning.
    """
    for _ in range(RACES):
        text, cutover = load(place.file)
        edit = _Edit(ROLLBACK, author, text, _back(text, cutover, name), is_forced=True)
        with suppress(ConflictError):
            shift = _shift(place, outside, edit)
            retired = (
                one.id
                for one in cutover.routes
                if one.mode is Mode.RETIRED and name in {None, one.service}
            )
            stay = (f"{route}: stays with its service, it is retired" for route in retired)
            return msgspec.structs.replace(shift, warnings=(*shift.warnings, *stay))
    raise ConflictError(f"{place.file} never stays the same", hint="who writes it all the time?")


def _back(text: str, cutover: Cutover, name: str | None) -> str:
    """Move routes back, and tasks and schedules that have the same name or service."""
    names = names_of(cutover, name)
    back = with_side(text, names, Side.MONOLITH)
    is_route = any(name in {None, route.id, route.service} for route in cutover.routes)
    return without_service(back, name) if is_route or not names else back


class _Edit(msgspec.Struct, frozen=True):
    """A change of cutover.yaml that is to be made."""

    action: str
    author: Author
    text: str
    edited: str
    is_forced: bool

    @property
    def is_rollback(self) -> bool:
        return self.action == ROLLBACK

    @property
    def is_change(self) -> bool:
        return self.text != self.edited


def _shift(place: Place, outside: Outside, edit: _Edit) -> Shift:
    """Validate first, decide second, act third, look whether it worked last.

    An advance is remembered together with the decision, or not made. A rollback is remembered at
    the end: it waits for no database.
    """
    before, after = (load_cutover(one, file=str(place.file)) for one in (edit.text, edit.edited))
    proxy = outside.proxies(after.facade.backend)
    is_live = after.facade.backend.is_remote or place.run_dir.is_dir()
    warnings: list[str] = []
    changes = (
        *find_changes(before, after, edit.action, edit.author),
        *consumer_changes(before, after, edit.action, edit.author),
    )
    if is_live:
        _check(edit, lambda: check(after, place.run_dir, proxy), warnings)
    commits = outside.commits if edit.is_change else None
    if commits and not _check(edit, partial(commits.check, place.file), warnings):
        commits = None
    swap = Swap(_digest(edit.text), _digest(edit.edited), edit.author, changes)
    with _alone(place, outside, edit, warnings):
        _decide(place, outside, edit, swap, warnings)
        if is_live:
            attempt(lambda: tell(after, place.run_dir, proxy, outside.files), warnings)
    if is_live:
        warnings += wait_until_effective(after, place.run_dir, proxy)
    if edit.is_rollback and edit.is_change:
        attempt(partial(_remember, outside, swap), warnings)
    if commits:
        message = commit_message(edit.author, changes)
        attempt(partial(commits.commit, place.file, message), warnings)
    return Shift(changes, is_live, tuple(warnings))


def _check(edit: _Edit, check: Callable[[], object], warnings: list[str]) -> bool:
    """Say whether all is well; what is not stops anything but a rollback."""
    failed = attempt(check, warnings)
    if failed and not edit.is_rollback:
        raise failed
    return failed is None


@contextmanager
def _alone(place: Place, outside: Outside, edit: _Edit, warnings: list[str]) -> Iterator[None]:
    """Change nothing while another process of this machine does; a rollback does not wait long."""
    with ExitStack() as stack:
        lock = outside.files.alone(place.file)
        _check(edit, lambda: stack.enter_context(lock), warnings)
        yield


def _decide(place: Place, outside: Outside, edit: _Edit, swap: Swap, warnings: list[str]) -> None:
    """Write cutover.yaml, where it is still what the decision was made on."""
    found = read_edited(place.file)
    if found != edit.text:
        raise _conflict(place, outside, None if edit.is_rollback else found)
    if not edit.is_change:
        return
    write = partial(outside.files.swap, place.file, edit.text.encode(), edit.edited.encode())
    if edit.is_rollback:
        write()
        return
    is_written = False
    try:
        with outside.log.recording(swap, is_forced=edit.is_forced):
            write()
            is_written = True
    except ToolError as error:
        if not is_written:
            raise
        warnings.append(str(error))


def _remember(outside: Outside, swap: Swap) -> None:
    """Record what is done already, after whoever records something at the same moment."""
    for _ in range(RACES):
        with suppress(ConflictError), outside.log.recording(swap, is_forced=True):
            return
    raise ToolError("the history cannot be written: others do all the time")


def _conflict(place: Place, outside: Outside, found: str | None) -> ConflictError:
    """Say who wrote what was ``found``, where the history knows it."""
    author = None
    with suppress(MigratorError):
        author = outside.log.author_of(_digest(found)) if found else None
    who = f"by {author.who} at {author.at}" if author else "by an editor or git"
    return ConflictError(
        f"{place.file} was changed meanwhile {who}; nothing was done",
        hint="`migrate cutover status` and `history` say what is there now",
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def check(cutover: Cutover, run_dir: Path, proxy: Proxy) -> None:
    """Refuse what the backend cannot do, then let the proxy check what is left.

    Raises:
        PlanError: it cannot do what is asked.
        ToolError: it refuses the configuration, or is missing.
    """
    files_of(cutover, run_dir)
    _refuse_mixing(cutover, run_dir)
    proxy.validate(cutover)


def _refuse_mixing(cutover: Cutover, run_dir: Path) -> None:
    record = run_dir / BACKEND
    was = record.read_text(errors="replace").strip() if record.is_file() else ""
    if pinned := ", ".join(find_pinned(cutover, was)):
        raise PlanError(
            f"{pinned}: in the middle of a ramp that {was} began; {cutover.facade.backend.value} "
            "splits visitors by another hash and would mix them anew",
            hint=f"end the ramp with {was} or roll it back first, then change the backend",
        )


def tell(cutover: Cutover, run_dir: Path, proxy: Proxy, files: Files) -> tuple[str, ...]:
    """Replace the files that differ and make a running facade use them; return their names."""
    changed = write_files(cutover, run_dir, files)
    proxy.take_over(cutover, run_dir, changed)
    return changed


def wait_until_effective(cutover: Cutover, run_dir: Path, proxy: Proxy) -> list[str]:
    """Wait until the running facade does what is decided; say for which routes it does not."""
    end = time.monotonic() + TAKE_OVER_SECONDS
    while True:
        warnings: list[str] = []
        effective = _ask(cutover, run_dir, proxy, warnings)
        if effective is None:
            return warnings
        wrong = find_disagreements(cutover, effective)
        if not wrong or time.monotonic() > end:
            return wrong
        time.sleep(0.5 if cutover.facade.backend.is_remote else 0.05)


def find_disagreements(cutover: Cutover, effective: Mapping[str, float]) -> list[str]:
    """Say for which routes the running facade does not do what is decided."""
    return [
        f"{route.id}: {route.share:g} % are decided, the facade does {does:g} %"
        for route in cutover.routes
        if abs((does := effective.get(route.id, 0)) - route.share) > 0.005
    ]


def _ask(
    cutover: Cutover, run_dir: Path, proxy: Proxy, warnings: list[str]
) -> Mapping[str, float] | None:
    found: list[Mapping[str, float] | None] = []
    attempt(lambda: found.append(proxy.effective(cutover, run_dir)), warnings)
    return found[0] if found else None


def attempt(act: Callable[[], object], warnings: list[str]) -> MigratorError | None:
    """Do what may fail: its error becomes one of ``warnings``, and is returned."""
    try:
        act()
    except MigratorError as error:
        warnings.append(str(error))
        return error
    return None


def _facade_state(cutover: Cutover, run_dir: Path) -> str:
    files = files_of(cutover, run_dir)
    if not any((run_dir / file.path).exists() for file in files):
        return "absent"
    is_same = all(is_there(file, run_dir) for file in files)
    return "in step" if is_same else "out of step"


def files_of(cutover: Cutover, run_dir: Path) -> tuple[RenderedFile, ...]:
    """Render the files of the run folder."""
    return (*render_files(cutover, str(run_dir.resolve())), *consumers.render(cutover))


def write_files(cutover: Cutover, run_dir: Path, files: Files) -> tuple[str, ...]:
    """Replace the files that differ; return their names."""
    changed = [file for file in files_of(cutover, run_dir) if not is_there(file, run_dir)]
    for file in changed:
        files.write_atomically(run_dir / file.path, file.content)
    return tuple(file.path for file in changed)


def is_there(file: RenderedFile, run_dir: Path) -> bool:
    """Say whether a file is on disk as it is rendered."""
    path = run_dir / file.path
    return path.is_file() and path.read_bytes() == file.content
