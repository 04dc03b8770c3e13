"""``migrate analyze --format markdown``: a comment on a pull request.

GitHub takes 65,536 characters: what matters most comes first, and what does not fit is said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from migrator.model.effort import Effort
from migrator.model.findings import Category, Finding, State, Verdict
from migrator.model.ownership import service_of_entry_point
from migrator.model.program import AccessMode
from migrator.model.report import Analysis
from migrator.reporting import summary, verdicts
from migrator.reporting.page import Page
from migrator.reporting.traffic import HEADER, summarize

LIMIT = 65_536  # characters
SERVICES = 100  # in the overview
GRAVEST = 10  # findings above the fold
RESERVED = 2_500  # characters that each later section may count on


class Section(msgspec.Struct, frozen=True):
    """A part that unfolds.

    Attributes:
        what: what the blocks are: ``findings``.
        head: lines before the blocks, the head of a table.
        blocks: are shown as a whole or not at all.
    """

    title: str
    what: str
    blocks: tuple[str, ...]
    head: tuple[str, ...] = ()


def render_markdown(analysis: Analysis, _page: Page) -> str:
    """Render an analysis as GitHub Markdown, shorter than GitHub's limit."""
    text = "\n".join(_overview(analysis)) + "\n"
    sections = [section for section in _sections(analysis) if section.blocks]
    room = LIMIT - len(text) - 200 * (len(sections) + 1)  # the frames, and the sentence at the end
    cut = []
    for position, section in enumerate(sections):
        later = min(RESERVED * (len(sections) - position - 1), room // 2)
        shown = _fitting(section, room - later)
        drawn = _details(section, shown)
        text, room = text + drawn, room - len(drawn)
        if shown < len(section.blocks):
            cut.append(
                f"{len(section.blocks) - shown:,} of {len(section.blocks):,} {section.what}"
            )
    if cut:
        text += (
            f"\nCut to stay below the {LIMIT:,} characters of a comment: {', '.join(cut)}. "
            "`--format json` has everything.\n"
        )
    return text


def _fitting(section: Section, room: int) -> int:
    """Count the blocks that fit."""
    used = sum(len(line) + 1 for line in section.head)
    for index, block in enumerate(section.blocks):
        used += len(block) + 1
        if used > room:
            return index
    return len(section.blocks)


def _details(section: Section, shown: int) -> str:
    total = len(section.blocks)
    number = f"{total:,}" if shown == total else f"{shown:,} of {total:,}"
    body = "\n".join((*section.head, *section.blocks[:shown]))
    summary_line = f"<details><summary>{section.title} ({number})</summary>"
    return f"\n{summary_line}\n\n{body}\n\n</details>\n"


def _overview(analysis: Analysis) -> Iterator[str]:
    yield f"## {_escaped(summary.headline(analysis))}"
    yield ""
    yield from (f"- {line}" for line in summary.counts(analysis))
    yield from _verdicts(analysis)
    yield from _gravest(analysis)


def _verdicts(analysis: Analysis) -> Iterator[str]:
    """Count the verdicts of each service."""
    counts: dict[str, Counter[Verdict]] = {s.name: Counter() for s in analysis.services}
    for assessed in analysis.entry_points:
        service = service_of_entry_point(assessed.entry_point.label, analysis.plan)
        counts.setdefault(service.name if service else "", Counter())[assessed.verdict] += 1
    if not counts:
        return
    efforts = dict(analysis.service_efforts)
    shown = list(counts.items())[:SERVICES]
    yield ""
    yield from _table(
        ("service", *(v.value for v in Verdict), "effort"),
        (
            (
                name or "no service",
                *(str(found[v]) for v in Verdict),
                str(efforts[name].total) if name else "",
            )
            for name, found in shown
        ),
    )
    if len(counts) > len(shown):
        yield from ("", f"… and {len(counts) - len(shown):,} more services.")


def _gravest(analysis: Analysis) -> Iterator[str]:
    """Show the findings that matter: with a baseline, only what is new."""
    found = [f for f in analysis.findings if f.counts and f.state in {None, State.NEW}]
    if not found:
        return
    order = tuple(Category)
    found.sort(key=lambda f: (order.index(f.category), -f.effort, -len(f.entry_points), f))
    yield from ("", "### New findings" if analysis.gone is not None else "### Gravest findings")
    yield ""
    for finding in found[:GRAVEST]:
        yield _line(finding)
    if len(found) > GRAVEST:
        yield f"- … and {len(found) - GRAVEST:,} more below"


def _line(finding: Finding) -> str:
    points = verdicts.counted(len(finding.entry_points), "entry point")
    reached = f", reached by {points}" if finding.entry_points else ""
    return (
        f"- **{finding.category}** `{finding.rule}` at `{finding.location}`{reached}: "
        f"{_one_line(finding.message)}"
    )


def _sections(analysis: Analysis) -> Iterator[Section]:
    yield _gone(analysis)
    yield _acceptances(analysis)
    yield _findings(analysis)
    yield _entry_points(analysis)
    yield _services(analysis)
    yield from _traffic(analysis)
    yield _live(analysis)
    yield _tables(analysis)
    doubts = ((f"`{u.location}`", _escaped(u.reason)) for u in analysis.program.unresolved)
    yield _as_section("What could not be resolved", "unresolved places", ("where", "what"), doubts)


def _gone(analysis: Analysis) -> Section:
    rows = (
        (f"`{one.location}`", f"`{one.rule}`", _cell(one.message)) for one in analysis.gone or ()
    )
    head = ("where it was", "rule", "what")
    return _as_section("Gone since the baseline", "findings that are gone", head, rows)


def _acceptances(analysis: Analysis) -> Section:
    rows = (
        (_code(one.place), verdicts.name_of(one), one.use, _cell(one.message))
        for one in verdicts.troubles(analysis)
    )
    head = ("place", "what", "use", "what to do")
    return _as_section("Comments and waivers to look at", "comments and waivers", head, rows)


def _findings(analysis: Analysis) -> Section:
    blocks = []
    for example, title, fix, found in summary.findings_by_rule(analysis):
        heading = (
            f"\n#### {title}\n\n`{example.rule}`, {example.category}, effort {example.effort}."
        )
        blocks.append(f"{heading} {fix}".rstrip() + f"\n\n{_finding(found[0])}")
        blocks += map(_finding, found[1:])
    return Section("Findings", "findings", tuple(blocks))


def _finding(finding: Finding) -> str:
    state = verdicts.state_of(finding)
    lines = [
        f"- `{finding.location}`{f' ({state})' if state else ''}: {_one_line(finding.message)}"
    ]
    if finding.entry_points:
        lines.append(f"  Reached by {_code(summary.reached_by(finding))}")
        if len(finding.chain) > 1:
            lines[-1] += f" through `{' → '.join(finding.chain)}`"
        lines[-1] += "."
    if accepted := verdicts.accepted_line(finding):
        lines.append(f"  {accepted[0].upper()}{_one_line(accepted[1:])}")
    return "\n".join(lines)


def _entry_points(analysis: Analysis) -> Section:
    rows = (
        (
            service or "-",
            row.method,
            _code(row.path),
            row.verdict,
            str(row.effort),
            _code(row.handler),
            _code(row.where),
        )
        for service, rows in summary.entry_points_by_service(analysis)
        for row in rows
    )
    head = ("service", "method", "path", "verdict", "effort", "handler", "where")
    return _as_section("Entry points", "entry points", head, rows)


def _tables(analysis: Analysis) -> Section:
    rows = (
        (
            _code(table.name),
            summary.owner_of(table.name, analysis) or "-",
            summary.users_of(analysis, table, AccessMode.WRITE),
            summary.users_of(analysis, table, AccessMode.READ),
            _code(str(table.location)),
        )
        for table in analysis.program.tables
    )
    head = ("table", "owner", "written by", "read by", "where")
    return _as_section("Tables", "tables", head, rows)


def _traffic(analysis: Analysis) -> Iterator[Section]:
    if analysis.traffic is None:
        return
    found = summarize(analysis.traffic, analysis)
    said = tuple(f"- {_escaped(sentence)}" for sentence in found.sentences)
    rows = ((_code(label), *rest) for label, *rest in found.rows)
    section = _as_section("Traffic", "entry points with traffic", HEADER, rows)
    if section.blocks:
        yield msgspec.structs.replace(section, head=(*said, "", *section.head))
    else:
        yield Section("Traffic", "sentences about traffic", said)
    unmatched = ((count, _code(path)) for count, path in found.unmatched)
    head = ("requests", "of no entry point")
    yield _as_section("Requests of no entry point", "paths of no entry point", head, unmatched)
    garbage = ((_escaped(file), _code(text)) for file, text in found.garbage)
    yield _as_section("Lines of logs that are no request", "lines", ("file", "line"), garbage)


def _live(analysis: Analysis) -> Section:
    if analysis.live is None:
        return Section("", "", ())
    rows = ((a, _code(b), _escaped(c)) for a, b, c in summary.live_rows(analysis.live))
    section = _as_section(
        "The running application", "routes of one side", ("only in the", "route", "handler"), rows
    )
    headline = summary.live_headline(analysis.live)
    return msgspec.structs.replace(section, head=(headline, "", *section.head))


def _services(analysis: Analysis) -> Section:
    efforts = dict(analysis.service_efforts)
    rows = (
        (
            service.name,
            str(len(service.entry_points)),
            verdicts.effort_line(efforts.get(service.name, Effort())).removeprefix("effort: "),
            summary.joined(service.modules),
            summary.joined(service.owns),
            summary.joined(service.reads),
        )
        for service in analysis.services
    )
    head = ("service", "entry points", "effort", "modules", "owns", "reads")
    return _as_section("Services", "services", head, rows)


def _as_section(
    title: str, what: str, header: Sequence[str], rows: Iterable[tuple[str, ...]]
) -> Section:
    """Make a section of one table."""
    first, second, *blocks = _table(header, rows)
    return Section(title, what, tuple(blocks), (first, second))


def _table(header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _code(text: str) -> str:
    return f"`{_escaped(text)}`" if text else ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _escaped(_one_line(text))
