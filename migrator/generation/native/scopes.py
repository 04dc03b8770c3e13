"""Code that runs while the application starts: module bodies, and the functions that they call."""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import msgspec

from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.table import External, Meaning, SymbolTable
from migrator.generation.symbols.units import Unit, block_imports
from migrator.generation.symbols.uses import (
    FUNCTIONS,
    Chain,
    arguments_of,
    bound_by,
    names_bound_in,
)
from migrator.model.extraction import UnitKind
from migrator.model.program import Program
from migrator.model.reach import module_of

SILENT = frozenset({UnitKind.IMPORT, UnitKind.STAR, UnitKind.ALWAYS, UnitKind.TEXT, UnitKind.MAIN})


class Local(NamedTuple):
    """A name means a variable or parameter of a function.

    Attributes:
        scope: whose it is.
    """

    scope: str
    name: str
    rest: Chain = ()


class Scope(msgspec.Struct, eq=False):
    """A module body, or a function, that runs.

    Attributes:
        name: of the function, or ``package.module:``.
        body: what runs of it.
        node: the function.
        outer: the function around it.
    """

    name: str
    module: str
    body: list[ast.stmt]
    node: FUNCTIONS | None = None
    outer: "Scope | None" = None
    bound: frozenset[str] = frozenset()
    imports: dict[str, tuple[ast.Import | ast.ImportFrom, ast.alias]] = {}

    def meaning(self, table: SymbolTable, name: str, chain: Chain = ()) -> Meaning | Local | None:
        """Follow a name from here; None for a builtin, or where nothing is known to bind it."""
        if name in self.imports:
            return table.meaning_of_import(self.module, *self.imports[name], chain)
        if name in self.bound:
            return Local(self.name, name, chain)
        if self.outer is not None:
            return self.outer.meaning(table, name, chain)
        return table.meaning(self.module, name, chain)

    def meaning_of(self, table: SymbolTable, node: ast.expr) -> Meaning | Local | None:
        """Follow a name with attributes and items; None for any other expression."""
        name, chain = plain_name(node)
        return self.meaning(table, name, chain) if name else None

    @property
    def parameters(self) -> tuple[str, ...]:
        """Name the positional parameters."""
        if self.node is None:
            return ()
        return tuple(a.arg for a in (*self.node.args.posonlyargs, *self.node.args.args))


class Kept(NamedTuple):
    """Which part of the monolith travels: modules, and units of those that are divided."""

    modules: Collection[str]
    firsts: Mapping[str, Collection[int]]

    def has(self, unit: Unit) -> bool:
        """Tell whether a unit travels."""
        return unit.module not in self.firsts or unit.first in self.firsts[unit.module]


def starting(program: Program, table: SymbolTable, kept: Kept, application: str) -> list[Scope]:
    """Return what runs before the first request, sorted by name.

    Args:
        program: the monolith.
        table: its modules.
        kept: what travels.
        application: the object, or the factory that is called.
    """
    modules = sorted(name for name in kept.modules if name in table.modules)
    found = [scope for name in modules if (scope := _of_module(table, kept, name)) is not None]
    places = {f.name: f.location.line for f in program.functions if f.kind != "class"}
    for name in sorted(_running(program, table, kept, application)):
        if name in places and module_of(name) in kept.modules:
            scope = scope_of(table, name, places[name])
            if scope is not None:
                found.append(scope)
    return found


def _running(program: Program, table: SymbolTable, kept: Kept, application: str) -> set[str]:
    """Name what is called at the start: by the application, and by what modules run."""
    callees: dict[str, set[str]] = {}
    for caller, callee in program.edges:
        callees.setdefault(caller, set()).add(callee)
    todo = [application]
    for call in program.calls:
        if call.caller.endswith(":") and call.callee in callees.get(call.caller, ()):
            units = table.units(module_of(call.caller))
            unit = units.at(call.location.line) if units else None
            if unit and unit.kind not in SILENT and kept.has(unit):
                todo.append(call.callee)
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += callees.get(name, ())
    return found


def _of_module(table: SymbolTable, kept: Kept, name: str) -> Scope | None:
    units = table.units(name)
    if units is None:
        return None
    running = [u for u in units.units if u.kind not in SILENT and kept.has(u)]
    return Scope(f"{name}:", name, list(dict.fromkeys(u.node for u in running)))


def scope_of(table: SymbolTable, name: str, line: int) -> Scope | None:
    """Return a function with those around it; None where it is not found."""
    module = module_of(name)
    units = table.units(module)
    chain = list(_around(units.tree.body, line)) if units else []
    scope: Scope | None = None
    words = name.partition(":")[2].split(".")
    for node in chain:
        around = words[: words.index(node.name) + 1] if node.name in words else words
        own = name if node is chain[-1] else f"{module}:{'.'.join(around)}"
        scope = Scope(
            own,
            module,
            node.body,
            node,
            scope,
            frozenset({a.arg for a in arguments_of(node.args)} | names_bound_in(list(node.body))),
            # The first of the function that binds a name counts.
            {
                bound_by(*pair): pair
                for statement in reversed(node.body)
                for pair in block_imports(statement)
            },
        )
    return scope


def _around(body: list[ast.stmt], line: int) -> Iterator[FUNCTIONS]:
    """Yield the functions around a line, the one that starts there last."""
    for node in body:
        if not node.lineno <= line <= (node.end_lineno or node.lineno):
            continue
        if isinstance(node, FUNCTIONS):
            yield node
            if node.lineno == line:
                return
        for field in ("body", "orelse", "finalbody"):
            yield from _around(getattr(node, field, []), line)
        for handler in getattr(node, "handlers", []):
            yield from _around(handler.body, line)


class Running(ast.NodeVisitor):
    """Visits what runs, but no function that is only defined."""

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Decorators and defaults run."""
        for part in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
            if part is not None:
                self.visit(part)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast's name

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """It runs later."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Annotations are not looked at."""
        self.visit(node.target)
        if node.value is not None:
            self.visit(node.value)


def external(meaning: Meaning | Local | None) -> str:
    """Return the dotted name of what another library has; empty for all else."""
    return meaning.name if isinstance(meaning, External) else ""
