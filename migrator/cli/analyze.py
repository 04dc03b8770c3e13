"""``migrate analyze``."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

import click

from migrator.cli.live import LiveApplication, live_options
from migrator.cli.output import Output
from migrator.cli.page import page_for
from migrator.cli.rules import rules_option
from migrator.cli.source import (
    Reading,
    link,
    open_cache,
    open_monolith,
    reading_options,
    source_argument,
)
from migrator.cli.traffic import TrafficFiles, traffic_option
from migrator.model.findings import Category
from migrator.model.live import LiveTable
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.model.report import Analysis
from migrator.model.traffic import Traffic
from migrator.reporting import FORMATS
from migrator.resources import RULES
from migrator.usecases.program import broken_in, is_lasting, refuse
from migrator.usecases.report import Report, contents, recall

EXIT_FINDINGS = 1


@click.command()
@source_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to write the report.",
)
@click.option(
    "-o",
    "--output",
    type=Output(),
    default="-",
    help="Where to write it; standard output by default.",
)
@click.option(
    "--fail-on",
    type=click.Choice([category.value for category in Category]),
    help="Exit 1 when there is a finding that is at least as grave.",
)
@rules_option
@traffic_option
@live_options
@reading_options
@click.pass_context
def analyze(  # noqa: PLR0913, PLR0917  (one argument an option)
    ctx: click.Context,
    source: Path | None,
    style: str,
    output: TextIO,
    fail_on: str | None,
    rule_folders: tuple[Path, ...],
    traffic: TrafficFiles | None,
    live: LiveApplication | None,
    reading: Reading,
) -> None:
    """Report what the monolith has, and what stands between it and its first service.

    SRC is the folder with its source: by default the one that migration.yaml names, else the
    present one. Nothing of it is imported or run, unless --app says so. Exit status 2 where a file
    does not parse: the report is then of the rest.

    \b
        migrate analyze
        migrate analyze examples/monolith --format json -o analysis.json
        migrate analyze --fail-on mandatory --rules our-rules
        migrate analyze --traffic access.log --traffic access.log.1.gz
        migrate analyze src --app shop.wsgi:app --python .venv/bin/python
    """  # noqa: D301
    cache, page = open_cache(), page_for(output)
    opened, located = open_monolith(source, reading)
    table = live.read(located.source) if live else None

    def make() -> Report:
        program = link(opened, reading, cache)
        read = traffic.read(program) if traffic else None
        given = (located.plan, table, read)
        return _report(program, folders, *given, lambda done: FORMATS[style](done, page))

    folders = (RULES, *rule_folders)
    rules = tuple(contents(folder) for folder in folders)
    given = (located.plan, table, traffic.key() if traffic else None)
    parts = (opened.key(), opened.left_out, rules, given, style, page)
    report = recall(cache, parts, make)
    output.write(report.text)
    output.flush()
    refuse(report.broken)
    if fail_on and Category(fail_on) in report.graves:
        ctx.exit(EXIT_FINDINGS)


def _report(
    program: Program,
    folders: Iterable[Path],
    plan: MigrationPlan | None,
    table: LiveTable | None,
    traffic: Traffic | None,
    render: Callable[[Analysis], str],
) -> Report:
    # What draws conclusions: a run without changes does not need it.
    from migrator.rules.load import load_rules  # noqa: PLC0415
    from migrator.usecases.analyze import assess  # noqa: PLC0415

    analysis = assess(program, load_rules(*folders), plan, table, traffic)
    graves = tuple(category for category in Category if analysis.has(category))
    return Report(render(analysis), graves, broken_in(program), is_lasting(program))
