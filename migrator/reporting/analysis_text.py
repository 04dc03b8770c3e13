"""``migrate analyze``: one page that a person wants to read."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from migrator.model.effort import Effort
from migrator.model.findings import Category, Finding, Verdict
from migrator.model.program import AccessMode
from migrator.model.report import Analysis
from migrator.reporting import summary, verdicts
from migrator.reporting.page import Page
from migrator.reporting.traffic import HEADER, summarize

WIDE = 100  # columns from which on every fact has a column of its own
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
    parts += _entry_points(analysis, page)
    parts += _reasons(analysis)
    parts += _traffic(analysis)
    parts += _tables(analysis)
    parts += _findings(analysis)
    parts += _gone(analysis)
    parts += _acceptances(analysis)
    parts += _unresolved(analysis)
    parts += _live(analysis)
    parts += _services(analysis, page)
    return page.draw(*parts)


def _entry_points(analysis: Analysis, page: Page) -> Iterator[RenderableType]:
    for service, rows in summary.entry_points_by_service(analysis):
        yield _heading(f"Entry points: {service or 'no service'} ({len(rows)})")
        yield _indented(_wide(rows) if page.width >= WIDE else _narrow(rows))


def _wide(rows: Iterable[summary.Row]) -> Grid:
    grid = _grid("method", "path", "handler", "verdict", "effort", "where")
    for row in rows:
        verdict, effort = Text(row.verdict, style=STYLES[row.verdict]), str(row.effort)
        grid.add_row(row.method, row.path, row.handler, verdict, effort, row.where)
    return grid


def _narrow(rows: Iterable[summary.Row]) -> Grid:
    grid = _grid("method", "path, handler, where", "verdict", "effort")
    for row in rows:
        verdict, effort = Text(row.verdict, style=STYLES[row.verdict]), str(row.effort)
        what = Text.assemble(row.path, (f"\n{row.handler}, {row.where}", "dim"))
        grid.add_row(row.method, what, verdict, effort)
    return grid


def _reasons(analysis: Analysis) -> Iterator[RenderableType]:
    groups = verdicts.groups(analysis)
    if groups:
        yield _heading("What holds entry points back")
    for group in groups:
        verdict = group.example.verdict
        points = verdicts.counted(len(group.labels), "entry point")
        head = Text.assemble((verdict, STYLES[verdict]), f", {points}: ")
        yield _indented(head.append(summary.shortened(group.labels)))
        for one in group.example.derivation.evidence:
            yield _indented(Text.assemble((str(one.location), "cyan"), f" {one.rule}"), 4)
            if len(one.chain) > 1:
                yield _indented(f"through {' → '.join(one.chain)}", 6)
        if rest := verdicts.more(group.example):
            yield _indented(rest.removeprefix("; "), 4)


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
    state = verdicts.state_of(finding)
    where = Text(str(finding.location), style="cyan")
    yield _indented(where.append(f" ({state})", style="bold") if state else where, 4)
    yield _indented(finding.message, 6)
    if finding.entry_points:
        yield _indented(f"reached by {summary.reached_by(finding)}", 6)
    if len(finding.chain) > 1:
        yield _indented(f"through {' → '.join(finding.chain)}", 6)
    if accepted := verdicts.accepted_line(finding):
        yield _indented(Text(accepted, style="green"), 6)


def _gone(analysis: Analysis) -> Iterator[RenderableType]:
    if not analysis.gone:
        return
    yield _heading("Gone since the baseline")
    grid = _grid("where it was", "rule", "what")
    for one in analysis.gone:
        grid.add_row(str(one.location), one.rule, one.message)
    yield _indented(grid)


def _acceptances(analysis: Analysis) -> Iterator[RenderableType]:
    found = verdicts.troubles(analysis)
    if not found:
        return
    yield _heading("Comments and waivers to look at")
    for one in found:
        head = Text.assemble((one.place, "cyan"), f" {verdicts.name_of(one)}: ")
        yield _indented(head.append(one.use, style="yellow"))
        yield _indented(one.message, 4)


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


def _services(analysis: Analysis, page: Page) -> Iterator[RenderableType]:
    if not analysis.services:
        return
    yield _heading("Services")
    is_wide = page.width >= WIDE
    columns = ("service", "entry points", "effort", "modules", "owns", "reads")
    grid = _grid(*columns) if is_wide else _grid("service", "what")
    efforts = dict(analysis.service_efforts)
    for service in analysis.services:
        cells = (
            str(len(service.entry_points)),
            str(efforts.get(service.name, Effort()).total),
            summary.joined(service.modules),
            summary.joined(service.owns),
            summary.joined(service.reads),
        )
        if is_wide:
            grid.add_row(service.name, *cells)
        else:
            pairs = zip(columns[1:], cells, strict=True)
            grid.add_row(service.name, "\n".join(f"{column}: {cell}" for column, cell in pairs))
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
