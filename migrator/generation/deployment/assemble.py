"""Program and plan -> what serverless.yml says of one service."""

from collections.abc import Iterable

from migrator.generation.deployment import queues
from migrator.generation.deployment.concurrency import NONE, allot
from migrator.generation.deployment.iam import Grant, grants_of
from migrator.generation.deployment.manifest import Deployed
from migrator.generation.gateway import GatewayFunction
from migrator.model.extraction import Selection, Slice
from migrator.model.jobs import JobKind, Jobs
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import Program
from migrator.model.reach import CallGraph, module_of


def assemble(
    program: Program,
    plan: MigrationPlan,
    selection: Selection,
    sliced: Slice,
    functions: tuple[GatewayFunction, ...],
    jobs: Jobs = NONE,
) -> Deployed:
    """Put together what is to be deployed.

    Raises:
        PlanError: where the database has too few connections for it.
    """
    service = selection.service
    weights = {one.name: max(1, _weight(one, program)) for one in plan.services}
    weights.setdefault(service.name, len(selection.entry_points))
    names = [function.name for function in functions]
    return Deployed(
        org=selection.org,
        service=service,
        monolith=plan.monolith,
        functions=functions,
        deployment=plan.deployment,
        database=plan.database,
        grants=_grants(program, sliced, functions, jobs),
        concurrency=allot(plan, service, names, weights, jobs),
        jobs=jobs,
    )


def _grants(
    program: Program, sliced: Slice, functions: Iterable[GatewayFunction], jobs: Jobs
) -> dict[str, tuple[Grant, ...]]:
    """Say what each function may do: what it runs, and what runs at the start."""
    graph = CallGraph(program)
    calls = program.aws_calls
    at_start = [
        call
        for call in calls
        if graph.is_loose(call.function) and module_of(call.function) in sliced.modules
    ]
    found = {}
    for name, points in (*((one.name, one.routes) for one in functions), *jobs.entry_points):
        reached = graph.parents(root for point in points for root in graph.roots(point))
        own = [call for call in calls if call.function in reached]
        sent = {e.task for e in program.enqueues if e.function in reached and e.task}
        found[name] = (*grants_of([*at_start, *own]), *_of_queue(name, sent, jobs))
    return found


def _of_queue(name: str, sent: set[str], jobs: Jobs) -> tuple[Grant, ...]:
    """Say what a function may do with queues, which it sends these tasks to.

    Those of routes reach the monolith's broker as before; where they send tasks of this service,
    they may use its queue as well. A task may send itself again.
    """
    own = {task.name for task in jobs.queue.tasks} if jobs.queue else set()
    is_task = name in _running_tasks(jobs)
    foreign = sorted(sent - own) if is_task else []
    if jobs.queue and name == jobs.queue.name:
        grants = queues.TAKES
    elif is_task or sent & own:
        grants = (*((queues.SENDS,) if jobs.queue else ()), queues.LOOKS_UP)
    else:
        return ()
    return (*grants, *((queues.sends_elsewhere(foreign),) if foreign else ()))


def _running_tasks(jobs: Jobs) -> set[str]:
    clocks = {job.name for job in jobs.scheduled if job.kind is JobKind.TASK}
    return clocks | ({jobs.queue.name} if jobs.queue else set())


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
