"""``migrate check``."""

from pathlib import Path

import click

from migrator.adapters.source_tree import SourceTree
from migrator.cli.source import (
    Reading,
    read_monolith,
    reading_options,
    source_argument,
    today_for,
)
from migrator.reporting.check import CHECK_FORMATS
from migrator.usecases.check import check as check_all
from migrator.usecases.program import require_whole

EXIT_PROBLEMS = 1


@click.command()
@source_argument
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="The plan; migration.yaml by default. Services lie beside it.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(list(CHECK_FORMATS)),
    default="text",
    show_default=True,
    help="How to write what is found.",
)
@reading_options
@click.pass_context
def check(
    ctx: click.Context,
    source: Path | None,
    plan_file: Path | None,
    *,
    style: str,
    reading: Reading,
) -> None:
    """Say, in CI, what went out of step since services left the monolith.

    Entry points without a service, code that the monolith changed and a service has a copy of,
    imports of what moved, waivers past their date, resources that no service may create, more
    connections than the database has. Exit status 1 where there is any of them.

    \b
        migrate check
        migrate check --format json
    """  # noqa: D301
    program, located = read_monolith(source, plan_file=plan_file, reading=reading)
    require_whole(program)
    today = today_for(located.plan)
    found = check_all(program, SourceTree(located.source), located, today=today)
    click.echo(CHECK_FORMATS[style](found), nl=False)
    if found.problems:
        ctx.exit(EXIT_PROBLEMS)
