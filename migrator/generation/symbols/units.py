"""A module as its top-level statements: what can travel or stay by itself."""

import ast
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from migrator.generation.symbols.uses import bound_by, names_bound_in
from migrator.model.extraction import UnitKind

BLOCKS = ast.If | ast.Try | ast.TryStar | ast.For | ast.While | ast.With | ast.Match


class Unit(msgspec.Struct, eq=False):
    """A top-level statement, or one name of an import.

    Attributes:
        index: its place among the units of its module.
        names: what it binds in the module; of ``import a.b`` that is ``a``.
        node: the statement; for an import, the statement that has the name.
        alias: the imported name, of an import.
        first, last: its lines, decorators included.
    """

    module: str
    index: int
    kind: UnitKind
    names: tuple[str, ...]
    node: ast.stmt
    first: int
    last: int
    alias: ast.alias | None = None

    @property
    def statement(self) -> ast.Import | ast.ImportFrom:
        """The import statement of an import."""
        if not isinstance(self.node, ast.Import | ast.ImportFrom):
            raise TypeError(f"{self.module}:{self.first} is no import")
        return self.node


Parts = dict[str | int, tuple[ast.AST, ...]]  # of a unit, by name or place


class ModuleUnits(msgspec.Struct, eq=False):
    """A parsed module.

    Attributes:
        units: in the order of the source.
        by_name: units that bind a name.
        guards: for the imports below ``if TYPE_CHECKING:``, that statement.
    """

    name: str
    file: str
    tree: ast.Module
    units: list[Unit]
    by_name: dict[str, list[Unit]]
    guards: dict[ast.stmt, ast.If]

    def at(self, line: int) -> Unit | None:
        """Return the unit that a line stands in."""
        return next((u for u in self.units if u.first <= line <= u.last), None)


class Guard(StrEnum):
    """An ``if`` whose condition is known when a service imports the module."""

    TYPES = "types"
    MAIN = "main"


def read_units(name: str, file: str, source: bytes) -> ModuleUnits:
    """Divide a module.

    Raises:
        SyntaxError, ValueError: the running interpreter cannot read it.
    """
    tree = ast.parse(source)
    found = ModuleUnits(name, file, tree, [], {}, {})
    for node in tree.body:
        for kind, names, statement, alias in _parts(node, found):
            unit = Unit(
                name, len(found.units), kind, names, statement, *lines_of(statement), alias
            )
            found.units.append(unit)
            for bound in names:
                found.by_name.setdefault(bound, []).append(unit)
    return found


def lines_of(node: ast.stmt) -> tuple[int, int]:
    """Return first and last line, decorators included."""
    decorators = getattr(node, "decorator_list", ())
    return min([node.lineno, *(d.lineno for d in decorators)]), node.end_lineno or node.lineno


Part = tuple[UnitKind, tuple[str, ...], ast.stmt, ast.alias | None]


def _parts(node: ast.stmt, found: ModuleUnits) -> Iterator[Part]:  # noqa: C901 - each kind
    match node:
        case ast.ImportFrom(module="__future__"):
            yield UnitKind.ALWAYS, (), node, None
        case ast.Import() | ast.ImportFrom():
            yield from _imports(node)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield UnitKind.FUNCTION, (node.name,), node, None
        case ast.ClassDef():
            yield UnitKind.CLASS, (node.name,), node, None
        case ast.Expr(value=ast.Constant(value=str())):
            yield (UnitKind.TEXT if found.units else UnitKind.ALWAYS), (), node, None
        case ast.If() if guard_of(node) is Guard.TYPES and _only_imports(node):
            for inner in node.body:
                found.guards[inner] = node
                yield from _parts(inner, found)
        case ast.If() if guard_of(node) is Guard.MAIN and not node.orelse:
            yield UnitKind.MAIN, (), node, None
        case _ if isinstance(node, BLOCKS):
            yield UnitKind.BLOCK, _names([node]), node, None
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            names = _names([node])
            yield (UnitKind.ASSIGNMENT if names else UnitKind.EFFECT), names, node, None
        case ast.Delete():
            yield UnitKind.EFFECT, _names([node]), node, None
        case _:
            names = _names([node])
            kind = UnitKind.ASSIGNMENT if type(node).__name__ == "TypeAlias" else UnitKind.EFFECT
            yield kind, names, node, None


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[Part]:
    for alias in node.names:
        if alias.name == "*":
            yield UnitKind.STAR, (), node, alias
        else:
            yield UnitKind.IMPORT, (bound_by(node, alias),), node, alias


def _names(nodes: list[ast.stmt]) -> tuple[str, ...]:
    return tuple(sorted(names_bound_in(list(nodes))))


def _only_imports(node: ast.If) -> bool:
    return not node.orelse and all(isinstance(n, ast.Import | ast.ImportFrom) for n in node.body)


def guard_of(node: ast.If) -> Guard | None:
    """Recognize ``if TYPE_CHECKING:`` and ``if __name__ == "__main__":``."""
    match node.test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return Guard.TYPES
        case ast.Compare(
            left=ast.Name(id="__name__"),
            ops=[ast.Eq()],
            comparators=[ast.Constant(value="__main__")],
        ):
            return Guard.MAIN
    return None


def block_imports(
    node: ast.stmt, name: str = ""
) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield the imports that a block makes in its module: those that bind ``name``, or all."""
    todo: list[ast.AST] = [node]
    while todo:
        inner = todo.pop()
        if isinstance(inner, ast.Import | ast.ImportFrom):
            for alias in inner.names:
                if not name or bound_by(inner, alias) in {name, "*"}:
                    yield inner, alias
        elif not isinstance(
            inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr
        ):
            todo += ast.iter_child_nodes(inner)
