"""``migrate plan``."""

from pathlib import Path

import click
import msgspec

from migrator.adapters.commits import read_history
from migrator.adapters.filesystem import FileSystem
from migrator.cli.source import (
    Reading,
    history_option,
    read_monolith,
    reading_options,
    source_argument,
    today_for,
)
from migrator.model.plan import MigrationPlan
from migrator.model.plan_file import NAME
from migrator.model.report import Circumstances
from migrator.reporting.drift import render_drift, render_drift_json
from migrator.reporting.grouping import render_grouping
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.analyze import assess
from migrator.usecases.drift import find_drift
from migrator.usecases.plan import Planned, Wish, describe_monolith, make_plan
from migrator.usecases.program import require_whole
from migrator.usecases.waivers import has_bare_lines, name_functions

EXIT_DRIFT = 1
DRIFT = {"text": render_drift, "json": render_drift_json}


@click.command()
@source_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=NAME,
    show_default=True,
    help="The plan: added to where it exists.",
)
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    help="Package level that makes a service; by default the first that tells areas apart.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; say what changed in the monolith since, and exit 1 where something did.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(list(DRIFT)),
    default="text",
    show_default=True,
    help="What --check prints: for people, or for pipelines.",
)
@click.option(
    "--fresh",
    is_flag=True,
    help="Propose services and shared packages anew; constraints, waivers and options stay.",
)
@history_option
@reading_options
@click.pass_context
def plan(  # noqa: PLR0913 - options
    ctx: click.Context,
    source: Path | None,
    output: Path,
    depth: int | None,
    *,
    check: bool,
    style: str,
    fresh: bool,
    history: bool,
    reading: Reading,
) -> None:
    """Propose services: which entry points, modules and tables go together.

    Calls, tables, transactions, hidden edges, imports, packages, URLs and names say what
    belongs together; how well the plan keeps it together is printed, and what to move first.

    What migration.yaml says already stays, with comments and order; only what is missing is
    added. Its constraints (together, apart, pinned) are kept. A waiver of a line gets the
    function that the line is in. SRC is the folder with the monolith's source: by default the
    one that migration.yaml names, else the present one.

    With --check nothing is written: routes, tables and calls that the plan does not know yet are
    told, and what it names and the monolith no longer has, each with its line and what to do.

    \b
        migrate plan
        migrate plan examples/monolith -o migration.yaml
        migrate plan --fresh --history
        migrate plan --check --format json
    """  # noqa: D301
    program, located = read_monolith(source, plan_file=output, reading=reading)
    require_whole(program)
    written = output.read_text("utf-8") if output.is_file() else ""
    if check:
        known = located.plan or MigrationPlan()
        changes = find_drift(program, known, written, file=str(output))
        click.echo(DRIFT[style](changes, str(output)), nl=False)
        count = "1 change" if len(changes) == 1 else f"{len(changes)} changes"
        click.echo(f"{count} since {output} was written", err=True)
        ctx.exit(EXIT_DRIFT if changes else 0)
    named: tuple[str, ...] = ()
    text = written
    if located.plan and has_bare_lines(located.plan):
        text, named = name_functions(text, program, load_rules(RULES), file=str(output))
    monolith = describe_monolith(program, located.source, output)
    commits = read_history(located.source) if history else ()
    wish = Wish(depth, fresh, commits)
    planned = make_plan(program, text, file=str(output), monolith=monolith, wish=wish)
    if planned.text != written:
        FileSystem().write_atomically(output, planned.text.encode())
    _tell(msgspec.structs.replace(planned, added=(*named, *planned.added)))
    click.echo(f"{output} is {'up to date' if planned.text == written else 'written'}", err=True)
    circumstances = Circumstances(today=today_for(planned.plan), history=commits)
    analysis = assess(program, load_rules(RULES), planned.plan, circumstances)
    if text := render_grouping(analysis.grouping):
        click.echo(f"\n{text}", nl=False)


def _tell(planned: Planned) -> None:
    for sentence in planned.added:
        click.echo(sentence)
    for label in planned.gone:
        click.echo(f"no longer in the monolith: {label}")
