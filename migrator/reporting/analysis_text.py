"""``migrate analyze``: one page that a person wants to read."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from migrator.model.findings import Category, Finding, Verdict
from migrator.model.program import AccessMode
from migrator.model.report import Analysis
from migrator.reporting import summary
from migrator.reporting.page import Page
from migrator.reporting.traffic import HEADER, summarize

STYLES = {
    Verdict.EXTRACT: "green",
    Verdict.FIX_FIRST: "yellow",
    Verdict.STAY: "red",
    Category.MANDATORY: "red",
    Category.OPTIONAL: "yellow",
    Category.POTENTIAL: "cyan",
}


def render_text(analysis: Analysis, page: Page) -> str:
    """Render an analysis for reading; no line is wider than the page, nothing is cut off."""
    parts: list[RenderableType] = [Text(summary.headline(analysis), style="bold")]
    parts += [_indented(line) for line in summary.counts(analysis)]
    parts += _entry_points(analysis)
    parts += _traffic(analysis)
    parts += _tables(analysis)
    parts += _findings(analysis)
    parts += _unresolved(analysis)
    parts += _live(analysis)
    parts += _services(analysis)
    return page.draw(*parts)


def _entry_points(analysis: Analysis) -> Iterator[RenderableType]:
    for service, rows in summary.entry_points_by_service(analysis):
        yield _heading(f"Entry points: {service or 'no service'} ({len(rows)})")
        grid = _grid("method", "path", "handler", "verdict", "where")
        for row in rows:
            verdict = Text(row.verdict, style=STYLES[row.verdict])
            grid.add_row(row.method, row.path, row.handler, verdict, row.where)
        yield _indented(grid)


def _traffic(analysis: Analysis) -> Iterator[RenderableType]:
    if analysis.traffic is None:
        return
    found = summarize(analysis.traffic, analysis)
    yield _heading("Traffic")
    yield from (_indented(sentence) for sentence in found.sentences)
    for header, rows in (
        (HEADER, found.rows),
        (("requests", "of no entry point"), found.unmatched),
        (("file", "no request"), found.garbage),
    ):
        grid = _grid(*header)
        for row in rows:
            grid.add_row(*map(Text, row))
        if rows:
            yield Text()
            yield _indented(grid)


def _tables(analysis: Analysis) -> Iterator[RenderableType]:
    program = analysis.program
    if not program.tables:
        return
    yield _heading("Tables")
    grid = _grid("table", "owner, declared at, users")
    for table in program.tables:
        owner = summary.owner_of(table.name, analysis) or "no owner"
        lines = (
            f"{owner}, {table.location}",
            f"written by {summary.users_of(analysis, table, AccessMode.WRITE)}",
            f"read by {summary.users_of(analysis, table, AccessMode.READ)}",
        )
        grid.add_row(table.name, "\n".join(lines))
    yield _indented(grid)


def _findings(analysis: Analysis) -> Iterator[RenderableType]:
    if analysis.findings:
        yield _heading("Findings")
    for example, title, fix, found in summary.findings_by_rule(analysis):
        category = Text(example.category, style=STYLES[example.category])
        places = "1 place" if len(found) == 1 else f"{len(found)} places"
        line = Text.assemble(
            (title, "bold"),
            f" ({example.rule}): ",
            category,
            f", effort {example.effort}, {places}",
        )
        yield _indented(line)
        for finding in found:
            yield from _finding(finding)
        if fix:
            yield _indented(f"→ {fix}", 4)
        yield Text()


def _finding(finding: Finding) -> Iterator[RenderableType]:
    yield _indented(Text(str(finding.location), style="cyan"), 4)
    yield _indented(finding.message, 6)
    if finding.entry_points:
        yield _indented(f"reached by {summary.reached_by(finding)}", 6)
    if len(finding.chain) > 1:
        yield _indented(f"through {' → '.join(finding.chain)}", 6)


def _unresolved(analysis: Analysis) -> Iterator[RenderableType]:
    if not analysis.program.unresolved:
        return
    yield _heading("What could not be resolved")
    grid = _grid("where", "what")
    for unresolved in analysis.program.unresolved:
        grid.add_row(str(unresolved.location), unresolved.reason)
    yield _indented(grid)


def _live(analysis: Analysis) -> Iterator[RenderableType]:
    if analysis.live is None:
        return
    yield _heading(summary.live_headline(analysis.live))
    grid = _grid("only in the", "route", "handler")
    for row in summary.live_rows(analysis.live):
        grid.add_row(*row)
    if grid.row_count:
        yield _indented(grid)


def _services(analysis: Analysis) -> Iterator[RenderableType]:
    if not analysis.services:
        return
    yield _heading("Services")
    grid = _grid("service", "entry points", "modules", "owns", "reads")
    for service in analysis.services:
        grid.add_row(
            service.name,
            str(len(service.entry_points)),
            summary.joined(service.modules),
            summary.joined(service.owns),
            summary.joined(service.reads),
        )
    yield _indented(grid)


def _heading(text: str) -> RenderableType:
    return Padding(Text(text, style="bold"), (1, 0, 0, 0), expand=False)


def _indented(part: RenderableType, by: int = 2) -> RenderableType:
    renderable = Text(part) if isinstance(part, str) else part
    return Padding(renderable, (0, 0, 0, by), expand=False)


def _grid(*columns: str) -> Grid:
    """Lay out columns that break rather than lose a letter."""
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        grid.add_column(column, overflow="fold")
    return grid
