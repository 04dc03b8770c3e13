"""``migrate explain``: why a thing is where it is, every sentence with its place."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from migrator.errors import UnknownNameError
from migrator.model.ownership import (
    covers,
    longest_prefix,
    service_of_entry_point,
    service_of_module,
    service_of_table,
)
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import AccessMode, Function, HttpRoute, Module, Program, Table
from migrator.model.reach import module_of
from migrator.model.report import Analysis, AssessedEntryPoint
from migrator.model.strict_yaml import nearest
from migrator.model.tree import Trees
from migrator.reporting.summary import joined
from migrator.reporting.tree import render_tree
from migrator.reporting.verdicts import because

T = TypeVar("T", Service, Table, Module, Function)


def explain(thing: str, analysis: Analysis) -> str:
    """Explain an entry point, path, service, table, module or function.

    Raises:
        UnknownNameError: nothing has this name; the hint names the nearest.
    """
    lines = [line for section in _sections(thing, analysis) for line in section]
    if not lines:
        near = nearest(thing, _known(analysis)).strip(" ()")
        raise UnknownNameError(
            f"nothing is called {thing!r}",
            hint=near or "name a route, module, function, table or service; see migrate analyze",
        )
    return "\n".join(lines) + "\n"


def _sections(thing: str, analysis: Analysis) -> Iterator[Iterator[str]]:
    program, plan = analysis.program, analysis.plan
    entered = (e for e in analysis.entry_points if thing in _names_of(e))
    yield from (_entry_point(assessed, analysis, plan) for assessed in entered)
    yield from (_service(service, program) for service in _named(thing, analysis.services))
    yield from (_table(table, program, plan) for table in _named(thing, program.tables))
    yield from (_module(module.name, program, plan) for module in _named(thing, program.modules))
    yield from (_function(function, program) for function in _named(thing, program.functions))


def _named(name: str, facts: Iterable[T]) -> Iterator[T]:
    return (fact for fact in facts if fact.name == name)


def _names_of(assessed: AssessedEntryPoint) -> set[str]:
    entry_point = assessed.entry_point
    path = {entry_point.trigger.path} if isinstance(entry_point.trigger, HttpRoute) else set()
    return {entry_point.label, entry_point.handler, *path}


def _known(analysis: Analysis) -> set[str]:
    program = analysis.program
    names = {name for e in analysis.entry_points for name in _names_of(e)}
    names |= {service.name for service in analysis.services}
    for facts in (program.tables, program.modules, program.functions):
        names |= {fact.name for fact in facts}
    return names


def _entry_point(
    assessed: AssessedEntryPoint, analysis: Analysis, plan: MigrationPlan
) -> Iterator[str]:
    entry_point, reach = assessed.entry_point, assessed.reach
    service = service_of_entry_point(entry_point.label, plan)
    yield f"{entry_point.label}: {assessed.verdict}"
    yield f"  because {because(assessed).removeprefix(f'{assessed.verdict}: ')}"
    yield f"  handler {entry_point.handler} at {entry_point.location}"
    for place in entry_point.registered_at:
        yield f"  registered at {place}"
    yield f"  service {service.name if service else 'none'}"
    count = len(reach.functions)
    things = "1 function" if count == 1 else f"{count} functions"
    yield f"  reaches {things}"
    yield f"  reads {joined(reach.tables_read)}; writes {joined(reach.tables_written)}"
    yield f"  settings {joined(reach.settings)}; tasks {joined(reach.tasks)}"
    yield f"  AWS {joined(reach.aws)}; hosts {joined(reach.hosts)}"
    for finding in analysis.findings:
        if entry_point.label in finding.entry_points:
            yield f"  {finding.category} {finding.rule} at {finding.location}"
    yield "  runs"
    yield from render_tree(Trees(analysis.program).of_entry_point(entry_point), "    ")


def _service(service: Service, program: Program) -> Iterator[str]:
    yield f"service {service.name}"
    yield f"  modules {joined(service.modules)}"
    for entry_point in program.entry_points:
        if entry_point.label in service.entry_points:
            yield f"  {entry_point.label}: {entry_point.handler} at {entry_point.location}"
    for table in (t for t in program.tables if t.name in service.owns):
        yield f"  owns {table.name}, declared at {table.location}"
        yield from (f"    {line}" for line in _accesses(table.name, AccessMode.WRITE, program))
    yield f"  reads {joined(service.reads)}"


def _table(table: Table, program: Program, plan: MigrationPlan) -> Iterator[str]:
    owner = service_of_table(table.name, plan)
    yield f"table {table.name}: {table.model} at {table.location}"
    yield f"  owned by {owner.name if owner else 'none'}"
    for mode in (AccessMode.WRITE, AccessMode.READ):
        yield from (f"  {line}" for line in _accesses(table.name, mode, program))
    for name, line in table.references:
        yield f"  refers to {name} at {table.location.file}:{line}"


def _accesses(table: str, mode: AccessMode, program: Program) -> Iterator[str]:
    verb = "written" if mode is AccessMode.WRITE else "read"
    for access in program.accesses:
        if access.table == table and access.mode is mode:
            yield f"{verb} by {access.function} at {access.location}"


def _module(name: str, program: Program, plan: MigrationPlan) -> Iterator[str]:
    service = service_of_module(name, plan)
    shared = longest_prefix(name, plan.shared)
    yield f"module {name}"
    if shared and service is None:
        yield f"  shared by several services, as {shared}"
    else:
        yield f"  service {service.name if service else 'none'}"
    for entry_point in program.entry_points:
        if module_of(entry_point.handler) == name:
            yield f"  answers {entry_point.label} at {entry_point.location}"
    for module in program.modules:
        for found in module.imports:
            if found.target == name and not covers(name, module.name):
                yield f"  imported by {module.name} at {module.file}:{found.line}"


def _function(function: Function, program: Program) -> Iterator[str]:
    kind = "business function" if function.is_business else function.kind
    yield f"{kind} {function.name} at {function.location}"
    for call in program.calls:
        if call.callee == function.name:
            yield f"  called by {call.caller} at {call.location}"
    for access in program.accesses:
        if access.function == function.name:
            yield f"  {access.mode}s {access.table} at {access.location}"
