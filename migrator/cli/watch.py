"""``migrate cutover watch``: look at the facade's log, and act on what it says."""

import datetime
import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from rich.live import Live

from migrator.adapters.evidence_sources import source_of
from migrator.adapters.gates import Gates
from migrator.adapters.watch_memory import WatchMemory
from migrator.cli.cutover_options import (
    commit_option,
    file_option,
    outside,
    run_dir_option,
    state_database,
)
from migrator.model.cutover import Policy
from migrator.reporting.watch import Trend, watch_lines, watch_table
from migrator.routing.decide import Outcome
from migrator.usecases.cutover import Place, load
from migrator.usecases.watch import Look, Watcher, Way

EXIT_ROLLED_BACK = 1
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@click.command()
@file_option
@run_dir_option
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    help="An access log instead of what the file names.  [default: access.log in the run folder]",
)
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    default=10,
    show_default=True,
    help="Seconds between two looks.",
)
@click.option(
    "--way",
    type=click.Choice([way.value for way in Way]),
    default=Way.ACT.value,
    show_default=True,
    help="What it may do by itself.",
)
@commit_option
@click.option("--once", is_flag=True, help="Look once, for a timer; exit status 1 at a rollback.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["live", "text", "json"]),
    default=lambda: "live" if sys.stdout.isatty() else "text",
    show_default="live on a terminal, else text",
    help="A table that is drawn anew, lines, or a JSON object a look.",
)
def watch(  # noqa: PLR0913, PLR0917  (one argument an option)
    file: Path,
    run_dir: Path,
    log: Path | None,
    every: float,
    way: str,
    commit: bool,
    once: bool,
    style: str,
) -> None:
    """Advance, hold or roll back each ramp, by the evidence in the facade's access log.

    It goes on until it is interrupted. What is decided stands in cutover.yaml and in the history.

    \b
        migrate cutover watch --way "only roll back"
        migrate cutover watch --once --format json
    """  # noqa: D301
    cutover = load(file)[1]
    source, name = source_of(cutover, log, run_dir)
    place = Place(file, run_dir)
    memory = WatchMemory(state_database(), name)
    watcher = Watcher(place, outside(commit), source, memory, Gates(), Way(way))
    show = _Show(style, cutover.policy)
    is_rolled_back = False
    with show, _interrupted() as stop:
        while True:
            look = watcher.look(time.time())
            show.look(look)
            is_rolled_back |= any(
                seen.decision.outcome is Outcome.ROLLBACK for seen in look.routes
            )
            if once or stop.wait(every):
                break
    if once and is_rolled_back:
        sys.exit(EXIT_ROLLED_BACK)


class _Show:
    """Draws looks on standard output; warnings go to standard error, each once in a row."""

    def __init__(self, style: str, policy: Policy) -> None:
        self._style, self._policy = style, policy
        self._trend = Trend()
        self._live = Live() if style == "live" else None
        self._warned: tuple[str, ...] = ()

    def __enter__(self) -> "_Show":
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def look(self, look: Look) -> None:
        """Show one look."""
        self._trend.add(look)
        if self._live:
            self._live.update(watch_table(look, self._policy, self._trend), refresh=True)
        elif self._style == "json":
            click.echo(json.dumps(msgspec.to_builtins(look)))
        else:
            for line in watch_lines(look, datetime.datetime.now(datetime.UTC)):
                click.echo(line)
        if look.warnings != self._warned:
            for warning in look.warnings:
                click.secho(f"warning: {warning}", fg="yellow", err=True)
        self._warned = look.warnings


@contextmanager
def _interrupted() -> Iterator[threading.Event]:
    """Set an event at Ctrl-C or SIGTERM: a look that has begun is finished."""
    stop = threading.Event()
    before = [(one, signal.signal(one, lambda *_: stop.set())) for one in _SIGNALS]
    try:
        yield stop
    finally:
        for one, handler in before:
            signal.signal(one, handler)
