"""How modules come to be imported, that nothing which travels names.

A module that connects a listener has to be imported as it is in the monolith: the imports on the
shortest way to it travel as well.
"""

import ast
import heapq
from collections.abc import Collection, Iterator

import msgspec

from migrator.generation.symbols.closure import Closure, Why
from migrator.generation.symbols.idle_imports import keep_idle_imports
from migrator.generation.symbols.reading import imports_of
from migrator.generation.symbols.table import SymbolTable
from migrator.generation.symbols.units import Unit
from migrator.generation.symbols.uses import FUNCTIONS
from migrator.model.extraction import UnitKind
from migrator.model.location import Location

KEPT, MADE, LATE = 0, 1, 100


class Step(msgspec.Struct, eq=False):
    """An import that leads from one module to another."""

    unit: Unit
    alias: ast.alias
    target: str
    cost: int
    is_inner: bool = False


def started_modules(table: SymbolTable, starts: Collection[str]) -> set[str]:
    """Name what importing ``starts`` may import, in functions too."""
    found: set[str] = set()
    todo = list(starts)
    while todo:
        name = todo.pop()
        if name in found or name not in table.modules:
            continue
        found.add(name)
        todo.append(name.rpartition(".")[0])
        for item in table.modules[name].imports:
            todo.append(item.target)
            todo.append(f"{item.target}.{item.name}")
    return found


def load_all(closure: Closure, starts: Collection[str], running: Collection[str]) -> None:
    """Let imports travel until every module that has to be loaded is.

    Args:
        closure: what travels; it grows.
        starts: modules that the service itself imports.
        running: functions that run at start.
    """
    seen: set[str] = set()
    while True:
        closure.run()
        came = _ways(closure, {*starts, *closure.starts}, running)
        missing = sorted(
            m for m in (closure.to_load & closure.modules.keys()) - seen if _cost(came, m)
        )
        if not missing:
            if keep_idle_imports(closure):
                continue
            closure.stranded = _stranded(closure, starts, running, came)
            return
        name = missing[0]
        seen.add(name)
        while name in came and came[name][1] is not None:
            _, step, before = came[name]
            if step is not None and step.cost:
                _keep(closure, step, before)
            name = before


def _stranded(
    closure: Closure,
    starts: Collection[str],
    running: Collection[str],
    came: "dict[str, tuple[int, Step | None, str]]",
) -> set[str]:
    """Name what changes something that travels, if only imports load it that are cut."""
    left = (closure.changing & closure.modules.keys()) - came.keys() - closure.named
    if not left:
        return left
    return left & _ways(closure, {*starts, *closure.starts}, running, with_cuts=False).keys()


def _cost(came: "dict[str, tuple[int, Step | None, str]]", module: str) -> int:
    return came[module][0] if module in came else LATE


def _keep(closure: Closure, step: Step, before: str) -> None:
    file = closure.table.modules[before].file
    place = Location(file, step.unit.first)
    why = Why(f"{place} loads it", place)
    if step.is_inner:
        closure.keep_inner(step.unit, step.alias)
    else:
        closure.need_unit(step.unit, why)


def _ways(
    closure: Closure,
    starts: Collection[str],
    running: Collection[str],
    *,
    with_cuts: bool = True,
) -> "dict[str, tuple[int, Step | None, str]]":
    """Map each module that can be loaded to the cost, the last step and where that stands."""
    came: dict[str, tuple[int, Step | None, str]] = {}
    heap: list[tuple[int, int, str, Step | None, str]] = []
    for count, start in enumerate(sorted(starts)):
        heapq.heappush(heap, (0, count, start, None, ""))
    count = len(heap)
    while heap:
        cost, _, module, step, before = heapq.heappop(heap)
        if module in came or module not in closure.table.modules:
            continue
        came[module] = (cost, step, before)
        for onward in _steps(closure, module, running, with_cuts=with_cuts):
            for name in _chain_of(onward.target):
                if name not in came:
                    count += 1
                    heapq.heappush(heap, (cost + onward.cost, count, name, onward, module))
    return came


def _chain_of(module: str) -> Iterator[str]:
    while module:
        yield module
        module = module.rpartition(".")[0]


def _steps(
    closure: Closure, module: str, running: Collection[str], *, with_cuts: bool
) -> Iterator[Step]:
    cut = closure.cuts_of(module) if with_cuts else ()
    units = closure.table.units(module)
    for unit in units.units if units else ():
        if units is not None and unit.node in units.guards:
            continue
        yield from _outer_steps(closure, unit, cut)
        for name, node in _functions(unit) if unit in closure.kept else ():
            is_run = f"{module}:{name}" in running
            yield from _inner_steps(closure, unit, node, KEPT if is_run else LATE)


def _outer_steps(closure: Closure, unit: Unit, cut: Collection[ast.AST]) -> Iterator[Step]:
    pairs = list(imports_of(unit))
    if unit.kind is UnitKind.STAR and unit.alias is not None:
        pairs = [(unit.statement, unit.alias)]
    for statement, alias in pairs:
        item = closure.table.imported(unit.module, statement, alias)
        if item is not None and unit.node not in cut and alias not in cut:
            target = closure.table.bound_to(item, alias)[0]
            yield Step(unit, alias, target, KEPT if unit in closure.kept else MADE)


def _functions(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Yield the functions of a statement by name: itself, or the methods of a class."""
    if isinstance(unit.node, FUNCTIONS):
        yield unit.node.name, unit.node
    elif isinstance(unit.node, ast.ClassDef):
        for method in unit.node.body:
            if isinstance(method, FUNCTIONS):
                yield f"{unit.node.name}.{method.name}", method


def _inner_steps(closure: Closure, unit: Unit, function: ast.AST, cost: int) -> Iterator[Step]:
    imports = closure.uses_of(unit).inner
    inside = set(ast.walk(function)) if imports else set()
    for inner in imports:
        item = closure.table.imported(unit.module, inner.statement, inner.alias)
        if item is not None and inner.statement in inside:
            gone = inner.alias in closure.dropped.get(unit, ())
            target = closure.table.bound_to(item, inner.alias)[0]
            made = cost + (MADE if gone else KEPT)
            yield Step(unit, inner.alias, target, made, is_inner=True)
