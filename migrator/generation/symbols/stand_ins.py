"""Which names of tables of URLs need no more than a stand-in: views that stay in the monolith.

A name that is used for anything but as a view has to be the real one.
"""

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import msgspec

from migrator.generation.symbols.table import Name, ProjectModule, Symbol, SymbolTable
from migrator.generation.symbols.units import ModuleUnits, Unit
from migrator.generation.symbols.uses import last_name
from migrator.generation.territory import Territory
from migrator.model.extraction import StandIn, UnitKind

ROUTES = frozenset({"path", "re_path", "url"})  # the second argument is a view
NO_VIEWS = frozenset({"include", "register"})


class StandIns(msgspec.Struct, eq=False):
    """What is to be bound, and what does not count as a use: by module, nodes of its tree."""

    made: list[StandIn]
    skipped: dict[str, set[ast.AST]]


class Use(msgspec.Struct, eq=False):
    """A place that names something: the whole chain of attributes, and whether it is a view."""

    node: ast.expr
    attribute: str
    is_view: bool


def find_stand_ins(
    table: SymbolTable,
    territory: Territory,
    staying: Collection[Name],
    cuts: Mapping[str, Collection[ast.AST]],
) -> StandIns:
    """Find the imports of tables of URLs that need not be what they are.

    Args:
        table: the modules.
        territory: which of them belong to routes that stay.
        staying: functions and classes that answer entry points which stay, and none that moves.
        cuts: for a module, the statements that do not travel.
    """
    found = StandIns([], {})
    for module in sorted(territory.shape.stand_ins):
        units = table.units(module)
        if units is not None:
            skipped = found.skipped.setdefault(module, set())
            uses = _uses(units.tree, cuts.get(module, ()))
            for one, nodes in _in_module(units, uses, table, territory, staying):
                found.made.append(one)
                skipped |= nodes
            skipped |= set(_idle(units, uses))
    return found


def _idle(units: ModuleUnits, uses: Mapping[str, list[Use]]) -> Iterator[ast.AST]:
    """Yield the imports that only statements use which do not travel."""
    before = _uses(units.tree, ())
    for unit in units.units:
        if unit.kind is UnitKind.IMPORT and unit.alias is not None:
            name = unit.names[0]
            if name in before and name not in uses and name not in _exported(units):
                yield unit.alias


def _in_module(
    units: ModuleUnits,
    uses: Mapping[str, list[Use]],
    table: SymbolTable,
    territory: Territory,
    staying: Collection[Name],
) -> Iterator[tuple[StandIn, set[ast.AST]]]:
    bound = Counter(name for unit in units.units for name in unit.names)
    for unit in units.units:
        if unit.kind is not UnitKind.IMPORT or unit.alias is None or _is_dotted(unit):
            continue
        name = unit.names[0]
        if name not in uses or bound[name] > 1 or name in _exported(units):
            continue
        meant = table.meaning_of_import(units.name, unit.statement, unit.alias, ())
        target, gone = _judge(meant, uses[name], territory.foreign, staying)
        if target:
            nodes: set[ast.AST] = {unit.alias, *gone}
            yield StandIn(units.name, unit.alias.lineno, name, target), nodes
        elif gone:
            yield StandIn(units.name, unit.alias.lineno, name), set(gone)


def _judge(
    meant: object, uses: list[Use], foreign: Collection[str], staying: Collection[Name]
) -> tuple[str, list[ast.expr]]:
    """Return what a stand-in would stand for, and the uses for which it would do.

    Of a module that travels, these are the views in it that stay; it then stands for nothing.
    """
    nodes = [use.node for use in uses]
    match meant:
        case Symbol(module=home, name=name, rest=()):
            fits = home in foreign or (home, name) in staying
            return (f"{home}.{name}", nodes) if fits and _are_views(uses) else ("", [])
        case ProjectModule(name=home, rest=()) if home in foreign:
            fits = _are_views(uses) and all(use.attribute for use in uses)
            return (home, nodes) if fits else ("", [])
        case ProjectModule(name=home, rest=()):
            return "", [u.node for u in uses if u.is_view and (home, u.attribute) in staying]
    return "", []


def _are_views(uses: list[Use]) -> bool:
    return all(use.is_view for use in uses)


def _is_dotted(unit: Unit) -> bool:
    """Tell ``import shop.views``, which binds the package, from ``import shop.views as v``."""
    alias = unit.alias
    return (
        isinstance(unit.node, ast.Import)
        and alias is not None
        and not alias.asname
        and "." in alias.name
    )


def _exported(units: ModuleUnits) -> set[str]:
    return {
        node.value
        for unit in units.by_name.get("__all__", ())
        for node in ast.walk(unit.node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _uses(tree: ast.Module, cut: Collection[ast.AST]) -> dict[str, list[Use]]:
    """Map names to the places where a module reads them, but for what is cut."""
    found: dict[str, list[Use]] = {}
    todo: list[tuple[ast.AST, bool]] = [(tree, False)]
    while todo:
        node, is_view = todo.pop()
        if node in cut:
            continue
        root, attribute = _chain(node)
        if root is not None and isinstance(node, ast.expr):
            found.setdefault(root.id, []).append(Use(node, attribute, is_view))
            continue
        if isinstance(node, ast.Call):
            todo += _parts(node, is_view=is_view)
            continue
        inside = is_view and not isinstance(node, ast.Lambda)
        todo += [(child, inside) for child in ast.iter_child_nodes(node)]
    return found


def _parts(call: ast.Call, *, is_view: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield the parts of a call, and whether a view is meant there."""
    called = last_name(call.func)
    is_table = called in ROUTES
    inside = is_view and called not in NO_VIEWS
    yield call.func, inside and not is_table
    for place, argument in enumerate(call.args):
        yield argument, place == 1 if is_table else inside
    for keyword in call.keywords:
        yield keyword.value, keyword.arg == "view" if is_table else inside


def _chain(node: ast.AST) -> tuple[ast.Name | None, str]:
    """Return the name at the root of ``a.b.c`` and the first attribute that is read of it."""
    attribute = ""
    while isinstance(node, ast.Attribute):
        attribute, node = node.attr, node.value
    is_read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    return (node, attribute) if is_read and isinstance(node, ast.Name) else (None, "")
