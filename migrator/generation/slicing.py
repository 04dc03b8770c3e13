"""Which statements and files of the monolith a service needs."""

import ast
import sys
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import msgspec

from migrator.generation.assets import (
    MIGRATES,
    find_assets,
    find_migrations,
    served_by_monolith,
)
from migrator.generation.beside import find_beside
from migrator.generation.frameworks import framework_called
from migrator.generation.jobs import places_of_celery
from migrator.generation.source import Source
from migrator.generation.symbols.closure import Closure, Why
from migrator.generation.symbols.cuts import Cuts, find_cuts
from migrator.generation.symbols.edits import apply, edits_of
from migrator.generation.symbols.effects import EffectReader, Name
from migrator.generation.symbols.loading import load_all, started_modules
from migrator.generation.symbols.reading import literal_of
from migrator.generation.symbols.stand_ins import find_stand_ins
from migrator.generation.symbols.table import SymbolTable
from migrator.generation.symbols.units import ModuleUnits, Unit
from migrator.generation.territory import Territory, survey
from migrator.model.extraction import (
    Doubt,
    Edit,
    KeptUnit,
    Reason,
    Selection,
    Slice,
    UnitKind,
)
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Program
from migrator.model.reach import CallGraph, module_of

ROOT = Why("it holds or registers a route")


def slice_service(
    program: Program, source: Source, selection: Selection, roots: Iterable[str] = ()
) -> Slice:
    """Find what travels, to the top-level statement.

    Args:
        program: the monolith.
        source: its files.
        selection: the service.
        roots: what a framework needs besides the application and the handlers: ``module:name``
            for a symbol, ``module:`` for a whole module, ``module`` for one that is loaded. They
            are loaded by the framework itself.
    """
    territory = survey(program, source, selection)
    analyzed = frozenset(module.name for module in program.modules)
    table = SymbolTable(territory.modules, source, analyzed)
    handlers = _staying_handlers(program, selection)
    cuts = find_cuts(table, territory, handlers)
    shape = territory.shape
    stand_ins = find_stand_ins(table, territory, handlers, cuts.by_module)
    for name, nodes in stand_ins.skipped.items():
        cuts.by_module.setdefault(name, set()).update(nodes)
    effects = EffectReader(table, handlers, cuts.by_module, cuts.inert)
    closure = Closure(program, table, effects, cuts.by_module, shape)
    application = selection.application.name
    roots = (*roots, *sorted(shape.roots))
    starts = {module_of(application), *(module_of(root) for root in roots), *shape.loaded}
    moving = selection.entry_points
    started = started_modules(table, starts | {module_of(r.handler) for r in moving})
    for root in (application, *roots):
        _need_root(closure, root)
    _need_moving(closure, program, selection, started)
    for hook in (*program.hooks, *(h for r in moving for h in r.hooks)):
        if module_of(hook) in started:
            _need_root(closure, hook)
    closure.start(started)
    graph = CallGraph(program)
    running = graph.parents([application, *(f"{m}:" for m in started)])
    load_all(closure, starts, running.keys())
    answering = graph.parents(root for route in moving for root in graph.roots(route))
    reached = frozenset(_top(function) for function in answering)
    framework = framework_called(selection.application.framework)
    migrations = find_migrations(source) if closure.imports_any(MIGRATES) else ()
    migrations = (*migrations, *framework.find_migrations(program, source, selection))
    for path in migrations:
        if path.endswith(".py"):
            closure.need_imports_of(path, source.read(path))
    load_all(closure, starts, running.keys())
    sliced = _slice(closure, cuts, source, _Context(territory, migrations, reached))
    travelling = [table.modules[name].file for name in sliced.modules]
    files = {name: module.file for name, module in table.modules.items()}
    beside = find_beside(source, travelling, files)
    return msgspec.structs.replace(
        sliced,
        assets=tuple(sorted({*sliced.assets, *beside} - set(travelling))),
        stand_ins=tuple(s for s in stand_ins.made if s.module in closure.modules),
    )


class _Context(NamedTuple):
    """What is told of the slice besides its code."""

    territory: Territory
    migrations: tuple[str, ...]
    reached: frozenset[Name]


def _is_run(unit: Unit, reached: Collection[Name]) -> bool:
    return any((unit.module, name) in reached for name in unit.names)


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


