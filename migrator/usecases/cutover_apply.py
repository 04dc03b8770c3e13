"""Bring the facade to what cutover.yaml says: first what would change, then do it."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from migrator.model.cutover import Cutover
from migrator.model.files import RenderedFile
from migrator.usecases.cutover import (
    Outside,
    Place,
    Router,
    attempt,
    check,
    files_of,
    is_there,
    load,
    tell,
    wait_until_effective,
)


class FileChange(msgspec.Struct, frozen=True):
    """A file of the run folder that would be replaced; ``diff`` is unified."""

    path: str
    diff: str


class Plan(msgspec.Struct, frozen=True):
    """What `apply` would do: files that it writes, calls that it makes of a router."""

    files: tuple[FileChange, ...]
    calls: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Applied(msgspec.Struct, frozen=True):
    """What was done; ``disagreements`` are routes whose facade does something else."""

    files: tuple[str, ...]
    calls: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()


def plan(place: Place, outside: Outside) -> Plan:
    """Say what would change, and change nothing.

    Raises:
        PlanError: the backend cannot do what is asked.
        ToolError: it refuses the configuration.
    """
    _, cutover = load(place.file)
    proxy = outside.proxies(cutover.facade.backend)
    check(cutover, place.run_dir, proxy)
    warnings: list[str] = []
    calls: list[str] = []
    if isinstance(proxy, Router):
        attempt(lambda: calls.extend(proxy.calls(cutover)), warnings)
    return Plan(tuple(_changes(cutover, place.run_dir)), tuple(calls), tuple(warnings))


def apply(place: Place, outside: Outside) -> Applied:
    """Check, write, tell, and look whether it worked; nothing is written where the check fails.

    Raises:
        PlanError: the backend cannot do what is asked.
        ToolError: it refuses the configuration, or cannot be told.
    """
    _, cutover = load(place.file)
    proxy = outside.proxies(cutover.facade.backend)
    check(cutover, place.run_dir, proxy)
    calls = proxy.calls(cutover) if isinstance(proxy, Router) else ()
    changed = tell(cutover, place.run_dir, proxy, outside.files)
    return Applied(changed, calls, tuple(wait_until_effective(cutover, place.run_dir, proxy)))


def _changes(cutover: Cutover, run_dir: Path) -> Iterator[FileChange]:
    for file in files_of(cutover, run_dir):
        if not is_there(file, run_dir):
            yield FileChange(file.path, _diff(file, run_dir / file.path))


def _diff(file: RenderedFile, path: Path) -> str:
    before = path.read_text(errors="replace") if path.exists() else ""
    lines = difflib.unified_diff(
        before.splitlines(),
        file.content.decode().splitlines(),
        f"a/{file.path}" if path.exists() else "/dev/null",
        f"b/{file.path}",
        lineterm="",
    )
    return "".join(f"{line}\n" for line in lines)
