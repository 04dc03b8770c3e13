"""Parity reports: text for a terminal, markdown for a pull request, JSON for a pipeline."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import msgspec
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from migrator.model.parity import Difference, ParityReport
from migrator.reporting.page import Page

_MOST_LINES = 40


def render_text(report: ParityReport, page: Page) -> str:
    """Draw a table of routes, then each different answer."""
    parts: list[RenderableType] = [_table(report)]
    for outcome in report.outcomes:
        if outcome.differences:
            parts += ["", Text(f"{outcome.name}  {outcome.request}", "bold red")]
            for difference in outcome.differences:
                parts += [Text(f"  {line}", style) for style, line in _lines(difference)]
    return page.draw(*parts, "", *summarize(report))


def render_markdown(report: ParityReport, _: Page) -> str:
    """Write the same as markdown."""
    lines = [
        f"## Parity of `{report.service}`",
        "",
        "| route | equal | different |",
        "|---|--:|--:|",
    ]
    lines += [f"| `{route}` | {equal} | {other} |" for route, equal, other in _counts(report)]
    lines += ["", *(f"- {line}" for line in summarize(report))]
    for outcome in report.outcomes:
        if outcome.differences:
            lines += ["", f"### {outcome.name}", "", f"`{outcome.request}`", "", "```diff"]
            lines += [line for d in outcome.differences for _, line in _lines(d)]
            lines += ["```"]
    return "\n".join(lines) + "\n"


def render_json(report: ParityReport, _: Page) -> str:
    """Write what ``migrate parity report`` reads."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def summarize(report: ParityReport) -> Iterator[str]:
    """Yield the sentences that say how far the proof reaches."""
    count = len(report.outcomes)
    verdict = f"{report.different} differ" if report.different else "all equal"
    yield f"{count} of {report.recorded} recorded requests belong to {report.service}: {verdict}"
    if report.outside:
        areas = ", ".join(f"{item.area} {item.count}" for item in report.outside)
        yield f"{report.recorded - count} without a route in it: {areas}"
    if report.unrecorded:
        yield f"routes without a recorded request: {', '.join(report.unrecorded)}"


def _table(report: ParityReport) -> Table:
    table = Table("route", "equal", "different", box=None, pad_edge=False)
    table.columns[1].justify = table.columns[2].justify = "right"
    for route, equal, different in _counts(report):
        style = "red" if different else "green"
        table.add_row(Text(route), str(equal), Text(str(different), style))
    return table


def _counts(report: ParityReport) -> Iterator[tuple[str, int, int]]:
    total = Counter(outcome.route for outcome in report.outcomes)
    different = Counter(outcome.route for outcome in report.outcomes if outcome.differences)
    for route in sorted(total, key=_by_path):
        yield route, total[route] - different[route], different[route]


def _by_path(route: str) -> tuple[str, str]:
    method, _, path = route.partition(" ")
    return path, method


def _lines(difference: Difference) -> Iterator[tuple[str, str]]:
    """Yield style and text of the lines that tell a difference."""
    yield "bold", f"{difference.aspect} {difference.place}".strip()
    if difference.diff:
        for line in difference.diff[:_MOST_LINES]:
            style = {"-": "red", "+": "green", "@": "dim"}.get(line[:1], "")
            yield style, line
        if (more := len(difference.diff) - _MOST_LINES) > 0:
            yield "dim", f"  … {more} more lines (all of them with --format json)"
        return
    for line in difference.monolith.split("\n") if difference.monolith else ["(nothing)"]:
        yield "red", f"- {line}"
    for line in difference.service.split("\n") if difference.service else ["(nothing)"]:
        yield "green", f"+ {line}"


PARITY_FORMATS: Mapping[str, Callable[[ParityReport, Page], str]] = {
    "text": render_text,
    "json": render_json,
    "markdown": render_markdown,
}
