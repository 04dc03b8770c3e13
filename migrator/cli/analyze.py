"""``migrate analyze``."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click
import msgspec

from migrator.cli.live import LiveApplication, live_options
from migrator.cli.output import Output
from migrator.cli.page import page_for
from migrator.cli.rules import rules_option
from migrator.cli.source import (
    Reading,
    history_option,
    link,
    open_cache,
    open_monolith,
    reading_options,
    source_argument,
    today_for,
)
from migrator.cli.traffic import TrafficFiles, traffic_option
from migrator.model.findings import Category
from migrator.model.history import Commit
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.model.report import Analysis, Circumstances
from migrator.reporting import FORMATS, QUOTING, Page
from migrator.resources import RULES, TEMPLATES
from migrator.usecases.baseline import read_baseline
from migrator.usecases.program import OpenedSource, broken_in, is_lasting, refuse
from migrator.usecases.report import Report, contents, recall
from migrator.usecases.same_monolith import require_same_monolith

if TYPE_CHECKING:
    from migrator.rules.rule import Rule

EXIT_FINDINGS = 1
FROM_HERE = frozenset({"sarif"})  # formats whose paths are those of the repository, not of SRC


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
    help="Exit 1 when there is a finding that is at least as grave; what is accepted does not "
    "count, with --baseline only what is new.",
)
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="An earlier report (--format json): say what is new, moved or gone since.",
)
@rules_option
@history_option
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
    baseline: Path | None,
    rule_folders: tuple[Path, ...],
    traffic: TrafficFiles | None,
    live: LiveApplication | None,
    reading: Reading,
    *,
    history: bool,
) -> None:
    """Report what the monolith has, and what stands between it and its first service.

    SRC is the folder with its source: by default the one that migration.yaml names, else the
    present one. Nothing of it is imported or run, unless --app says so. Exit status 2 where a file
    does not parse: the report is then of the rest.

    \b
        migrate analyze
        migrate analyze examples/monolith --format json -o analysis.json
        migrate analyze --format html -o report.html
        migrate analyze --fail-on mandatory --rules our-rules
        migrate analyze --format sarif -o migrate.sarif
        migrate analyze --baseline analysis.json --fail-on mandatory
        migrate analyze --traffic access.log --traffic access.log.1.gz
        migrate analyze src --app shop.wsgi:app --python .venv/bin/python
    """  # noqa: D301
    cache, page = open_cache(), page_for(output)
    opened, located = open_monolith(source, reading)
    known = read_baseline(baseline) if baseline else None
    table = live.read(located.source) if live else None
    folder = _folder(located.source) if style in FROM_HERE else ""
    commits = _commits(located.source) if history else ()
    circumstances = Circumstances(table, known, today_for(located.plan), folder, history=commits)

    def make() -> Report:
        from migrator.usecases.rules import recall_rules  # noqa: PLC0415

        # First: what is wrong with a rule is said at once, not after the monolith is read.
        loaded = recall_rules(cache, folders, rules)
        program = link(opened, reading, cache)
        require_same_monolith(program, located)
        read = traffic.read(program) if traffic else None
        given = msgspec.structs.replace(circumstances, traffic=read)
        plan = located.plan
        return _report(program, loaded, plan, given, _render(style, opened, page))

    folders = (RULES, *rule_folders)
    rules = tuple(contents(folder) for folder in folders)
    key = (located.plan, circumstances, traffic.key() if traffic else None)
    folders_of_looks = ("report", "map/bundle") if style in QUOTING else ()
    looks = [contents(TEMPLATES / folder) for folder in folders_of_looks]
    parts = (opened.key(), opened.left_out, rules, key, style, page, looks)
    report = recall(cache, parts, make)
    output.write(report.text)
    output.flush()
    refuse(report.broken)
    if fail_on and Category(fail_on) in report.graves:
        ctx.exit(EXIT_FINDINGS)


def _commits(source: Path) -> tuple[Commit, ...]:
    from migrator.adapters.commits import read_history  # noqa: PLC0415

    return read_history(source)


def _folder(source: Path) -> str:
    """Name the source as seen from here; empty where it is not below."""
    root, here = source.resolve(), Path.cwd()
    below = root.relative_to(here).as_posix() if root.is_relative_to(here) else "."
    return "" if below == "." else below


def _render(style: str, opened: OpenedSource, page: Page) -> Callable[[Analysis], str]:
    """Return what writes a report; it is handed the source where the report quotes it."""

    def write(analysis: Analysis) -> str:
        if style in QUOTING:
            from migrator.usecases.excerpts import quote  # noqa: PLC0415

            excerpts = quote(analysis, opened)
            analysis = msgspec.structs.replace(analysis, excerpts=excerpts)
        return FORMATS[style](analysis, page)

    return write


def _report(
    program: Program,
    rules: "Sequence[Rule]",
    plan: MigrationPlan | None,
    circumstances: Circumstances,
    render: Callable[[Analysis], str],
) -> Report:
    # What draws conclusions: a run without changes does not need it.
    from migrator.usecases.analyze import assess  # noqa: PLC0415

    analysis = assess(program, rules, plan, circumstances)
    graves = tuple(category for category in Category if analysis.has(category))
    return Report(render(analysis), graves, broken_in(program), is_lasting(program))
