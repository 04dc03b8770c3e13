"""Imports that nothing uses, but that load a module which travels anyway: they stay."""

import ast

from migrator.generation.symbols.closure import Closure, Why
from migrator.generation.symbols.reading import last_of_suites
from migrator.generation.symbols.units import ModuleUnits, Unit
from migrator.model.extraction import UnitKind


def keep_idle_imports(closure: Closure) -> bool:
    """Leave such imports, and one where a body would become empty; tell whether any was left."""
    before = _count(closure)
    for name in sorted(closure.modules):
        units = closure.table.units(name)
        for unit in units.units if units else ():
            if units and _is_idle(closure, units, unit):
                closure.need_unit(unit, Why("it loads a module that travels"))
    for unit, aliases in list(closure.dropped.items()):
        idle = [i for i in closure.uses_of(unit).inner if i.alias in aliases]
        for inner in idle:
            if _loads_what_travels(closure, unit, inner.statement, inner.alias):
                closure.spare(unit, inner.alias)
        left = [i for i in idle if i.alias in aliases]
        for inner in last_of_suites(unit.node, left, closure.cuts_of(unit.module)):
            closure.keep_inner(unit, inner.alias)
    closure.run()
    return before != _count(closure)


def _count(closure: Closure) -> tuple[int, int]:
    return len(closure.kept), sum(map(len, closure.dropped.values()))


def _is_idle(closure: Closure, units: ModuleUnits, unit: Unit) -> bool:
    return (
        unit.kind is UnitKind.IMPORT
        and unit not in closure.kept
        and unit.alias is not None
        and unit.node not in units.guards
        and unit.names[0] not in closure.names_used_in(units)
        and _loads_what_travels(closure, unit, unit.statement, unit.alias)
    )


def _loads_what_travels(
    closure: Closure, unit: Unit, statement: ast.Import | ast.ImportFrom, alias: ast.alias
) -> bool:
    item = closure.table.imported(unit.module, statement, alias)
    if item is None or alias.name == "*":
        return False
    target, name = closure.table.bound_to(item, alias)
    return not name and target in closure.modules
