"""Small questions about the units of a module."""

import ast
from collections.abc import Collection, Iterator

from migrator.generation.symbols.units import Unit, block_imports
from migrator.generation.symbols.uses import Chain, InnerImport
from migrator.model.extraction import UnitKind


def is_definition(unit: Unit) -> bool:
    """Tell whether a unit defines a function or class."""
    return unit.kind in {UnitKind.FUNCTION, UnitKind.CLASS}


def imports_of(
    unit: Unit, name: str = ""
) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield the imports of a unit, those of a block included, that bind a name (or any)."""
    if unit.kind is UnitKind.IMPORT and unit.alias is not None:
        yield unit.statement, unit.alias
    elif unit.kind is UnitKind.BLOCK:
        yield from block_imports(unit.node, name)


def words_in(tree: ast.Module) -> Iterator[str]:
    """Yield names and the words of strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (
                w
                for w in node.value.replace("[", " ").replace(".", " ").split()
                if w.isidentifier()
            )


def meant_by(found: list[Unit], chain: Chain) -> Iterator[Unit]:
    """Choose, of ``import a.b`` and ``import a.c``, what ``a.b.x`` needs."""
    fitting = [u for u in found if u.alias is None or _fits(u, chain)]
    yield from fitting or found


def _fits(unit: Unit, chain: Chain) -> bool:
    if not isinstance(unit.node, ast.Import) or unit.alias is None or unit.alias.asname:
        return True
    parts = tuple(unit.alias.name.split("."))[1:]
    return parts == chain[: len(parts)] if chain else True


def beside(unit: Unit, units: list[Unit]) -> Iterator[Unit]:
    """Yield what cannot be parted from a unit: it shares a line, or describes it."""
    for other in (units[i] for i in (unit.index - 1, unit.index + 1) if 0 <= i < len(units)):
        if other.node is not unit.node and (other.first == unit.last or other.last == unit.first):
            yield other
        if other.kind is UnitKind.TEXT and other.index == unit.index + 1:
            yield other


def literal_of(unit: Unit) -> ast.List | ast.Tuple | None:
    """Return the list of ``__all__ = [...]`` where it holds strings only."""
    value = getattr(unit.node, "value", None)
    if not isinstance(unit.node, ast.Assign | ast.AnnAssign) or not isinstance(
        value, ast.List | ast.Tuple
    ):
        return None
    is_plain = all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in value.elts)
    return value if is_plain else None


def always_runs(unit: Unit) -> bool:
    """Tell whether a statement may end the import of its module."""
    return unit.kind is UnitKind.EFFECT and isinstance(unit.node, ast.Raise | ast.Assert)


def plain_name(node: ast.expr) -> tuple[str, Chain]:
    """Read ``a.b[c]`` as ``a`` and what is read of it."""
    chain: list[str] = []
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            chain.append(node.attr)
        node = node.value
    return (node.id, tuple(reversed(chain))) if isinstance(node, ast.Name) else ("", ())


def suites(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield every list of statements in a node."""
    for inner in ast.walk(node):
        for field in ("body", "orelse", "finalbody"):
            suite = getattr(inner, field, None)
            if isinstance(suite, list) and suite and isinstance(suite[0], ast.stmt):
                yield suite


def last_of_suites(
    node: ast.stmt, unused: list[InnerImport], cut: Collection[ast.AST]
) -> list[InnerImport]:
    """Choose imports that have to stay, lest a body becomes empty."""
    gone = {i.alias for i in unused}
    spared: list[InnerImport] = []
    for suite in suites(node):
        left = [s for s in suite if s not in cut]
        if left and all(
            isinstance(s, ast.Import | ast.ImportFrom) and all(a in gone for a in s.names)
            for s in left
        ):
            spared += [i for i in unused if i.statement is left[0]]
    return spared
