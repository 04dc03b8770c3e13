"""``migrate analyze --format json``: the shape that pipelines rely on."""

import json
from collections import Counter
from typing import NotRequired, TypedDict, assert_never

import msgspec

from migrator.model.effort import Effort
from migrator.model.findings import Derivation, Finding, Verdict
from migrator.model.live import LiveComparison
from migrator.model.program import (
    AccessMode,
    Command,
    HttpRoute,
    Program,
    QueueTask,
    Schedule,
    Table,
    Websocket,
)
from migrator.model.report import SCHEMA, Analysis, AssessedEntryPoint
from migrator.model.traffic import EntryTraffic
from migrator.reporting import analysis_shape as shape
from migrator.reporting.grouping import grouping_shape
from migrator.reporting.page import Page
from migrator.reporting.summary import accessors, file_count
from migrator.reporting.traffic_json import entry_traffic_shape, traffic_shape
from migrator.reporting.verdicts import because, count_states

KINDS = ("http", "task", "schedule", "websocket", "command")


def render_json(analysis: Analysis, _page: Page) -> str:
    """Render an analysis as JSON, ending in a newline."""
    plain = msgspec.to_builtins(build_shape(analysis))
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def build_shape(analysis: Analysis) -> shape.AnalysisShape:
    """Arrange an analysis as the public JSON has it; every list is sorted."""
    program = analysis.program
    traffic = analysis.traffic.by_label() if analysis.traffic else None
    return shape.AnalysisShape(
        schema=SCHEMA,
        source=shape.SourceShape(
            root=program.root,
            files=file_count(program),
            lines=program.lines,
            unparsed=len(program.unparsed),
            left_out=tuple(
                shape.LeftOutShape(one.reason, one.count, one.examples) for one in program.left_out
            ),
        ),
        entry_points=tuple(
            sorted(
                (_entry_point(one, analysis, traffic) for one in analysis.entry_points),
                key=_entry_order,
            )
        ),
        business_functions=_business_functions(program),
        tables=tuple(_table(table, program) for table in program.tables),
        findings=tuple(map(_finding, analysis.findings)),
        unresolved=tuple(
            shape.UnresolvedShape(u.reason, u.location.file, u.location.line)
            for u in sorted(program.unresolved, key=lambda u: (u.location, u.reason))
        ),
        services=_services(analysis),
        effort=_effort(analysis.effort),
        waivers=tuple(
            shape.WaiverShape(**msgspec.structs.asdict(one)) for one in analysis.acceptances
        ),
        grouping=grouping_shape(analysis.grouping),
        baseline=_baseline(analysis),
        gone=_gone(analysis),
        live=_live(analysis.live) if analysis.live else msgspec.UNSET,
        traffic=traffic_shape(analysis.traffic) if analysis.traffic else msgspec.UNSET,
    )


def _finding(finding: Finding) -> shape.FindingShape:
    accepted, was = finding.suppression, finding.was
    return shape.FindingShape(
        rule=finding.rule,
        category=finding.category,
        effort=finding.effort,
        message=finding.message,
        file=finding.location.file,
        line=finding.location.line,
        function=finding.function,
        entry_points=finding.entry_points,
        chain=finding.chain,
        state=finding.state or msgspec.UNSET,
        was=shape.PlaceShape(was.file, was.line) if was else msgspec.UNSET,
        accepted=(
            shape.AcceptedShape(accepted.kind, accepted.reason, accepted.place, accepted.until)
            if accepted
            else msgspec.UNSET
        ),
    )


def _effort(effort: Effort) -> shape.EffortShape:
    return shape.EffortShape(effort.mandatory, effort.optional, effort.potential, effort.total)


def _baseline(analysis: Analysis) -> shape.BaselineShape | msgspec.UnsetType:
    if analysis.gone is None:
        return msgspec.UNSET
    return shape.BaselineShape(**count_states(analysis))


def _gone(analysis: Analysis) -> tuple[shape.GoneShape, ...] | msgspec.UnsetType:
    if analysis.gone is None:
        return msgspec.UNSET
    return tuple(
        shape.GoneShape(one.rule, one.category, one.message, one.file, one.line, one.function)
        for one in analysis.gone
    )


