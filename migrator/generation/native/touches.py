"""What the start of the application does to modules that a view would use without it.

A view that is native imports its business code alone. Where another module, or the application
itself, fills, binds or derives from something in there, that would be missing.
"""

import ast
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from migrator.generation.native.framework import QUIET
from migrator.generation.native.objects import Objects
from migrator.generation.native.scopes import Local, Running, Scope, external
from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.table import ProjectModule, Symbol, SymbolTable
from migrator.generation.symbols.uses import FUNCTIONS
from migrator.model.location import Location
from migrator.model.serving import Hindrance

COMPARING = frozenset({"isinstance", "issubclass", "errorhandler"})
ANYTHING = ""  # the module of what is not the project's: views may use it wherever they are


class Touch(NamedTuple):
    """Code of ``module`` acts on something of ``touched`` while the application starts."""

    module: str
    touched: str
    hindrance: Hindrance


def find_touches(
    table: SymbolTable, scopes: Sequence[Scope], objects: Objects
) -> tuple[Touch, ...]:
    """Find what acts on other modules, or on what all share: the environment, a library."""
    found: dict[Touch, None] = {}
    for scope in scopes:
        reader = _Reader(table, scope, objects)
        for statement in scope.body:
            reader.visit(statement)
        found.update(dict.fromkeys(reader.found))
    return tuple(found)


def touching(touches: Sequence[Touch], loaded: Collection[str]) -> Iterator[Hindrance]:
    """Yield what acts on modules that are loaded, from modules that are not."""
    for touch in touches:
        if touch.module not in loaded and (touch.touched == ANYTHING or touch.touched in loaded):
            yield touch.hindrance


class _Reader(Running):
    def __init__(self, table: SymbolTable, scope: Scope, objects: Objects) -> None:
        self._table, self._scope, self._objects = table, scope, objects
        self._file = table.modules[scope.module].file
        self.found: list[Touch] = []
        self._passive: set[ast.AST] = set()

    def visit_Expr(self, node: ast.Expr) -> None:
        """A call whose result nobody takes is made for what it does."""
        if isinstance(node.value, ast.Call):
            library = external(self._scope.meaning_of(self._table, node.value.func))
            is_application = library.startswith("flask.current_app")
            if library and not is_application and library.partition(".")[0] not in QUIET:
                self._note(ANYTHING, node, f"`{library}` is called at the start")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """What is called may change, and so may what is handed on, unless Flask only keeps it."""
        self._act(node.func, "is called")
        name, chain = plain_name(node.func)
        is_kept = bool(chain) and self._objects.kind(self._scope, name) is not None
        for argument in (*node.args, *(k.value for k in node.keywords)):
            if is_kept or name in COMPARING:
                self._passive.add(argument)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """A base may keep a list of its subclasses."""
        for base in node.bases:
            self._act(base, "gets a subclass")
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A decorator may keep what it decorates."""
        for decorator in node.decorator_list:
            self._act(decorator, "gets a function")
        super().visit_FunctionDef(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast's name

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """The class of an error is only compared."""
        for statement in node.body:
            self.visit(statement)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """To set an attribute acts on its owner; else the whole chain names something."""
        if isinstance(node.ctx, ast.Store | ast.Del):
            self._act(node.value, "is changed")
        name, _ = plain_name(node)
        if name:
            self._use(node)
        else:
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """To set an item does so as well."""
        if isinstance(node.ctx, ast.Store | ast.Del):
            self._act(node.value, "is changed")
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """What is no constant may be changed wherever it is handed to."""
        self._use(node)

    def _use(self, node: ast.expr) -> None:
        match self._scope.meaning_of(self._table, node):
            case Symbol(module=module, name=symbol) as meaning:
                is_safe = node in self._passive and not self._is_object(meaning)
                if not is_safe and not self._is_constant(meaning):
                    self._note(module, node, f"`{module}:{symbol}` is used")
            case ProjectModule(name=module, rest=()):
                self._note(module, node, f"`{module}` is handed on")

    def _act(self, node: ast.expr, what: str) -> None:
        meaning = self._scope.meaning_of(self._table, node)
        match meaning:
            case Symbol(module=module, name=symbol):
                self._note(module, node, f"`{module}:{symbol}` {what}")
            case ProjectModule(name=module):
                self._note(module, node, f"`{module}` {what}")
            case None | Local():
                return
        library = external(meaning)
        is_application = library.startswith("flask.current_app")
        if what == "is changed" and library and not is_application:
            self._note(ANYTHING, node, f"`{library}` is changed at the start")

    def _note(self, touched: str, node: ast.AST, says: str) -> None:
        if touched == self._scope.module:
            return
        end = "" if touched == ANYTHING else " while the application starts"
        where = Location(self._file, getattr(node, "lineno", 1))
        if any(one.touched == touched and one.hindrance.location == where for one in self.found):
            return  # the first that is said of a line is enough
        # What is not the project's concerns every view.
        found = Hindrance(where, f"{says}{end}", is_shared=touched == ANYTHING)
        self.found.append(Touch(self._scope.module, touched, found))

    def _nodes(self, symbol: Symbol) -> list[ast.stmt]:
        return [unit.node for unit in self._table.binding(symbol.module, symbol.name)]

    def _is_object(self, symbol: Symbol) -> bool:
        """Tell what a statement binds to a value, from functions and classes."""
        return not all(isinstance(n, FUNCTIONS | ast.ClassDef) for n in self._nodes(symbol))

    def _is_constant(self, symbol: Symbol) -> bool:
        """Tell what nobody can change: functions, numbers, texts."""
        return all(
            isinstance(n, FUNCTIONS)
            or (isinstance(n, ast.Assign) and isinstance(n.value, ast.Constant))
            for n in self._nodes(symbol)
        )
