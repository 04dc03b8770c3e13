"""Statements that register nothing but routes which stay: they are left out of the slice.

``app.register_blueprint(lab)``, ``add_url_rule(...)``, ``(lab, "/lab")`` in a list that a loop
registers, and the call of a function that does nothing else.
"""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from migrator.generation.app_wide import OF_BLUEPRINTS
from migrator.generation.symbols.reading import suites
from migrator.generation.symbols.table import Name, ProjectModule, Symbol, SymbolTable
from migrator.generation.symbols.uses import FUNCTIONS, last_name
from migrator.generation.territory import Territory
from migrator.model.program import Module

REGISTERS = frozenset(
    {
        "add_api_route", "add_api_websocket_route", "add_command", "add_namespace",
        "add_resource", "add_route", "add_router", "add_url_rule", "add_websocket_route",
        "include_router", "mount", "register", "register_api", "register_blueprint",
        "register_view",
    }
)  # fmt: skip
MAKES = ("Blueprint", "Namespace", "APIRouter")


class Cuts(msgspec.Struct, eq=False):
    """The nodes that are left out: statements, and elements of lists.

    Attributes:
        by_module: for each module, those in it.
        inert: functions of which nothing is left that does anything, ``(module, name)``.
    """

    by_module: dict[str, set[ast.AST]]
    inert: set[Name]

    def of(self, module: str) -> Collection[ast.AST]:
        """Return what is left out of a module."""
        return self.by_module.get(module, ())

    def add(self, nodes: Mapping[str, Iterable[ast.AST]]) -> None:
        """Leave out more, by module."""
        for module, more in nodes.items():
            self.by_module.setdefault(module, set()).update(more)


def find_cuts(table: SymbolTable, territory: Territory, handlers: Collection[Name]) -> Cuts:
    """Find what registers only routes that stay; ``handlers`` answer only those."""
    return _Finder(table, territory, handlers).find()


