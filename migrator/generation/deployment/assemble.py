"""Program and plan -> what serverless.yml says of one service."""

from collections.abc import Iterable

from migrator.generation.deployment.concurrency import allot
from migrator.generation.deployment.iam import Grant, grants_of
from migrator.generation.deployment.manifest import Deployed
from migrator.generation.gateway import GatewayFunction
from migrator.model.extraction import Selection, Slice
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import AwsCall, EntryPoint, Program
from migrator.model.reach import CallGraph, module_of


def assemble(
    program: Program,
    plan: MigrationPlan,
    selection: Selection,
    sliced: Slice,
    functions: tuple[GatewayFunction, ...],
) -> Deployed:
    """Put together what is to be deployed.

    Raises:
        PlanError: where the database has too few connections for it.
    """
    service = selection.service
    weights = {one.name: max(1, _weight(one, program)) for one in plan.services}
    weights.setdefault(service.name, len(selection.routes))
    names = [function.name for function in functions]
    return Deployed(
        org=selection.org,
        service=service,
        monolith=plan.monolith,
        functions=functions,
        deployment=plan.deployment,
        database=plan.database,
        grants=_grants(program, sliced, functions),
        concurrency=allot(plan, service, names, weights),
    )


def _grants(
    program: Program, sliced: Slice, functions: Iterable[GatewayFunction]
) -> dict[str, tuple[Grant, ...]]:
    """Say what each function may do: what its routes reach, and what runs at the start."""
    graph = CallGraph(program)
    calls = program.aws_calls
    at_start = [
        call
        for call in calls
        if graph.is_loose(call.function) and module_of(call.function) in sliced.modules
    ]
    return {
        function.name: grants_of([*at_start, *_reached(calls, graph, function.routes)])
        for function in functions
    }


def _reached(
    calls: Iterable[AwsCall], graph: CallGraph, routes: Iterable[EntryPoint]
) -> list[AwsCall]:
    reached = graph.parents(root for route in routes for root in graph.roots(route))
    return [call for call in calls if call.function in reached]


def _weight(service: Service, program: Program) -> int:
    """Count the entry points of a service: those listed, else those of its modules."""
    if service.entry_points:
        return len(service.entry_points)
    return sum(
        any(_covers(module, module_of(one.handler)) for module in service.modules)
        for one in program.entry_points
    )


def _covers(prefix: str, module: str) -> bool:
    return module == prefix or module.startswith(f"{prefix}.")
