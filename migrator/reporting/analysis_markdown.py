"""``migrate analyze --format markdown``: for a pull request or a wiki."""

from collections.abc import Iterable, Iterator

from migrator.model.program import AccessMode
from migrator.model.report import Analysis
from migrator.reporting import summary
from migrator.reporting.page import Page
from migrator.reporting.traffic import HEADER, summarize


def render_markdown(analysis: Analysis, _page: Page) -> str:
    """Render an analysis as GitHub Markdown."""
    lines = [f"# {_escaped(summary.headline(analysis))}", ""]
    lines += [f"- {line}" for line in summary.counts(analysis)]
    lines += _entry_points(analysis)
    lines += _traffic(analysis)
    lines += _tables(analysis)
    lines += _findings(analysis)
    if analysis.program.unresolved:
        unresolved = ((f"`{u.location}`", _escaped(u.reason)) for u in analysis.program.unresolved)
        lines += ["", "## What could not be resolved", "", *_table(("where", "what"), unresolved)]
    if analysis.live:
        lines += ["", "## The running application", "", summary.live_headline(analysis.live), ""]
        rows = ((a, _code(b), _escaped(c)) for a, b, c in summary.live_rows(analysis.live))
        lines += _table(("only in the", "route", "handler"), rows)
    if analysis.services:
        lines += ["", "## Services", "", *_services(analysis)]
    return "\n".join(lines) + "\n"


def _entry_points(analysis: Analysis) -> Iterator[str]:
    yield from ("", "## Entry points")
    for service, rows in summary.entry_points_by_service(analysis):
        yield from ("", f"### {service or 'no service'}", "")
        yield from _table(
            ("method", "path", "handler", "verdict", "where"),
            ((r.method, _code(r.path), _code(r.handler), r.verdict, _code(r.where)) for r in rows),
        )


def _traffic(analysis: Analysis) -> Iterator[str]:
    if analysis.traffic is None:
        return
    found = summarize(analysis.traffic, analysis)
    yield from ("", "## Traffic", "")
    yield from (f"- {_escaped(sentence)}" for sentence in found.sentences)
    if found.rows:
        yield from ("", *_table(HEADER, ((_code(label), *rest) for label, *rest in found.rows)))
    for header, rows in (
        (("requests", "of no entry point"), ((a, _code(b)) for a, b in found.unmatched)),
        (("file", "no request"), ((_escaped(a), _code(b)) for a, b in found.garbage)),
    ):
        if lines := tuple(rows):
            yield from ("", *_table(header, lines))


def _tables(analysis: Analysis) -> Iterator[str]:
    program = analysis.program
    if not program.tables:
        return
    yield from ("", "## Tables", "")
    yield from _table(
        ("table", "owner", "written by", "read by", "where"),
        (
            (
                _code(table.name),
                summary.owner_of(table.name, analysis) or "-",
                summary.users_of(analysis, table, AccessMode.WRITE),
                summary.users_of(analysis, table, AccessMode.READ),
                _code(str(table.location)),
            )
            for table in program.tables
        ),
    )


def _findings(analysis: Analysis) -> Iterator[str]:
    if analysis.findings:
        yield from ("", "## Findings")
    for example, title, fix, found in summary.findings_by_rule(analysis):
        yield from ("", f"### {title}", "")
        yield f"`{example.rule}`, {example.category}, effort {example.effort}. {fix}".rstrip()
        yield ""
        for finding in found:
            yield f"- `{finding.location}`: {finding.message}"
            if finding.entry_points:
                yield f"  Reached by {_code(summary.reached_by(finding))}"
                yield f"  through `{' → '.join(finding.chain)}`."


def _services(analysis: Analysis) -> Iterator[str]:
    yield from _table(
        ("service", "entry points", "modules", "owns", "reads"),
        (
            (
                s.name,
                str(len(s.entry_points)),
                summary.joined(s.modules),
                summary.joined(s.owns),
                summary.joined(s.reads),
            )
            for s in analysis.services
        ),
    )


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _code(text: str) -> str:
    return f"`{_escaped(text)}`" if text else ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
