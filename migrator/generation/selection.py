"""Which service is meant, which of its routes can move, and which application serves them."""

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator

from migrator.errors import PlanError, UnknownNameError
from migrator.generation.frameworks import FRAMEWORKS, Framework, framework_of
from migrator.generation.frameworks.objects import nearest
from migrator.generation.jobs import why_a_schedule_stays, why_a_task_stays
from migrator.generation.source import Source, text_of
from migrator.model.extraction import Selection
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import (
    Command,
    EntryPoint,
    HttpRoute,
    Program,
    QueueTask,
    Schedule,
    Websocket,
)
from migrator.model.reach import module_of

RESERVED = frozenset({"app", "handlers", "settings", "tests"})
STREAM = "it streams its answer; API Gateway waits for the whole of it"
SOCKET = "websockets need another kind of API"
OPERATOR = "operators run it in the monolith"


def select(program: Program, plan: MigrationPlan, wanted: str, source: Source) -> Selection:
    """Find the service called ``wanted``, or the one whose entry points the module has.

    Raises:
        PlanError: it cannot be extracted; the hint says what to do.
        UnknownNameError: migration.yaml or ``wanted`` names what does not exist.
    """
    service = _find_service(program, plan, wanted)
    framework = _framework_of(service, program)
    own = [
        e
        for e in _entry_points_of(service, program)
        if isinstance(e.trigger, HttpRoute) and e.framework in framework.names
    ]
    application = framework.find_application(program, plan, own)
    top = application.name.partition(":")[0].partition(".")[0]
    if top in RESERVED:
        raise PlanError(
            f"the monolith's own package is called {top!r}, as a file of every service is",
            hint=f"rename the package {top!r}; {', '.join(sorted(RESERVED))} cannot be used",
        )
    org = top.lower()  # it names the private package
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", org):
        raise PlanError(
            f"the package {top!r} cannot name a private package",
            hint="its name needs letters, digits and underscores only",
        )
    if not is_service_name(service.name):
        raise PlanError(
            f"{service.name!r} cannot name a service",
            hint="use lower-case letters, digits and dashes, starting with a letter",
        )
    entry_points = sorted(_entry_points_of(service, program), key=lambda e: (e.label, e.name))
    stays = tuple(
        (e, why)
        for e in entry_points
        if (why := why_it_stays(e, program, source, framework.names)) is not None
    )
    left = {e for e, _ in stays}
    routes = tuple(e for e in entry_points if isinstance(e.trigger, HttpRoute) and e not in left)
    tasks, schedules = (
        tuple(e for e in entry_points if isinstance(e.trigger, kind) and e not in left)
        for kind in (QueueTask, Schedule)
    )
    if not routes and not tasks and not schedules:
        raise PlanError(
            f"service {service.name!r} has no HTTP routes, tasks or schedules that can move",
            hint="list them under entry_points in migration.yaml, as `migrate analyze` does",
        )
    doubts = tuple(framework.find_doubts(program, application, routes))
    return Selection(service, org, application, routes, stays, doubts, tasks, schedules)


def _framework_of(service: Service, program: Program) -> Framework:
    """Return the framework of most of the service's routes that can be extracted.

    Of a service without any it is that of most of the monolith's.
    """
    own = [e for e in _entry_points_of(service, program) if isinstance(e.trigger, HttpRoute)]
    every = (e for e in program.entry_points if isinstance(e.trigger, HttpRoute))
    found = Counter(entry_point.framework for entry_point in own or every)
    known = [name for name in sorted(found, key=lambda n: (-found[n], n)) if framework_of(name)]
    if found and not known:
        names = ", ".join(f"{one.name}" for one in FRAMEWORKS)
        raise PlanError(
            f"service {service.name!r} cannot be extracted: its routes are of "
            f"{', '.join(sorted(found))}, only those of {names} can be cut out",
            hint="analyze, plan, explain and graph work for it",
        )
    return framework_of(known[0] if known else FRAMEWORKS[0].name) or FRAMEWORKS[0]


