"""``Analysis`` -> what the scripts of the HTML report read."""

from collections.abc import Iterator

from migrator.model.effort import Effort
from migrator.model.findings import Finding
from migrator.model.report import Analysis
from migrator.reporting import html_shape as shape
from migrator.reporting import summary
from migrator.reporting.html_entries import entry_rows
from migrator.reporting.html_functions import effect_rows, function_rows
from migrator.reporting.html_index import Index
from migrator.reporting.verdicts import accepted_line, name_of, state_of, troubles


def build_data(analysis: Analysis) -> shape.PageData:
    """Arrange an analysis for the page; the same analysis gives the same data."""
    program, index = analysis.program, Index(analysis)
    entries = tuple(entry_rows(analysis, index))
    findings = tuple(_finding(finding, analysis, index) for finding in analysis.findings)
    effects = tuple(effect_rows(program, index))
    functions = tuple(function_rows(program, index))
    tables = tuple(_tables(analysis, index))
    unresolved = tuple(
        shape.UnresolvedRow(doubt.reason, *index.place(doubt.location))
        for doubt in sorted(program.unresolved, key=lambda u: (u.location, u.reason))
    )
    return shape.PageData(
        root=program.root,
        modules=summary.file_count(program),
        lines=program.lines,
        unparsed=len(program.unparsed),
        effort=analysis.effort.total,
        functions=functions,
        effects=effects,
        services=tuple(_services(analysis)),
        entries=entries,
        findings=findings,
        rules=tuple(_rules(analysis)),
        tables=tables,
        unresolved=unresolved,
        left_out=tuple(
            shape.LeftOutRow(one.reason, one.count, one.examples) for one in program.left_out
        ),
        excerpts=_excerpts(analysis),
        live=_live(analysis),
        gone=_gone(analysis),
        troubles=tuple(
            shape.AcceptanceRow(name_of(one), one.place, one.message) for one in troubles(analysis)
        ),
        requests=shape.NONE if analysis.traffic is None else analysis.traffic.requests,
        unanswered=analysis.unanswered,
        files=index.files.values(),
        names=index.names.values(),
        sets=index.sets.values(),
    )


def _finding(finding: Finding, analysis: Analysis, index: Index) -> shape.FindingRow:
    labels = set(finding.entry_points)
    services = tuple(
        number
        for number, service in enumerate(analysis.services)
        if not labels.isdisjoint(service.entry_points)
    )
    home = index.service_of(finding.function)
    return shape.FindingRow(
        rule=index.rule(finding.rule),
        file=index.files.of(finding.location.file),
        line=finding.location.line,
        message=finding.message,
        functions=tuple(map(index.functions.of, finding.functions or (finding.function,))),
        entries=index.set_of_entries(labels),
        chain=tuple(index.functions.of(name) for name in finding.chain),
        services=services or ((home,) if home != shape.NONE else ()),
        accepted=accepted_line(finding),
        state=state_of(finding),
    )


def _services(analysis: Analysis) -> Iterator[shape.ServiceRow]:
    efforts = dict(analysis.service_efforts)
    for service in analysis.services:
        yield shape.ServiceRow(service.name, efforts.get(service.name, Effort()).total)


def _rules(analysis: Analysis) -> Iterator[shape.RuleRow]:
    for rule in analysis.rules:
        yield shape.RuleRow(
            id=rule.id,
            title=rule.title,
            category=rule.category.value,
            effort=rule.effort,
            confidence=rule.confidence,
            verdict=rule.verdict.value,
            message=rule.message,
            why=rule.why,
            fix=rule.fix,
            links=rule.links,
        )


def _tables(analysis: Analysis, index: Index) -> Iterator[shape.TableRow]:
    """Yield the tables that a model declares, and those that only statements name."""
    program = analysis.program
    owners = {table: s.name for s in analysis.services for table in s.owns}
    declared = {table.name: table for table in program.tables}
    for name in sorted({*declared, *(access.table for access in program.accesses)}):
        table = declared.get(name)
        yield shape.TableRow(
            name=name,
            model=table.model if table else "",
            file=index.files.of(table.location.file if table else ""),
            line=table.location.line if table else 0,
            owner=index.service(owners.get(name, "")),
            references=table.references if table else (),
        )


def _excerpts(analysis: Analysis) -> dict[str, tuple[tuple[int, tuple[str, ...]], ...]]:
    runs: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for excerpt in analysis.excerpts:
        runs.setdefault(excerpt.file, []).append((excerpt.first, excerpt.lines))
    return {file: tuple(found) for file, found in runs.items()}


def _live(analysis: Analysis) -> shape.LiveData | None:
    if analysis.live is None:
        return None
    rows = tuple(summary.live_rows(analysis.live))
    return shape.LiveData(summary.live_headline(analysis.live), rows)


def _gone(analysis: Analysis) -> tuple[shape.GoneRow, ...] | None:
    if analysis.gone is None:
        return None
    return tuple(shape.GoneRow(one.rule, str(one.location), one.message) for one in analysis.gone)
