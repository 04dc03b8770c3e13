"""What is known of a route, service, table, module or function: sentences with their places."""

from collections.abc import Iterator

from migrator.model.explanation import Cited, Subject
from migrator.model.location import Location
from migrator.model.ownership import covers, longest_prefix, service_of_module
from migrator.model.program import AccessMode, Program
from migrator.model.reach import module_of
from migrator.model.report import Analysis, AssessedEntryPoint
from migrator.reporting.summary import joined
from migrator.reporting.verdicts import because


def facts_of(subject: Subject, analysis: Analysis) -> Iterator[Cited]:
    """Yield the title, then what is known; of an edge only its title."""
    program = analysis.program
    match subject.kind:
        case "entry point":
            yield from _entry_point(assessed(subject, analysis), subject, analysis)
        case "service":
            yield from _service(subject.name, analysis)
        case "table":
            yield from _table(subject, program)
        case "module":
            yield from _module(subject.name, analysis)
        case "function":
            yield from _function(subject, program)
        case _:
            yield Cited(subject.name)


def assessed(subject: Subject, analysis: Analysis) -> AssessedEntryPoint:
    """Find the entry point that a subject is."""
    return next(e for e in analysis.entry_points if e.entry_point.label == subject.name)


def _entry_point(
    found: AssessedEntryPoint, subject: Subject, analysis: Analysis
) -> Iterator[Cited]:
    entry_point, reach = found.entry_point, found.reach
    yield Cited(f"{entry_point.label}: {found.verdict}")
    yield Cited(f"because {because(found).removeprefix(f'{found.verdict}: ')}")
    yield Cited(f"handler {entry_point.handler}", entry_point.location)
    yield from (Cited("registered", place) for place in entry_point.registered_at)
    yield Cited(f"service {subject.service or 'none'}")
    count = len(reach.functions)
    yield Cited(f"reaches {'1 function' if count == 1 else f'{count} functions'}")
    yield Cited(f"reads {joined(reach.tables_read)}; writes {joined(reach.tables_written)}")
    yield Cited(f"settings {joined(reach.settings)}; tasks {joined(reach.tasks)}")
    yield Cited(f"AWS {joined(reach.aws)}; hosts {joined(reach.hosts)}")
    for finding in analysis.findings:
        if entry_point.label in finding.entry_points:
            yield Cited(f"{finding.category} {finding.rule}", finding.location)


def _service(name: str, analysis: Analysis) -> Iterator[Cited]:
    program = analysis.program
    service = next(one for one in analysis.services if one.name == name)
    yield Cited(f"service {name}")
    yield Cited(f"modules {joined(service.modules)}")
    for entry_point in program.entry_points:
        if entry_point.label in service.entry_points:
            yield Cited(f"{entry_point.label}: {entry_point.handler}", entry_point.location)
    for table in (t for t in program.tables if t.name in service.owns):
        yield Cited(f"owns {table.name}, declared", table.location)
        yield from _accesses(table.name, AccessMode.WRITE, program, level=1)
    yield Cited(f"reads {joined(service.reads)}")


def _table(subject: Subject, program: Program) -> Iterator[Cited]:
    table = next((one for one in program.tables if one.name == subject.name), None)
    if table is None:
        yield Cited(f"table {subject.name}: no model declares it")
    else:
        model = table.model or "declared without a model"
        yield Cited(f"table {table.name}: {model}", table.location)
    yield Cited(f"owned by {subject.service or 'none'}")
    for mode in (AccessMode.WRITE, AccessMode.READ):
        yield from _accesses(subject.name, mode, program)
    for name, line in table.references if table else ():
        assert table is not None  # noqa: S101
        yield Cited(f"refers to {name}", Location(table.location.file, line))


def _accesses(table: str, mode: AccessMode, program: Program, level: int = 0) -> Iterator[Cited]:
    verb = "written" if mode is AccessMode.WRITE else "read"
    for access in program.accesses:
        if access.table == table and access.mode is mode:
            yield Cited(f"{verb} by {access.function}", access.location, level)


def _module(name: str, analysis: Analysis) -> Iterator[Cited]:
    program, plan = analysis.program, analysis.plan
    service = service_of_module(name, plan)
    shared = longest_prefix(name, plan.shared)
    yield Cited(f"module {name}")
    if shared and service is None:
        yield Cited(f"shared by several services, as {shared}")
    else:
        yield Cited(f"service {service.name if service else 'none'}")
    for entry_point in program.entry_points:
        if covers(name, module_of(entry_point.handler)):
            yield Cited(f"answers {entry_point.label}", entry_point.location)
    for module in program.modules:
        for found in module.imports:
            if covers(name, found.target) and not covers(name, module.name):
                place = Location(module.file, found.line)
                yield Cited(f"imported by {module.name}", place)


def _function(subject: Subject, program: Program) -> Iterator[Cited]:
    function = next(one for one in program.functions if one.name == subject.name)
    kind = "business function" if function.is_business else function.kind
    yield Cited(f"{kind} {function.name}", function.location)
    yield Cited(f"service {subject.service or 'none'}")
    for call in program.calls:
        if call.callee == function.name:
            yield Cited(f"called by {call.caller}", call.location)
    for access in program.accesses:
        if access.function == function.name:
            yield Cited(f"{access.mode}s {access.table}", access.location)
