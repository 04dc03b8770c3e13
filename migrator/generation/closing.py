"""What travels with a service: from its routes, its application and what its framework needs."""

from collections.abc import Collection, Iterable

import msgspec

from migrator.generation.assets import MIGRATES, find_assets, find_migrations
from migrator.generation.beside import find_beside
from migrator.generation.frameworks import framework_called
from migrator.generation.jobs import places_of_celery
from migrator.generation.source import Source
from migrator.generation.symbols.closure import Closure, Why
from migrator.generation.symbols.cuts import Cuts
from migrator.generation.symbols.effects import EffectReader
from migrator.generation.symbols.loading import load_all, started_modules
from migrator.generation.symbols.table import Name, SymbolTable
from migrator.generation.territory import Territory
from migrator.model.extraction import Selection
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Program
from migrator.model.reach import CallGraph, module_of

ROOT = Why("it holds or registers a route")


class Task(msgspec.Struct, frozen=True, eq=False):
    """A service that is cut out.

    Attributes:
        handlers: what answers entry points that stay, and none that moves.
        words: names of attributes that templates say.
    """

    program: Program
    source: Source
    selection: Selection
    territory: Territory
    table: SymbolTable
    handlers: frozenset[Name]
    words: frozenset[str] = frozenset()


class Closed(msgspec.Struct, frozen=True, eq=False):
    """What travels.

    Attributes:
        reached: functions and classes that the service is seen to run.
        assets: files that lie in its packages, and migrations.
        beside: files beside the top packages that the code opens.
    """

    closure: Closure
    reached: frozenset[Name]
    assets: tuple[str, ...]
    beside: frozenset[str]


def close(task: Task, cuts: Cuts) -> Closed:
    """Follow everything that the service needs, without what is cut."""
    program, selection, table = task.program, task.selection, task.table
    shape = task.territory.shape
    effects = EffectReader(table, task.handlers, cuts.by_module, cuts.inert)
    closure = Closure(program, table, effects, cuts.by_module, shape, task.words)
    application = selection.application.name
    roots = sorted(shape.roots)
    starts = {module_of(application), *(module_of(root) for root in roots), *shape.loaded}
    moving = selection.entry_points
    started = started_modules(table, starts | {module_of(one.handler) for one in moving})
    for root in (application, *roots):
        _need_root(closure, root)
    _need_moving(closure, program, selection, started)
    for hook in (*program.hooks, *(h for one in moving for h in one.hooks)):
        if module_of(hook) in started:
            _need_root(closure, hook)
    closure.start(started)
    graph = CallGraph(program)
    running = graph.parents([application, *(f"{m}:" for m in started)])
    load_all(closure, starts, running.keys())
    answering = graph.parents(root for one in moving for root in graph.roots(one))
    migrations = tuple(_migrations(task, closure))
    load_all(closure, starts, running.keys())
    files = {name: module.file for name, module in table.modules.items()}
    return Closed(
        closure,
        reached=frozenset(top_of(function) for function in answering),
        assets=find_assets(task.source, table.modules, closure.modules, migrations),
        beside=frozenset(
            find_beside(task.source, [files[name] for name in sorted(closure.modules)], files)
        ),
    )


def _migrations(task: Task, closure: Closure) -> Iterable[str]:
    """Let travel what migrations import that travel."""
    framework = framework_called(task.selection.application.framework)
    found = find_migrations(task.source) if closure.imports_any(MIGRATES) else ()
    for path in (
        *found,
        *framework.find_migrations(task.program, task.source, task.selection),
    ):
        if path.endswith(".py"):
            closure.need_imports_of(path, task.source.read(path))
        yield path


def _need_moving(
    closure: Closure, program: Program, selection: Selection, started: Collection[str]
) -> None:
    """Let travel what moves; what tells a clock of jobs stays, the deployment has its own."""
    for route in selection.routes:
        _need_route(closure, route, started)
    for job in (*selection.tasks, *selection.schedules):
        _need_root(closure, job.handler)
    for place in places_of_celery(program, selection):
        _need_place(closure, place)


def _need_place(closure: Closure, place: Location) -> None:
    """Let the statement at a place travel, and its module be loaded."""
    module = closure.table.by_file.get(place.file, "")
    units = closure.table.units(module) if module else None
    unit = units.at(place.line) if units else None
    if unit is not None:
        closure.need_unit(unit, ROOT)
        closure.to_load.add(module)


def _need_root(closure: Closure, root: str) -> None:
    module, colon, name = root.partition(":")
    if module not in closure.table.modules:
        return
    top = name.partition(".")[0]
    if top:
        closure.need(module, top, ROOT)
        closure.to_load.add(module)
    elif colon:
        closure.need_whole(module, ROOT)
    else:
        closure.need_module(module, ROOT)


def _need_route(closure: Closure, route: EntryPoint, started: Collection[str]) -> None:
    _need_root(closure, route.handler)
    for place in route.registered_at:
        module = closure.table.by_file.get(place.file, "")
        units = closure.table.units(module) if module in started else None
        unit = units.at(place.line) if units else None
        if unit is not None:
            closure.need_unit(unit, ROOT)


def top_of(function: str) -> Name:
    """Split the name of a function into its module and what that binds."""
    module, _, name = function.partition(":")
    return module, name.partition(".")[0]