def _find_service(program: Program, plan: MigrationPlan, wanted: str) -> Service:
    for service in plan.services:
        if wanted == service.name:
            return service
    modules = {module.name for module in program.modules}
    if wanted in modules:
        for service in plan.services:
            if any(_covers(prefix, wanted) for prefix in service.modules):
                _check_is_all(program, service, wanted)
                return service
        name = re.sub(r"[^a-z0-9]+", "-", wanted.rpartition(".")[2].lower()).strip("-")
        return Service(name=name, modules=(wanted,))
    raise UnknownNameError(
        f"no service and no module is called {wanted!r}",
        hint=nearest(wanted, [*(s.name for s in plan.services), *modules]),
    )


def _check_is_all(program: Program, service: Service, module: str) -> None:
    """Refuse a module that is a part of a service: nobody gets more than was asked for unseen."""
    every = list(_entry_points_of(service, program))
    inside = [e for e in every if _covers(module, module_of(e.handler))]
    if len(inside) == len(every):
        return
    raise PlanError(
        f"module {module!r} is a part of service {service.name!r}, which moves as a whole: "
        f"{len(inside)} of its {len(every)} entry points are in the module",
        hint=f"extract {service.name!r}, or make the module a service in migration.yaml: "
        f"`modules: [{module}]`, and move its entry points there",
    )


def _covers(prefix: str, module: str) -> bool:
    return module == prefix or module.startswith(f"{prefix}.")


def _entry_points_of(service: Service, program: Program) -> Iterator[EntryPoint]:
    listed = set(service.entry_points)
    unknown = listed - {e.label for e in program.entry_points}
    if unknown:
        raise UnknownNameError(
            f"service {service.name!r} lists entry points that do not exist: "
            + ", ".join(sorted(unknown)),
            hint=nearest(min(unknown), [e.label for e in program.entry_points]),
        )
    for entry_point in program.entry_points:
        inside = any(_covers(m, module_of(entry_point.handler)) for m in service.modules)
        if entry_point.label in listed or (inside and not listed):
            yield entry_point


def why_it_stays(
    entry_point: EntryPoint,
    program: Program,
    source: Source,
    frameworks: Collection[str] = FRAMEWORKS[0].names,
) -> str | None:
    """Say why an entry point cannot move, if it cannot.

    Args:
        entry_point: what may move.
        program: the monolith.
        source: its files.
        frameworks: the service is of one of these.
    """
    match entry_point.trigger:
        case HttpRoute() if entry_point.framework not in frameworks:
            return f"it is a route of {entry_point.framework}; a service has one framework"
        case HttpRoute():
            return STREAM if _streams(entry_point, program, source) else None
        case Websocket():
            return SOCKET
        case QueueTask():
            return why_a_task_stays(entry_point, entry_point.trigger, program)
        case Schedule():
            return why_a_schedule_stays(entry_point, entry_point.trigger, program)
        case Command():
            return OPERATOR


def _streams(entry_point: EntryPoint, program: Program, source: Source) -> bool:
    """Look for server-sent events in the handler's own lines."""
    ends = {f.name: f.end_line for f in program.functions}
    if entry_point.handler not in ends:
        return False
    files = {m.name: m.file for m in program.modules}
    code = text_of(source, files[module_of(entry_point.handler)])
    lines = range(entry_point.location.line, ends[entry_point.handler] + 1)
    return ("text/event-stream" in code or "EventSourceResponse" in code) and any(
        _is_stream(node)
        for node in ast.walk(ast.parse(code))
        if getattr(node, "lineno", 0) in lines
    )


def _is_stream(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value="text/event-stream"):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name == "EventSourceResponse"
    return False


def is_service_name(name: str) -> bool:
    """Tell whether a name can be a folder, a CloudFormation stack and a branch."""
    return bool(re.fullmatch(r"[a-z]([a-z0-9-]*[a-z0-9])?", name))
