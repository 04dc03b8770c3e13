"""Entry points as the HTML report has them."""

from collections.abc import Iterator

from migrator.model.findings import Category, Verdict
from migrator.model.program import HttpRoute
from migrator.model.reach import CallGraph
from migrator.model.report import Analysis, AssessedEntryPoint
from migrator.model.traffic import EntryTraffic
from migrator.reporting import html_shape as shape
from migrator.reporting.html_index import Index


def entry_rows(analysis: Analysis, index: Index) -> Iterator[shape.EntryRow]:
    """Yield the rows in the order of the program."""
    graph = CallGraph(analysis.program)
    services = {label: s.name for s in analysis.services for label in s.entry_points}
    reached = _findings_by_entry(analysis, index)
    verdicts = {rule.id: rule.verdict for rule in analysis.rules}
    traffic = analysis.traffic.by_label() if analysis.traffic else {}

    def decides(number: int, verdict: Verdict) -> bool:
        finding = analysis.findings[number]
        is_grave = finding.counts and finding.category is Category.MANDATORY
        return is_grave and verdicts.get(finding.rule) is verdict

    for number, assessed in enumerate(analysis.entry_points):
        entry_point, reach = assessed.entry_point, assessed.reach
        method, path, declared = _spelled(assessed)
        found = reached.get(number, [])
        yield shape.EntryRow(
            label=entry_point.label,
            kind=str(entry_point.trigger.__struct_config__.tag),
            method=method,
            path=path,
            declared=declared,
            name=entry_point.name,
            framework=entry_point.framework,
            handler=index.functions.of(entry_point.handler),
            file=index.files.of(entry_point.location.file),
            line=entry_point.location.line,
            registered=tuple(n for at in entry_point.registered_at for n in index.place(at)),
            service=index.service(services.get(entry_point.label, "")),
            verdict=assessed.verdict.value,
            decided_by=()
            if assessed.derivation.reason
            else tuple(n for n in found if decides(n, assessed.verdict)),
            effort=assessed.effort.total,
            roots=index.set_of_functions(dict.fromkeys(graph.roots(entry_point))),
            functions=len(reach.functions),
            tables_read=index.set_of_names(reach.tables_read),
            tables_written=index.set_of_names(reach.tables_written),
            settings=index.set_of_names(reach.settings),
            aws=index.set_of_names(reach.aws),
            hosts=index.set_of_names(reach.hosts),
            tasks=index.set_of_names(reach.tasks),
            live=_is_live(assessed, analysis),
            traffic=_traffic(traffic.get(entry_point.label)),
            reason=assessed.derivation.reason,
        )


def _spelled(assessed: AssessedEntryPoint) -> tuple[str, str, str]:
    """Return method, path and how the framework spells it; all kinds have something there."""
    entry_point = assessed.entry_point
    trigger = entry_point.trigger
    if isinstance(trigger, HttpRoute):
        return trigger.method, trigger.path, trigger.declared
    kind, _, rest = entry_point.label.partition(" ")
    return kind, rest, ""


def _is_live(assessed: AssessedEntryPoint, analysis: Analysis) -> int:
    if analysis.live is None:
        return shape.NONE
    return int(assessed.entry_point.label in analysis.live.both)


def _traffic(entry: EntryTraffic | None) -> shape.TrafficRow | None:
    if entry is None:
        return None
    took = entry.durations
    return shape.TrafficRow(
        requests=entry.requests,
        peak=shape.NONE if entry.peak_rate is None else entry.peak_rate,
        slow=took.p95 if took else shape.NONE,
        longest=took.longest if took else shape.NONE,
        largest=shape.NONE if entry.largest_response is None else entry.largest_response,
    )


def _findings_by_entry(analysis: Analysis, index: Index) -> dict[int, list[int]]:
    """Map each entry point to the findings that it reaches, in the order of the report."""
    reached: dict[int, list[int]] = {}
    for number, finding in enumerate(analysis.findings):
        for entry in index.entries(finding.entry_points):
            reached.setdefault(entry, []).append(number)
    return reached