def _staying_handlers(program: Program, selection: Selection) -> frozenset[Name]:
    """Name what answers entry points that stay, and none that moves."""
    own = {_top(point.handler) for point in selection.entry_points}
    chosen = set(selection.entry_points)
    return frozenset(_top(e.handler) for e in program.entry_points if e not in chosen) - own


def _top(function: str) -> Name:
    module, _, name = function.partition(":")
    return module, name.partition(".")[0]


def _slice(closure: Closure, cuts: Cuts, source: Source, context: _Context) -> Slice:
    table = closure.table
    modules = tuple(sorted(closure.modules))
    units: list[KeptUnit] = []
    edits: list[Edit] = []
    externals: set[str] = set()
    for name in modules:
        parsed = table.units(name)
        if parsed is None:
            externals.update(table.modules[name].externals)
            continue
        kept, dropped = _kept(closure, parsed, cuts)
        units += [_public(unit) for unit in parsed.units if unit in kept]
        content = table.content(name)
        made = edits_of(parsed, content, kept, {*dropped, *cuts.of(name)})
        edits += made
        externals |= _imported_by(apply(content, made))
    tops = {name.partition(".")[0] for name in table.modules} - _shadowed(table)
    assets = find_assets(source, table.modules, modules, context.migrations)
    units_used = [u for u in closure.kept if u.kind is not UnitKind.IMPORT]
    stay = served_by_monolith(
        assets,
        [closure.uses_of(unit) for unit in units_used],
        [closure.uses_of(u) for u in units_used if _is_run(u, context.reached)],
        externals,
    )
    return Slice(
        modules=modules,
        assets=tuple(asset for asset in assets if asset not in stay),
        left_assets=stay,
        reasons=tuple(sorted(_reasons(context.territory, closure))),
        units=tuple(sorted(units)),
        edits=tuple(sorted(edits)),
        doubts=tuple(sorted(_doubts(closure))),
        externals=tuple(sorted(externals - tops - sys.stdlib_module_names)),
    )


def _shadowed(table: SymbolTable) -> set[str]:
    """Name the folders that are no packages, and of which something is imported that they lack.

    Python then takes the library of that name: a folder ``alembic`` with migrations beside it.
    https://docs.python.org/3/reference/import.html#namespace-packages
    """
    return {
        item.target
        for module in table.modules.values()
        for item in module.imports
        if "." not in item.target
        and item.target not in table.modules
        and item.name
        and f"{item.target}.{item.name}" not in table.modules
    }


def _imported_by(content: bytes) -> set[str]:
    """Name the top packages that a reduced module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _kept(closure: Closure, parsed: ModuleUnits, cuts: Cuts) -> tuple[set[Unit], set[ast.AST]]:
    """Return the units of a module that stay in it, and what goes from them."""
    kept = {unit for unit in parsed.units if unit in closure.kept}
    gone: set[ast.AST] = {a for unit in kept for a in closure.dropped.get(unit, ())}
    bound = {name for unit in kept for name in unit.names}
    cut = cuts.of(parsed.name)
    for unit in parsed.by_name.get("__all__", []):
        literal = literal_of(unit)
        if literal is None or unit.node in cut:
            continue
        listed = [e for e in literal.elts if isinstance(e, ast.Constant)]
        missing = {e for e in listed if e.value in parsed.by_name and e.value not in bound}
        if len(missing) < len(listed) or not listed:
            kept.add(unit)
            gone |= missing
        else:
            kept.discard(unit)
    return kept, gone


def _public(unit: Unit) -> KeptUnit:
    return KeptUnit(unit.module, unit.first, unit.last, unit.kind, unit.names)


def _doubts(closure: Closure) -> Iterator[Doubt]:
    files = {closure.table.modules[name].file for name in closure.modules}
    return (doubt for doubt in closure.doubts if doubt.location.file in files)


def _reasons(territory: Territory, closure: Closure) -> Iterator[Reason]:
    for name, why in closure.modules.items():
        file = territory.modules[name].file
        if name in territory.app_wide:
            line, effect = territory.app_wide[name]
            yield Reason(file, f"{file}:{line} acts on the whole application ({effect})")
        elif name in territory.foreign:
            yield Reason(file, why.says)
