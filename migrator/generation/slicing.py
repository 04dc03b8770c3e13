"""Which statements and files of the monolith a service needs."""

import ast
import sys
from collections.abc import Collection, Iterable, Iterator

import msgspec

from migrator.generation.assets import served_by_monolith
from migrator.generation.closing import Closed, Task, close, top_of
from migrator.generation.data_files import unnamed
from migrator.generation.idle_names import find_idle_names
from migrator.generation.rendered import words_of_templates
from migrator.generation.source import Source
from migrator.generation.symbols.closure import Closure
from migrator.generation.symbols.cuts import Cuts, find_cuts
from migrator.generation.symbols.edits import apply, edits_of
from migrator.generation.symbols.reading import literal_of
from migrator.generation.symbols.stand_ins import find_stand_ins
from migrator.generation.symbols.table import Name, SymbolTable
from migrator.generation.symbols.units import ModuleUnits, Unit
from migrator.generation.symbols.waiting import statements
from migrator.generation.territory import Territory, survey
from migrator.model.extraction import (
    Doubt,
    Edit,
    KeptUnit,
    Left,
    Reason,
    Selection,
    Slice,
    UnitKind,
)
from migrator.model.location import Location
from migrator.model.program import Program


def table_of(program: Program, source: Source, territory: Territory) -> SymbolTable:
    """Return the modules of the monolith, each to be parsed when it is first asked for."""
    analyzed = frozenset(module.name for module in program.modules)
    return SymbolTable(territory.modules, source, analyzed)


def slice_service(
    program: Program,
    source: Source,
    selection: Selection,
    territory: Territory | None = None,
    table: SymbolTable | None = None,
) -> Slice:
    """Find what travels, to the top-level statement.

    Args:
        program: the monolith.
        source: its files.
        selection: the service.
        territory: what ``survey`` says of the three, where the caller has asked it already.
        table: the modules, where the caller goes on reading them.
    """
    territory = territory or survey(program, source, selection)
    table = table or table_of(program, source, territory)
    handlers = _staying_handlers(program, selection)
    cuts = find_cuts(table, territory, handlers)
    stand_ins = find_stand_ins(table, territory, handlers, cuts.by_module)
    cuts.add(stand_ins.skipped)
    words = frozenset(words_of_templates(source))
    task = Task(program, source, selection, territory, table, handlers, words)
    closed = close(task, cuts)
    idle, left = find_idle_names(closed.closure, source, sorted({*closed.assets, *closed.beside}))
    if idle:
        cuts.add(idle)
        closed = close(task, cuts)
    sliced = _slice(closed, cuts, task)
    travelling = {table.modules[name].file for name in sliced.modules}
    return msgspec.structs.replace(
        sliced,
        assets=tuple(sorted({*sliced.assets, *closed.beside} - travelling)),
        stand_ins=tuple(s for s in stand_ins.made if s.module in closed.closure.modules),
        stranded=tuple(sorted(closed.closure.stranded)),
        left=tuple(
            sorted(
                [
                    *(one for one in left if one.location.file in travelling),
                    *_left_methods(closed.closure),
                ]
            )
        ),
    )


def _is_run(unit: Unit, reached: Collection[Name]) -> bool:
    return any((unit.module, name) in reached for name in unit.names)


def _staying_handlers(program: Program, selection: Selection) -> frozenset[Name]:
    """Name what answers entry points that stay, and none that moves."""
    own = {top_of(point.handler) for point in selection.entry_points}
    chosen = set(selection.entry_points)
    return frozenset(top_of(e.handler) for e in program.entry_points if e not in chosen) - own


def _slice(closed: Closed, cuts: Cuts, task: Task) -> Slice:
    closure, table = closed.closure, task.table
    modules = tuple(sorted(closure.modules))
    units: list[KeptUnit] = []
    edits: list[Edit] = []
    externals: dict[str, str] = {}
    for name in modules:
        parsed = table.units(name)
        if parsed is None:
            _note(externals, table.modules[name].externals, name)
            continue
        kept, dropped = _kept(closure, parsed, cuts)
        units += [_public(unit) for unit in parsed.units if unit in kept]
        content = table.content(name)
        idle = statements(node for unit in kept for node in closure.waiting.of(unit))
        made = edits_of(parsed, content, kept, {*dropped, *cuts.of(name), *idle})
        edits += made
        _note(externals, _imported_by(apply(content, made)), name)
    tops = {name.partition(".")[0] for name in table.modules} - _shadowed(table)
    units_used = [u for u in closure.kept if u.kind is not UnitKind.IMPORT]
    stay = served_by_monolith(
        closed.assets,
        [closure.uses_of(unit) for unit in units_used],
        [closure.uses_of(u) for u in units_used if _is_run(u, closed.reached)],
        externals,
    )
    unused = unnamed(closure, closed.assets)
    others = tuple(sorted(externals.keys() - tops - sys.stdlib_module_names))
    return Slice(
        modules=modules,
        assets=tuple(a for a in closed.assets if a not in stay and a not in unused),
        unnamed_assets=unused,
        left_assets=stay,
        reasons=tuple(sorted(_reasons(task.territory, closure))),
        units=tuple(sorted(units)),
        edits=tuple(sorted(edits)),
        doubts=tuple(sorted(_doubts(closure))),
        externals=others,
        imported_in=tuple((other, externals[other]) for other in others),
    )


def _note(externals: dict[str, str], names: Iterable[str], module: str) -> None:
    for name in names:
        externals.setdefault(name, module)


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


def _left_methods(closure: Closure) -> Iterator[Left]:
    """Say which methods of models nothing names."""
    for unit, methods in closure.waiting.left():
        names = ", ".join(f"`{name}`" for name in methods)
        place = Location(closure.table.modules[unit.module].file, unit.first)
        yield Left(place, f"methods of `{unit.names[0]}` whose names nothing says: {names}")


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