class _Finder:
    def __init__(
        self, table: SymbolTable, territory: Territory, handlers: Collection[Name]
    ) -> None:
        self._table = table
        self._handlers = handlers
        self._territory = territory
        self._only: dict[Name, bool] = {}
        self._wide = frozenset(_wide_blueprints(table))
        self._cuts = Cuts({}, set())

    def find(self) -> Cuts:
        files = {*self._territory.foreign_lines, *self._territory.own_lines}
        for module in self._table.modules.values():
            if module.file in files:
                self._search(module)
        return self._cuts

    def _search(self, module: Module) -> None:
        units = self._table.units(module.name)
        body = units.tree.body if units else []
        nodes = (node for statement in body for node in ast.walk(statement))
        loops = [n for n in nodes if isinstance(n, ast.For) and _loop_registers(n)]
        cuts = self._cuts.by_module.setdefault(module.name, set())
        for statement in body:
            if isinstance(statement, FUNCTIONS) and self._only_registers(module.name, statement):
                self._cuts.inert.add((module.name, statement.name))
            for suite in suites(statement):
                cuts |= self._search_suite(module.name, statement, suite, loops)
            if self._is_cut(module.name, statement, statement):
                cuts.add(statement)
            cuts |= set(self._elements(module.name, statement, statement, loops))

    def _search_suite(
        self, module: str, around: ast.stmt, suite: list[ast.stmt], loops: list[ast.For]
    ) -> set[ast.AST]:
        found: set[ast.AST] = {s for s in suite if self._is_cut(module, around, s)}
        if len(found) == len(suite):
            found.discard(suite[0])  # an empty body is no Python
        for inner in suite:
            found |= set(self._elements(module, around, inner, loops))
        return found

    def _is_cut(self, module: str, around: ast.stmt, statement: ast.stmt) -> bool:
        match statement:
            case ast.Expr(value=ast.Call() as call):
                if not self._is_foreign(module, statement):
                    return self._registers_commands(module, around, call)
                return self._registers(module, around, call) or self._calls_registration(
                    module, around, call
                )
            case ast.For() | ast.With() if not getattr(statement, "orelse", ()):
                return all(self._is_cut(module, around, s) for s in statement.body)
            case ast.If(orelse=[]):
                return all(self._is_cut(module, around, s) for s in statement.body)
        return False

    def _is_foreign(self, module: str, statement: ast.stmt) -> bool:
        file = self._table.modules[module].file
        lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
        own = self._territory.own_lines.get(file, frozenset())
        foreign = self._territory.foreign_lines.get(file, frozenset())
        return not own.intersection(lines) and bool(foreign.intersection(lines))

    def _registers(self, module: str, around: ast.stmt, call: ast.Call) -> bool:
        if _chooses(call):
            return False
        if any(self._is_handler(module, around, a) for a in call.args):
            return True
        if last_name(call.func) not in REGISTERS:
            return False
        meant = (self._meant_by(module, around, argument) for argument in call.args)
        return not any(isinstance(m, Symbol) and (m.module, m.name) in self._wide for m in meant)

    def _is_handler(self, module: str, around: ast.stmt, given: ast.expr) -> bool:
        """Tell whether an argument is what answers routes that stay, and none that moves."""
        meant = self._meant_by(module, around, given)
        return isinstance(meant, Symbol) and (meant.module, meant.name) in self._handlers

    def _meant_by(self, module: str, around: ast.stmt, given: ast.expr) -> object:
        """Follow ``views.bp`` and ``View.as_view("name")``."""
        chain: list[str] = []
        while isinstance(given, ast.Attribute | ast.Call):
            if isinstance(given, ast.Attribute):
                chain.append(given.attr)
            given = given.value if isinstance(given, ast.Attribute) else given.func
        if not isinstance(given, ast.Name):
            return None
        return self._meaning(module, around, given.id, tuple(reversed(chain)))

    def _registers_commands(self, module: str, around: ast.stmt, call: ast.Call) -> bool:
        """Tell whether a blueprint is registered that has commands for operators only."""
        if last_name(call.func) == "register_blueprint" and call.args:
            meant = self._meant_by(module, around, call.args[0])
            return isinstance(meant, Symbol) and self._has_only_commands(meant)
        return False

    def _has_only_commands(self, blueprint: Symbol) -> bool:
        units = self._table.units(blueprint.module)
        found = self._table.binding(blueprint.module, blueprint.name)
        made = getattr(found[0].node, "value", None) if len(found) == 1 else None
        if units is None or not isinstance(made, ast.Call) or made.keywords:
            return False
        uses = [n for n in ast.walk(units.tree) if _is_use(n, blueprint.name)]
        commands = [
            decorator
            for unit in units.units
            if isinstance(unit.node, FUNCTIONS)
            and (blueprint.module, unit.node.name) in self._territory.commands
            for decorator in unit.node.decorator_list
            if _root_of(decorator) == blueprint.name
        ]
        return bool(commands) and len(uses) == len(commands)

    def _calls_registration(self, module: str, around: ast.stmt, call: ast.Call) -> bool:
        chain: list[str] = []
        func = call.func
        while isinstance(func, ast.Attribute):
            chain.append(func.attr)
            func = func.value
        if not isinstance(func, ast.Name):
            return False
        meant = self._meaning(module, around, func.id, tuple(reversed(chain)))
        if not isinstance(meant, Symbol) or meant.rest:
            return False
        found = self._table.binding(meant.module, meant.name)
        return len(found) == 1 and (
            isinstance(found[0].node, FUNCTIONS)
            and self._only_registers(meant.module, found[0].node)
        )

    def _meaning(
        self, module: str, around: ast.stmt, name: str, chain: tuple[str, ...] = ()
    ) -> object:
        """Follow a name, by an import in the function around it or by the module's."""
        for inner in ast.walk(around):
            if isinstance(inner, ast.Import | ast.ImportFrom) and inner is not around:
                for alias in inner.names:
                    if (alias.asname or alias.name) == name:
                        return self._table.meaning_of_import(module, inner, alias, chain)
        return self._table.meaning(module, name, chain)

    def _only_registers(self, module: str, function: ast.stmt) -> bool:
        """Tell whether a function does nothing but register routes that stay."""
        key = (module, getattr(function, "name", ""))
        if key not in self._only:
            self._only[key] = False
            body = list(getattr(function, "body", ()))
            made = {n for s in body for n in _blueprints_of(s)}
            cut = [self._is_cut(module, function, s) for s in body]
            rest = [s for s, gone in zip(body, cut, strict=True) if not gone]
            self._only[key] = any(cut) and all(_is_inert(s, made) for s in rest)
        return self._only[key]

    def _elements(
        self, module: str, around: ast.stmt, statement: ast.stmt, loops: list[ast.For]
    ) -> Iterator[ast.AST]:
        """Yield the elements of a literal list whose blueprints stay, if a loop registers them."""
        literal = _registered_list(statement, loops)
        elements = literal.elts if literal is not None else []
        foreign = [
            e
            for e in elements
            if any(
                self._stays(module, around, n.id) for n in ast.walk(e) if isinstance(n, ast.Name)
            )
        ]
        if len(foreign) < len(elements):
            yield from foreign

    def _stays(self, module: str, around: ast.stmt, name: str) -> bool:
        meant = self._meaning(module, around, name)
        return isinstance(meant, Symbol | ProjectModule) and (
            getattr(meant, "module", getattr(meant, "name", "")) in self._territory.foreign
        )


