"""``Analysis`` -> what the scripts of the HTML report read."""

from collections.abc import Iterator

from migrator.model.effect_index import EffectIndex
from migrator.model.findings import Category, Finding, Verdict
from migrator.model.location import Location
from migrator.model.program import HttpRoute, Program
from migrator.model.reach import CallGraph
from migrator.model.report import Analysis, AssessedEntryPoint
from migrator.model.traffic import EntryTraffic
from migrator.model.tree import Steps
from migrator.reporting import html_shape as shape
from migrator.reporting import summary
from migrator.reporting.html_index import Index


def build_data(analysis: Analysis) -> shape.PageData:
    """Arrange an analysis for the page; the same analysis gives the same data."""
    program, index = analysis.program, Index(analysis)
    entries = tuple(_entries(analysis, index))
    findings = tuple(_finding(finding, analysis, index) for finding in analysis.findings)
    effects = tuple(_effects(program, index))
    functions = tuple(_functions(program, index))
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
        effort=summary.effort_of(analysis.findings),
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
        requests=shape.NONE if analysis.traffic is None else analysis.traffic.requests,
        unanswered=analysis.unanswered,
        files=index.files.values(),
        names=index.names.values(),
        sets=index.sets.values(),
    )


def _entries(analysis: Analysis, index: Index) -> Iterator[shape.EntryRow]:
    graph = CallGraph(analysis.program)
    services = {label: s.name for s in analysis.services for label in s.entry_points}
    reached = _findings_by_entry(analysis, index)
    traffic = analysis.traffic.by_label() if analysis.traffic else {}
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
            decided_by=tuple(_deciding(assessed.verdict, found, analysis)),
            effort=summary.effort_of(analysis.findings[n] for n in found),
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


def _deciding(verdict: Verdict, found: list[int], analysis: Analysis) -> Iterator[int]:
    """Yield the findings that a verdict rests on: the mandatory ones whose rule says so."""
    says = {rule.id: rule.verdict for rule in analysis.rules}
    for number in found:
        finding = analysis.findings[number]
        if finding.category is Category.MANDATORY and says.get(finding.rule) is verdict:
            yield number


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
        function=index.functions.of(finding.function),
        entries=index.set_of_entries(labels),
        chain=tuple(index.functions.of(name) for name in finding.chain),
        services=services or ((home,) if home != shape.NONE else ()),
    )


def _functions(program: Program, index: Index) -> Iterator[shape.FunctionRow]:
    """Yield the functions that were asked for, and all that they reach in turn."""
    graph = CallGraph(program)
    places = {f"{module.name}:": Location(module.file, 1) for module in program.modules}
    places.update({function.name: function.location for function in program.functions})
    steps = Steps(program)
    done = 0
    while names := index.functions.values()[done:]:
        for name in names:
            place = places.get(name, Location("", 0))
            callees: list[int] = []
            for step in (steps.of(name, callee) for callee in graph.callees(name)):
                how = index.names.of(step.role)
                callees += (index.functions.of(step.function), how, *index.place(step.location))
            yield shape.FunctionRow(
                name, *index.place(place), index.service_of(name), tuple(callees)
            )
        done += len(names)


def _effects(program: Program, index: Index) -> Iterator[shape.EffectRow]:
    known = EffectIndex(program)
    for function in known.functions():
        for effect in known.of(function):
            yield shape.EffectRow(
                effect.kind,
                effect.name,
                index.functions.of(function),
                *index.place(effect.location),
                effect.detail,
            )


def _services(analysis: Analysis) -> Iterator[shape.ServiceRow]:
    for service in analysis.services:
        labels = set(service.entry_points)
        reached = (f for f in analysis.findings if not labels.isdisjoint(f.entry_points))
        yield shape.ServiceRow(service.name, summary.effort_of(reached))


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
