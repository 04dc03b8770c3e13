"""``migrate cutover``: move routes to their services, and back."""

import datetime
import getpass
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import click
import msgspec
from msgspec.structs import replace

from migrator.adapters.evidence_sources import source_of
from migrator.adapters.gates import Gates
from migrator.adapters.proxies import become, proxy_of
from migrator.adapters.watch_memory import WatchMemory
from migrator.cli.cutover_options import (
    commit_option,
    file_option,
    history_store,
    outside,
    reason_option,
    run_dir_option,
    state_database,
    style_option,
)
from migrator.cli.output import Output
from migrator.cli.simulate import simulate
from migrator.cli.watch import watch
from migrator.model.cutover import Author, Event
from migrator.reporting import cutover as report
from migrator.reporting.cutover_html import cutover_html
from migrator.usecases import cutover as usecase
from migrator.usecases import cutover_apply
from migrator.usecases.cutover_overview import known_evidence, overview
from migrator.usecases.notices import Notice, tell

EXIT_DRIFT = 1


@click.group()
def cutover() -> None:
    """Decide who answers which route: the monolith or a service.

    \b
        migrate cutover advance get-orders --to 5 --reason "errors are flat"
    """  # noqa: D301


cutover.add_command(simulate)
cutover.add_command(watch)


@cutover.command()
@file_option
@run_dir_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="How to write the result; html has evidence and history as well.",
)
@click.option("-o", "--output", type=Output(), default="-", help="A file instead of the terminal.")
def status(file: Path, run_dir: Path, style: str, output: IO[str]) -> None:
    """Show who answers each route, and whether the facade's files agree.

    \b
        migrate cutover status --format json
        migrate cutover status --format html -o cutover.html
    """  # noqa: D301
    place = usecase.Place(file, run_dir)
    if style == "html":
        memory = _memory(file, run_dir)
        found = overview(place, outside(), history_store(), memory, time.time())
        click.echo(cutover_html(found, file.resolve().parent.name), file=output, nl=False)
        return
    result = usecase.status(place, outside())
    text = _json(result) if style == "json" else report.status_text(result)
    click.echo(text, file=output)
    _warn(result.warnings)


@cutover.command()
@file_option
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=".migrate/facade",
    show_default=True,
    help="The folder to write to, which is also the one that the facade will watch.",
)
def render(file: Path, output: Path) -> None:
    """Write the proxy's files, after the real proxy has checked them.

    \b
        migrate cutover render -o /srv/facade
    """  # noqa: D301
    for path in usecase.render(usecase.Place(file, output), outside()):
        click.echo(path)


@cutover.command()
@file_option
@run_dir_option
@style_option
def plan(file: Path, run_dir: Path, style: str) -> None:
    """Show what `apply` would change, and change nothing.

    \b
        migrate cutover plan
    """  # noqa: D301
    result = cutover_apply.plan(usecase.Place(file, run_dir), outside())
    click.echo(_json(result) if style == "json" else report.plan_text(result))
    _warn(result.warnings)


@cutover.command()
@file_option
@run_dir_option
@style_option
def apply(file: Path, run_dir: Path, style: str) -> None:
    """Make the facade do what the file says: check, write, tell it, and look.

    What is as it should be is left alone. Exit status 1: the facade does something else
    afterwards.

    \b
        migrate cutover apply
    """  # noqa: D301
    result = cutover_apply.apply(usecase.Place(file, run_dir), outside())
    click.echo(_json(result) if style == "json" else report.applied_text(result, run_dir))
    _warn(result.disagreements)
    if result.disagreements:
        sys.exit(EXIT_DRIFT)