def _wide_blueprints(table: SymbolTable) -> Iterator[Name]:
    """Name the blueprints by which somebody acts on the whole application: they are not cut."""
    words = [word.encode() for word in (*OF_BLUEPRINTS, "defaults")]
    for name in table.modules:
        content = table.content(name)
        units = table.units(name) if any(word in content for word in words) else None
        for node in ast.walk(units.tree) if units else ():
            match node:
                case ast.Attribute(value=ast.Name(id=root), attr=attr) if attr in OF_BLUEPRINTS:
                    pass
                case ast.Call(func=ast.Attribute(value=ast.Name(id=root))) if _chooses(node):
                    pass
                case _:
                    continue
            meant = table.meaning(name, root)
            if isinstance(meant, Symbol):
                yield meant.module, meant.name


def _chooses(call: ast.Call) -> bool:
    """Tell whether a rule has values of its own by which ``url_for`` chooses among several."""
    return last_name(call.func) == "add_url_rule" and any(
        k.arg == "defaults" for k in call.keywords
    )


def _is_use(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)


def _blueprints_of(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(value=ast.Call() as call) if last_name(call.func).endswith(MAKES):
            yield from (t.id for t in statement.targets if isinstance(t, ast.Name))


def _is_inert(statement: ast.stmt, blueprints: Collection[str]) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Return(value=None):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(value=ast.Call() as call):
            return last_name(call.func) == "as_view" or bool(list(_blueprints_of(statement)))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return all(_root_of(d) in blueprints for d in statement.decorator_list)
        case ast.Expr(value=ast.Call() as call):
            given = {a.id for a in call.args if isinstance(a, ast.Name)}
            return _root_of(call) in blueprints or bool(given.intersection(blueprints))
    return False


def _root_of(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _registered_list(
    statement: ast.stmt, loops: list[ast.For]
) -> ast.List | ast.Tuple | ast.Set | None:
    match statement:
        case ast.For(iter=(ast.List() | ast.Tuple() | ast.Set()) as literal):
            return literal if statement in loops else None
        case ast.Assign(
            targets=[ast.Name(id=name)], value=(ast.List() | ast.Tuple() | ast.Set()) as literal
        ):
            walked = any(isinstance(s.iter, ast.Name) and s.iter.id == name for s in loops)
            return literal if walked else None
    return None


def _loop_registers(loop: ast.For) -> bool:
    return any(
        isinstance(n, ast.Call) and last_name(n.func) in REGISTERS
        for s in loop.body
        for n in ast.walk(s)
    )
