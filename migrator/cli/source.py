"""What the commands that read the monolith have in common: SRC, and how it is read."""

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from migrator.adapters.workers import DASK, DaskCluster, Processes
from migrator.analysis.left_out import REASONS, Choice
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.usecases.ports import Cache, Workers
from migrator.usecases.program import (
    OpenedSource,
    link_program,
    open_source,
    require_whole,
)
from migrator.usecases.same_monolith import require_same_monolith
from migrator.usecases.source import Located, locate

STATE = Path(".migrate/state.db")

Command = TypeVar("Command", bound=Callable[..., Any])

source_argument = click.argument(
    "source",
    metavar="[SRC]",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)

history_option = click.option(
    "--history",
    is_flag=True,
    help="Let the latest commits count: which files change together, and by whom.",
)


class Reading(msgspec.Struct, frozen=True):
    """How the monolith is read: what ``reading_options`` ask."""

    workers: int | None = None
    executor: str = ""
    choice: Choice = Choice()

    def make_workers(self) -> Workers:
        """Start, or connect to, what reads files."""
        if self.executor:
            return DaskCluster(self.executor.removeprefix(DASK))
        return Processes(self.workers)


def reading_options(command: Command) -> Command:
    """Add the options; the command is handed a ``reading`` with what they say."""

    @wraps(command)
    def wrapped(
        *args: object,
        workers: int | None,
        executor: str,
        include: tuple[str, ...],
        exclude: tuple[str, ...],
        **given: object,
    ) -> object:
        reading = Reading(workers, executor, Choice(include, exclude))
        return command(*args, reading=reading, **given)

    options = (
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            metavar="N",
            help="Processes that read files; by default one a core.",
        ),
        click.option(
            "--executor",
            default="",
            metavar="dask://HOST:PORT",
            callback=_check_executor,
            help="Read files on this Dask cluster instead.",
        ),
        click.option(
            "--include",
            multiple=True,
            metavar="WHAT|GLOB",
            help=f"Analyze what is left out by default: {', '.join(REASONS)}, or a pattern as in "
            ".gitignore. May be repeated.",
        ),
        click.option(
            "--exclude",
            multiple=True,
            metavar="GLOB",
            help="Leave out more: a pattern as in .gitignore. May be repeated.",
        ),
    )
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]  # click's options keep the function


def _check_executor(_: click.Context, __: click.Parameter, address: str) -> str:
    if address and not address.startswith(DASK):
        raise click.BadParameter(f"{address!r} does not start with {DASK}")
    return address


def open_monolith(source: Path | None, reading: Reading) -> tuple[OpenedSource, Located]:
    """Locate the monolith and read its files; ``link`` does the rest."""
    located = locate(source, folder=Path())
    return open_source(located.source, reading.choice), located


def read_monolith(
    source: Path | None,
    *,
    plan_file: Path | None = None,
    reading: Reading | None = None,
) -> tuple[Program, Located]:
    """Locate the monolith and analyze it; progress goes to standard error, on a terminal.

    Raises:
        PlanError: migration.yaml has mistakes, or is that of another monolith.
    """
    located = locate(source, folder=Path(), plan_file=plan_file)
    program = read(located.source, reading)
    require_same_monolith(program, located)
    return program, located


def read(root: Path, reading: Reading | None = None) -> Program:
    """Analyze the monolith below ``root``, with what earlier runs learnt."""
    reading = reading or Reading()
    return link(open_source(root, reading.choice), reading, open_cache())


def link(opened: OpenedSource, reading: Reading, cache: Cache) -> Program:
    """Analyze what was opened; progress goes to standard error, on a terminal."""
    build = partial(link_program, opened, cache=cache, workers=reading.make_workers())
    if not sys.stderr.isatty():
        return build()
    # rich is half of the time that a run without changes takes.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    # No thread that refreshes it: workers are forked.
    with Bar(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("Reading", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            bar.refresh()

        return build(progress=advance)


def read_whole(root: Path) -> Program:
    """Analyze, and refuse where a file does not parse.

    Raises:
        SourceError: naming the files that do not parse.
    """
    program = read(root)
    require_whole(program)
    return program


def open_cache() -> Cache:
    """Return the results of earlier runs from here."""
    from migrator.adapters.analysis_cache import AnalysisCache  # noqa: PLC0415

    return AnalysisCache(STATE, os.environ.get("MIGRATE_DATABASE_URL"), _note)


def _note(text: str) -> None:
    click.echo(f"note: {text}", err=True)


def today_for(plan: MigrationPlan | None) -> date | None:
    """Ask for the date only where it matters: where a waiver may have ended."""
    if plan is None or not any(waiver.until for waiver in plan.waivers):
        return None
    return datetime.now().astimezone().date()