def _live(live: LiveComparison) -> shape.LiveShape:
    return shape.LiveShape(
        application=live.application,
        framework=live.framework,
        routes=live.routes,
        only_live=tuple(
            shape.LiveRouteShape(**msgspec.structs.asdict(route)) for route in live.only_live
        ),
        only_static=live.only_static,
    )


def _entry_point(
    assessed: AssessedEntryPoint, analysis: Analysis, traffic: dict[str, EntryTraffic] | None
) -> shape.EntryPointShape:
    entry_point, common = assessed.entry_point, _common(assessed, analysis)
    if traffic is not None:
        common["traffic"] = entry_traffic_shape(traffic.get(entry_point.label))
    match entry_point.trigger:
        case HttpRoute(method=method, path=path, declared=declared):
            return shape.HttpEntry(method, path, declared, entry_point.name, **common)
        case QueueTask(name=name):
            return shape.TaskEntry(name, **common)
        case Schedule(expression=expression, declared=declared, task=task):
            return shape.ScheduleEntry(expression, declared, task, **common)
        case Websocket(path=path):
            return shape.WebsocketEntry(path, **common)
        case Command(name=name):
            return shape.CommandEntry(name, **common)
        case _:
            assert_never(entry_point.trigger)


class _Fields(TypedDict):
    handler: str
    file: str
    line: int
    framework: str
    found_by: str
    verdict: Verdict
    because: str
    derivation: shape.DerivationShape
    effort: shape.EffortShape
    reaches: shape.ReachShape
    traffic: NotRequired[shape.EntryTrafficShape]


def _common(assessed: AssessedEntryPoint, analysis: Analysis) -> _Fields:
    entry_point, reach = assessed.entry_point, assessed.reach
    is_live = analysis.live is not None and entry_point.label in analysis.live.both
    return {
        "handler": entry_point.handler,
        "file": entry_point.location.file,
        "line": entry_point.location.line,
        "framework": entry_point.framework,
        "found_by": "both" if is_live else "static",
        "verdict": assessed.verdict,
        "because": because(assessed),
        "derivation": _derivation(assessed.derivation),
        "effort": _effort(assessed.effort),
        "reaches": shape.ReachShape(
            functions=len(reach.functions),
            tables_read=reach.tables_read,
            tables_written=reach.tables_written,
            settings=reach.settings,
            aws=reach.aws,
            hosts=reach.hosts,
            tasks=reach.tasks,
        ),
    }


def _derivation(derivation: Derivation) -> shape.DerivationShape:
    return shape.DerivationShape(
        evidence=tuple(
            shape.EvidenceShape(one.rule, one.location.file, one.location.line, one.chain)
            for one in derivation.evidence
        ),
        deciding=derivation.deciding,
        mandatory=derivation.mandatory,
        optional=derivation.optional,
        potential=derivation.potential,
        accepted=derivation.accepted,
        reason=derivation.reason,
    )


def _entry_order(entry: shape.EntryPointShape) -> tuple[int, bytes]:
    match entry:
        case shape.HttpEntry():
            key = [entry.path, entry.method, entry.declared]
        case shape.ScheduleEntry():
            key = [entry.task, entry.declared]
        case shape.WebsocketEntry():
            key = [entry.path]
        case _:
            key = [entry.name]
    kind = entry.__struct_config__.tag
    return KINDS.index(str(kind)), msgspec.json.encode([*key, entry.handler])


def _business_functions(program: Program) -> tuple[shape.BusinessFunctionShape, ...]:
    sites = Counter(call.callee for call in set(program.calls))
    return tuple(
        shape.BusinessFunctionShape(f.name, f.location.file, f.location.line, sites[f.name])
        for f in sorted(program.functions)
        if f.is_business
    )


def _table(table: Table, program: Program) -> shape.TableShape:
    return shape.TableShape(
        name=table.name,
        model=table.model,
        file=table.location.file,
        line=table.location.line,
        readers=accessors(program, table.name, AccessMode.READ),
        writers=accessors(program, table.name, AccessMode.WRITE),
    )


def _services(analysis: Analysis) -> tuple[shape.ServiceShape, ...]:
    efforts = dict(analysis.service_efforts)
    return tuple(
        shape.ServiceShape(
            service.name,
            service.modules,
            service.entry_points,
            service.owns,
            service.reads,
            _effort(efforts.get(service.name, Effort())),
        )
        for service in analysis.services
    )
