"""Sentences and groups that the text and the Markdown report have in common."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from migrator.model.findings import Category, Finding, Verdict
from migrator.model.live import LiveComparison
from migrator.model.ownership import service_of_entry_point, service_of_module
from migrator.model.program import AccessMode, HttpRoute, Program, Table
from migrator.model.reach import module_of
from migrator.model.report import Analysis, AssessedEntryPoint
from migrator.reporting import traffic
from migrator.reporting.verdicts import effort_line, states_line, troubles

SHOWN_LABELS = 3  # of the entry points that reach a finding; JSON has all


class Row(msgspec.Struct, frozen=True):
    """An entry point as a line of a table."""

    method: str
    path: str
    handler: str
    verdict: Verdict
    effort: int
    where: str


def headline(analysis: Analysis) -> str:
    """Say how large the monolith is."""
    program = analysis.program
    files = file_count(program)
    size = f"{files:,} {'file' if files == 1 else 'files'}, {program.lines:,} lines"
    if program.unparsed:
        size += f", {len(program.unparsed):,} not valid Python"
    return f"{program.root}: {size}"


def file_count(program: Program) -> int:
    """Count the Python files that were read, or could not be."""
    return len({module.file for module in program.modules} | set(program.unparsed))


def counts(analysis: Analysis) -> tuple[str, ...]:
    """Say in numbers what was found: entry points by kind, verdicts, findings, the rest."""
    program = analysis.program
    kinds = Counter(str(e.trigger.__struct_config__.tag) for e in program.entry_points)
    verdicts = Counter(e.verdict for e in analysis.entry_points)
    categories = Counter(f.category for f in analysis.findings if f.counts)
    business = sum(f.is_business for f in program.functions)
    return (
        _counted("entry points", {k: kinds[k] for k in sorted(kinds, key=lambda k: -kinds[k])}),
        _counted("verdicts", {v.value: verdicts[v] for v in Verdict}),
        _counted("findings", {c.value: categories[c] for c in Category}),
        *_consequences(analysis),
        f"business functions: {business}",
        f"tables: {len(program.tables)}",
        f"not resolved: {len(program.unresolved)}",
        *_left_out(program),
        *traffic.not_given(analysis),
    )


def _consequences(analysis: Analysis) -> Iterator[str]:
    accepted = sum(not finding.counts for finding in analysis.findings)
    if accepted:
        yield f"accepted findings, which do not count: {accepted}"
    if analysis.gone is not None:
        yield f"against the baseline: {states_line(analysis)}"
    if found := troubles(analysis):
        yield f"comments and waivers to look at: {len(found)}"
    yield effort_line(analysis.effort)


def _left_out(program: Program) -> Iterator[str]:
    if program.left_out:
        total = sum(one.count for one in program.left_out)
        reasons = ", ".join(f"{one.count} {one.reason}" for one in program.left_out)
        yield f"left out: {total} ({reasons}); --include puts back"


def entry_points_by_service(analysis: Analysis) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Yield (service, its entry points) in the order of the plan."""
    groups: dict[str, list[AssessedEntryPoint]] = {s.name: [] for s in analysis.services}
    for assessed in analysis.entry_points:
        service = service_of_entry_point(assessed.entry_point.label, analysis.plan)
        groups.setdefault(service.name if service else "", []).append(assessed)
    for name, members in groups.items():
        if members:
            rows = sorted(map(_row, members), key=lambda row: (row.path, row.method, row.where))
            yield name, tuple(rows)


def findings_by_rule(analysis: Analysis) -> Iterator[tuple[Finding, str, str, list[Finding]]]:
    """Yield (an example, title, fix, all findings) per rule: gravest first, then by id."""
    groups: dict[str, list[Finding]] = {}
    for finding in analysis.findings:
        groups.setdefault(finding.rule, []).append(finding)
    order = tuple(Category)
    texts = {rule: (title, fix) for rule, title, fix in analysis.fixes}
    for rule, found in sorted(groups.items(), key=lambda g: (order.index(g[1][0].category), g[0])):
        title, fix = texts.get(rule, (rule, ""))
        yield found[0], title, fix, found


def reached_by(finding: Finding) -> str:
    """Name some of the entry points that reach a finding, and how many more there are."""
    return shortened(finding.entry_points)


def shortened(labels: Sequence[str]) -> str:
    """Name some labels, and how many more there are."""
    shown = ", ".join(labels[:SHOWN_LABELS])
    more = len(labels) - SHOWN_LABELS
    return f"{shown} and {more} more" if more > 0 else shown


def users_of(analysis: Analysis, table: Table, mode: AccessMode) -> str:
    """Count the functions that read or write a table by service: ``orders 3, shop.seed 1``.

    A module that no service has stands for itself.
    """
    users: Counter[str] = Counter()
    for function in accessors(analysis.program, table.name, mode):
        service = service_of_module(module_of(function), analysis.plan)
        users[service.name if service else module_of(function)] += 1
    return joined(f"{name} {count}" for name, count in sorted(users.items()))


def accessors(program: Program, table: str, mode: AccessMode) -> tuple[str, ...]:
    """Name the functions that read, or write, a table; sorted."""
    found = {a.function for a in program.accesses if a.table == table and a.mode is mode}
    return tuple(sorted(found))


def owner_of(table: str, analysis: Analysis) -> str:
    """Name the service that owns a table; empty where none does."""
    return next((s.name for s in analysis.services if table in s.owns), "")


def _row(assessed: AssessedEntryPoint) -> Row:
    entry_point = assessed.entry_point
    trigger = entry_point.trigger
    if isinstance(trigger, HttpRoute):
        method, path = trigger.method, trigger.path
    else:
        method, _, path = entry_point.label.partition(" ")
    return Row(
        method,
        path,
        entry_point.handler.partition(":")[2],
        assessed.verdict,
        assessed.effort.total,
        str(entry_point.location),
    )


def _counted(what: str, numbers: dict[str, int]) -> str:
    parts = ", ".join(f"{count} {name}" for name, count in numbers.items() if count)
    total = sum(numbers.values())
    return f"{what}: {total}" + (f" ({parts})" if parts else "")


def joined(names: Iterable[str], empty: str = "-") -> str:
    """Join names with commas; ``empty`` where there are none."""
    return ", ".join(names) or empty


def live_headline(live: LiveComparison) -> str:
    """Say how the running application and its source compare."""
    return (
        f"{live.application} ({live.framework}) lists {live.routes} routes: "
        f"{len(live.only_live)} were not found in the source, "
        f"{len(live.only_static)} of the source it does not list"
    )


def live_rows(live: LiveComparison) -> Iterator[tuple[str, str, str]]:
    """List what only one side knows: the side, the route, and who answers."""
    for route in live.only_live:
        where = f"{route.file}:{route.line}" if route.file else "of a package"
        yield "application", route.label, f"{route.handler}, {where}"
    for label in live.only_static:
        yield "source", label, ""
