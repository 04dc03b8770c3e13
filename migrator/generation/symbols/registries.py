"""Tables of tuples whose strings name modules, of which code reads some places only.

``KINDS = {"sms": ("Text message", "shop.sms.Sms")}``: whoever reads ``value[0]`` loads nothing.
"""

import ast
from collections.abc import Collection, Iterator

import msgspec

from migrator.generation.symbols import strings
from migrator.generation.symbols.table import SymbolTable
from migrator.generation.symbols.units import Parts, Unit
from migrator.model.extraction import UnitKind

COUNTS = frozenset({"len", "list", "set", "sorted", "tuple"})  # of a dictionary, the keys


class Registry(msgspec.Struct, frozen=True, eq=False):
    """A table.

    Attributes:
        places: for each place of its tuples, the strings that name something of the monolith.
    """

    is_dict: bool
    places: Parts


def read_registry(table: SymbolTable, unit: Unit) -> Registry | None:
    """Read an assignment; None where it makes no such table."""
    if unit.kind is not UnitKind.ASSIGNMENT or len(unit.names) != 1:
        return None
    value = getattr(unit.node, "value", None)
    given = value.values if isinstance(value, ast.Dict) else getattr(value, "elts", [])
    rows = [row for row in given if isinstance(row, ast.Tuple)]
    if len(rows) < len(given) or any(isinstance(c, ast.Starred) for r in rows for c in r.elts):
        return None
    places: dict[int, list[ast.AST]] = {}
    for place, cell in (pair for row in rows for pair in enumerate(row.elts)):
        text = cell.value if isinstance(cell, ast.Constant) else None
        if isinstance(text, str) and strings.named_by(text, table) is not None:
            places.setdefault(place, []).append(cell)
    found: Parts = {place: tuple(nodes) for place, nodes in places.items()}
    return Registry(isinstance(value, ast.Dict), found) if found else None


def places_read(
    node: ast.AST, registry: Registry, name: str, skipped: Collection[ast.AST]
) -> set[int] | None:
    """Return the places that a node reads of the table that it calls ``name``; None for all."""
    parents = dict(_parents(node, skipped))
    found: set[int] = set()
    for ref in parents:
        if isinstance(ref, ast.Name) and ref.id == name and isinstance(ref.ctx, ast.Load):
            places = _places(ref, registry, parents)
            if places is None:
                return None
            found |= places
    return found


Parents = dict[ast.AST, ast.AST | None]


def _parents(
    node: ast.AST, skipped: Collection[ast.AST], above: ast.AST | None = None
) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    if node in skipped:
        return
    yield node, above
    for child in ast.iter_child_nodes(node):
        yield from _parents(child, skipped, node)


def _places(ref: ast.Name, registry: Registry, parents: Parents) -> set[int] | None:
    """Judge one use."""
    above = parents[ref]
    if _reads_keys(above, ref, registry):
        return set()
    match above:
        case ast.Subscript(value=value) if value is ref:
            return _of_row(above, parents)
        case ast.Attribute(attr="items" | "values" as attr):
            call = parents[above]
            loop = parents[call] if isinstance(call, ast.Call) else None
            return _of_loop(loop, call, parents, is_pair=attr == "items")
        case ast.For() | ast.comprehension():
            return _of_loop(above, ref, parents, is_pair=False)
    return None


def _reads_keys(above: ast.AST | None, ref: ast.Name, registry: Registry) -> bool:
    """Tell whether a use reads no row at all."""
    match above:
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[right]):
            return right is ref and registry.is_dict
        case ast.Call(func=ast.Name(id=func)):
            return func == "len" or (registry.is_dict and func in COUNTS)
        case ast.For() | ast.comprehension() | ast.Attribute(attr="keys"):
            return registry.is_dict
    return False


def _of_row(row: ast.AST, parents: Parents) -> set[int] | None:
    """Tell what is read of ``TABLE[key]``."""
    match parents[row]:
        case ast.Subscript(value=value, slice=ast.Constant(value=int(place))) if value is row:
            return {place} if place >= 0 else None
    return None


def _of_loop(
    loop: ast.AST | None, source: ast.AST | None, parents: Parents, *, is_pair: bool
) -> set[int] | None:
    """Tell what a loop reads of each row."""
    if not isinstance(loop, ast.For | ast.comprehension) or loop.iter is not source:
        return None
    target: ast.expr = loop.target
    if is_pair:
        if not isinstance(target, ast.Tuple) or len(target.elts) != 2:
            return None
        target = target.elts[1]
    match target:
        case ast.Name(id=name):
            return _of_variable(name, parents)
        case ast.Tuple(elts=elts):
            read = {n.id for n in parents if isinstance(n, ast.Name) and _is_load(n)}
            names = [getattr(e, "id", None) for e in elts]
            return {i for i, n in enumerate(names) if n in read} if all(names) else None
    return None


def _of_variable(name: str, parents: Parents) -> set[int] | None:
    """Tell what is read of a variable that holds a row, wherever one has its name."""
    found: set[int] = set()
    for node in parents:
        if isinstance(node, ast.Name) and node.id == name and _is_load(node):
            places = _of_row(node, parents)
            if places is None:
                return None
            found |= places
    return found


def _is_load(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)