@cutover.command()
@click.argument("name", metavar="ROUTE|SERVICE")
@click.option(
    "--to",
    "percent",
    type=click.FloatRange(0, 100),
    help="Percent of the visitors; default: next step.",
)
@click.option("--as-is", is_flag=True, help="Even where the history knows a newer cutover.yaml.")
@reason_option
@commit_option
@file_option
@run_dir_option
def advance(  # noqa: PLR0913, PLR0917  (one argument an option)
    name: str,
    percent: float | None,
    as_is: bool,
    reason: str,
    commit: bool,
    file: Path,
    run_dir: Path,
) -> None:
    """Send more visitors of a route, or of all routes of a service, to the service.

    Without --to each route goes to the next step of the policy in the file.

    \b
        migrate cutover advance orders --to 25 --reason "a day without a difference"
    """  # noqa: D301
    place, terms = usecase.Place(file, run_dir), usecase.Terms(is_forced=as_is)
    memory = _memory(file, run_dir)
    author = replace(_author(reason), evidence=known_evidence(usecase.load(file)[1], memory))
    shift = usecase.advance(place, outside(commit), author, name, percent, terms)
    _report(shift, run_dir)
    _tell(file, Event.ADVANCE, author, shift)


@cutover.command()
@click.argument("name", metavar="[ROUTE|SERVICE]", required=False)
@click.option("--all", "is_all", is_flag=True, help="All routes of all services.")
@reason_option
@commit_option
@file_option
@run_dir_option
def rollback(
    name: str | None, is_all: bool, reason: str, commit: bool, file: Path, run_dir: Path
) -> None:
    """Send everybody back to the monolith, at once.

    Works without a proxy binary and without a history: it warns and goes on.

    \b
        migrate cutover rollback --all --reason "pages at night"
    """  # noqa: D301
    if is_all == (name is not None):
        raise click.UsageError("name a route or a service, or give --all")
    place = usecase.Place(file, run_dir)
    author = _author(reason)
    shift = usecase.rollback(place, outside(commit), author, name)
    _report(shift, run_dir)
    _tell(file, Event.ROLLBACK, author, shift)


@cutover.command()
@click.argument("route", required=False)
@style_option
def history(route: str | None, style: str) -> None:
    """Show who moved what, when and why, the oldest change first.

    \b
        migrate cutover history get-orders
    """  # noqa: D301
    changes = history_store().changes(route)
    click.echo(_json(changes) if style == "json" else report.history_text(changes))


@cutover.command()
@file_option
@run_dir_option
def serve(file: Path, run_dir: Path) -> None:
    """Run the facade in the foreground, until it is interrupted.

    `advance` and `rollback` take effect in it at once, without a restart.

    \b
        migrate cutover serve --run-dir .migrate/facade
    """  # noqa: D301
    place = usecase.Place(file, run_dir)
    facade = usecase.load(file)[1].facade
    proxy = proxy_of(facade.backend)
    usecase.render(place, outside())
    click.echo(f"facade on http://{facade.host}:{facade.port}, stop with Ctrl-C", err=True)
    become(proxy, run_dir)


def _memory(file: Path, run_dir: Path) -> WatchMemory:
    name = source_of(usecase.load(file)[1], None, run_dir)[1]
    return WatchMemory(state_database(), name)


def _author(reason: str) -> Author:
    try:
        who = getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        who = "unknown"
    now = datetime.datetime.now(datetime.UTC)
    return Author(who, now.isoformat(timespec="seconds"), reason)


def _report(shift: usecase.Shift, run_dir: Path) -> None:
    for change in shift.changes:
        click.echo(report.move_text(change))
    if not shift.changes:
        click.echo("nothing to change", err=True)
    elif not shift.is_live:
        click.echo(f"no facade in {run_dir}: `migrate cutover serve` starts one", err=True)
    _warn(shift.warnings)


def _tell(file: Path, event: Event, author: Author, shift: usecase.Shift) -> None:
    notice = Notice.of(event, author, shift.changes)
    _warn(tell(usecase.load(file)[1].policy, Gates(), (notice,)))


def _warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        click.secho(f"warning: {warning}", fg="yellow", err=True)


def _json(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), indent=2)
