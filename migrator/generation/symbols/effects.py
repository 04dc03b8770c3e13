"""What a top-level statement does besides binding names: it registers, connects, configures.

An effect has *subjects*: what it changes, where that is known to keep the change to itself (a
blueprint, a registry, a list, a class). Whoever needs none of them does not notice the effect. An
effect without subjects may be noticed by everybody.
"""

import ast
from collections.abc import Collection, Iterator
from typing import TypeGuard

import msgspec

from migrator.generation.app_wide import ALWAYS, PURE
from migrator.generation.symbols.table import (
    External,
    Meaning,
    Name,
    ProjectModule,
    Symbol,
    SymbolTable,
)
from migrator.generation.symbols.units import BLOCKS, Unit
from migrator.generation.symbols.uses import FUNCTIONS, Chain
from migrator.model.extraction import UnitKind

# Calls of these only change what they are called on.
KEEPS_TO_ITSELF = (
    "APIRouter", "Api", "Blueprint", "Library", "Namespace", "Router", "Signal", "signal",
)  # fmt: skip
CONTAINERS = frozenset({"Counter", "OrderedDict", "defaultdict", "deque", "dict", "list", "set"})
CHANGES = frozenset(
    {
        "add", "append", "connect", "extend", "insert", "register", "setdefault", "subscribe",
        "update",
    }
)  # fmt: skip
SAYS = frozenset(
    {"critical", "debug", "error", "exception", "info", "log", "print", "warn", "warning"}
)


class Effect(msgspec.Struct, frozen=True):
    """What a statement does.

    Attributes:
        subjects: what it changes, ``(module, name)``.
        is_wide: whether anybody may notice.
        is_doubtful: whether it travels only because nobody knows what it does.
    """

    subjects: frozenset[Name] = frozenset()
    is_wide: bool = False
    is_doubtful: bool = False

    def __or__(self, other: "Effect") -> "Effect":
        return Effect(
            self.subjects | other.subjects,
            self.is_wide or other.is_wide,
            self.is_doubtful or other.is_doubtful,
        )


NONE = Effect()
WIDE = Effect(is_wide=True)
DOUBTFUL = Effect(is_wide=True, is_doubtful=True)


class EffectReader:
    """Reads the effects of statements.

    Args:
        table: the modules.
        handlers: functions and classes that answer entry points which stay: what registers them
            does nothing for the service.
        cuts: for a module, the nodes that are left out.
        inert: functions of which the cuts leave nothing that does anything.
    """

    def __init__(
        self,
        table: SymbolTable,
        handlers: Collection[Name],
        cuts: "dict[str, set[ast.AST]]",
        inert: Collection[Name],
    ) -> None:
        self._table = table
        self._handlers = handlers
        self._cuts = cuts
        self._inert = inert
        self._registers: dict[Name, frozenset[Name]] = {}

    def of(self, unit: Unit) -> Effect:
        """Tell what a unit does besides binding names."""
        if unit.kind in {UnitKind.ALWAYS, UnitKind.TEXT, UnitKind.MAIN, UnitKind.STAR}:
            return NONE
        return self._of(unit.module, unit.node)

    def stays(self, name: Name) -> bool:
        """Tell whether a function or class answers entry points that stay, and no others."""
        return name in self._handlers

    def _of(self, module: str, node: ast.stmt) -> Effect:  # noqa: PLR0911 - one for each kind
        if node in self._cuts.get(module, ()):
            return NONE
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return self._decorated(module, node)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                return self._assigned(module, node)
            case ast.Expr(value=ast.Call() as call):
                return self._called(module, call)
            case ast.Delete(targets=targets):
                return Effect(frozenset(n for t in targets for n in self._roots(module, t)))
            case _ if isinstance(node, BLOCKS):
                return self._block(module, node)
        return NONE

    def _block(self, module: str, node: ast.stmt) -> Effect:
        found = NONE
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.ExceptHandler | ast.match_case):
                for statement in inner.body:
                    found |= self._of(module, statement)
            elif isinstance(inner, ast.stmt):
                found |= self._of(module, inner)
        return found

    def _decorated(
        self, module: str, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> Effect:
        if (module, node.name) in self._handlers or (module, node.name) in self._inert:
            return NONE
        found = NONE
        for decorator in node.decorator_list:
            found |= self._decorates(module, decorator)
        return found

    def _decorates(self, module: str, decorator: ast.expr) -> Effect:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        root, chain = _dotted(func)
        last = chain[-1] if chain else root
        if last in PURE:
            return NONE
        meant = self._table.meaning(module, root, chain) if root else None
        given = self._given(module, decorator)
        match meant:
            case Symbol():
                return self._by_project(meant, given)
            case External() if given and last in ALWAYS:
                return Effect(given)  # listens_for(Model, "before_insert"): of that class only
            case _:
                return DOUBTFUL

    def _by_project(self, meant: Symbol, given: frozenset[Name]) -> Effect:
        """Judge a decorator that is the monolith's own, or a method of what it made."""
        name = (meant.module, meant.name)
        found = self._table.binding(*name)
        if found and isinstance(found[-1].node, FUNCTIONS):
            return Effect(self.changed_by(*name))
        if meant.rest and meant.rest[-1] in ALWAYS and self._is_blueprint(meant):
            return WIDE
        if self._keeps_to_itself(meant):
            return Effect(frozenset({name}) | given)
        return DOUBTFUL

    def _is_blueprint(self, meant: Symbol) -> bool:
        return self._made_by(meant).endswith("Blueprint")

    def _keeps_to_itself(self, meant: Symbol) -> bool:
        made = self._made_by(meant)
        if made.startswith("<project>") or made in CONTAINERS:
            return True
        return made.endswith(KEEPS_TO_ITSELF)

    def _made_by(self, meant: Symbol) -> str:
        """Name what made a variable: a class of the project, a library's, or a literal."""
        for unit in self._table.binding(meant.module, meant.name):
            match unit.node:
                case ast.ClassDef():
                    return "<project>class"
                case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                    return self._maker(meant.module, value)
        return ""

    def _maker(self, module: str, value: ast.expr) -> str:
        match value:
            case ast.List() | ast.ListComp():
                return "list"
            case ast.Dict() | ast.DictComp():
                return "dict"
            case ast.Set() | ast.SetComp():
                return "set"
            case ast.Call(func=func):
                root, chain = _dotted(func)
                made = self._table.meaning(module, root, chain) if root else None
                if isinstance(made, Symbol) and not made.rest:
                    found = self._table.binding(made.module, made.name)
                    if found and found[-1].kind is UnitKind.CLASS:
                        base = self._outer_base(made)
                        return base or "<project>instance"
                return chain[-1] if chain else root
        return ""

    def _outer_base(self, made: Symbol) -> str:
        """Name a base of another library: its instances may register elsewhere."""
        found = self._table.binding(made.module, made.name)
        node = found[-1].node if found else None
        for base in node.bases if isinstance(node, ast.ClassDef) else ():
            root, chain = _dotted(base)
            meant = self._table.meaning(made.module, root, chain) if root else None
            if isinstance(meant, External):
                return meant.name
        return ""

    def changed_by(self, module: str, function: str) -> frozenset[Name]:
        """Name the module-level things that a function changes.

        For decorators: what they note down when they are applied.
        """
        key = (module, function)
        if key not in self._registers:
            self._registers[key] = frozenset(
                name
                for unit in self._table.binding(module, function)
                for name in self._changes(module, unit.node)
            )
        return self._registers[key]

    def _changes(self, module: str, function: ast.stmt) -> Iterator[Name]:
        for node in ast.walk(function):
            target: ast.expr | None = None
            match node:
                case ast.Assign(
                    targets=[ast.Subscript(value=target) | ast.Attribute(value=target)]
                ):
                    pass
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=target, attr=attr))) if (
                    attr in CHANGES or attr in ALWAYS
                ):
                    pass
                case ast.Global(names=names):
                    yield from ((module, name) for name in names)
            if isinstance(target, ast.Name):
                yield from self._roots(module, target)

    def _assigned(self, module: str, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Effect:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        found = NONE
        for target in targets:
            if isinstance(target, ast.Attribute | ast.Subscript):
                subjects = frozenset(self._roots(module, target))
                found |= Effect(subjects) if subjects else DOUBTFUL
        if isinstance(node.value, ast.Call):  # Limiter(app), Api(blueprint)
            found |= Effect(self._made(module, node.value))
        return found

    def _made(self, module: str, call: ast.Call) -> frozenset[Name]:
        """Name the objects that a call is given, as an extension is given the application."""
        return frozenset(
            name for name in self._given(module, call) if self._is_object(Symbol(*name))
        )

    def _is_object(self, meant: Symbol) -> bool:
        found = self._table.binding(meant.module, meant.name)
        return any(isinstance(getattr(u.node, "value", None), ast.Call) for u in found)

    def _called(self, module: str, call: ast.Call) -> Effect:
        root, chain = _dotted(call.func)
        if (chain[-1] if chain else root) in SAYS:
            return NONE
        meant = self._table.meaning(module, root, chain) if root else None
        given = self._given(module, call)
        match meant:
            case Symbol():
                return self._called_of_project(meant, given)
            case ProjectModule():
                return DOUBTFUL
            case _ if given:
                return Effect(given)
            case _:
                return WIDE

    def _called_of_project(self, meant: Symbol, given: frozenset[Name]) -> Effect:
        name = (meant.module, meant.name)
        found = self._table.binding(*name)
        if found and isinstance(found[-1].node, FUNCTIONS) and not meant.rest:
            changed = self.changed_by(*name) | given
            return NONE if name in self._inert else Effect(changed, is_wide=True)
        if meant.rest and meant.rest[-1] in ALWAYS and self._is_blueprint(meant):
            return WIDE
        return Effect(given | {name})

    def _given(self, module: str, node: ast.AST) -> frozenset[Name]:
        """Name the variables and classes of the project among the arguments of a call.

        Of an object that is made there and then, only what that is given: nobody else has it.
        """
        found: set[Name] = set()
        for value in [*node.args, *(k.value for k in node.keywords)] if _is_call(node) else ():
            found |= (
                self._given(module, value)
                if self._is_instance(module, value)
                else frozenset(self._roots(module, value))
            )
        return frozenset(found)

    def _is_instance(self, module: str, value: ast.expr) -> bool:
        if not _is_call(value):
            return False
        root, chain = _dotted(value.func)
        made = self._table.meaning(module, root, chain) if root else None
        if not isinstance(made, Symbol) or made.rest:
            return False
        found = self._table.binding(made.module, made.name)
        return any(unit.kind is UnitKind.CLASS for unit in found)

    def _roots(self, module: str, node: ast.expr) -> Iterator[Name]:
        while isinstance(node, ast.Subscript | ast.Starred):
            node = node.value
        root, chain = _dotted(node)
        if not root:
            return
        meant: Meaning | None = self._table.meaning(module, root, chain)
        if isinstance(meant, Symbol):
            found = self._table.binding(meant.module, meant.name)
            if not any(isinstance(u.node, FUNCTIONS) for u in found):
                yield meant.module, meant.name
        elif isinstance(meant, ProjectModule) and meant.rest:
            yield meant.name, meant.rest[0]


def _is_call(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call)


def _dotted(node: ast.expr) -> tuple[str, Chain]:
    chain: list[str] = []
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Attribute):
            chain.append(node.attr)
            node = node.value
        else:
            node = node.func if isinstance(node, ast.Call) else node.value
    return (node.id, tuple(reversed(chain))) if isinstance(node, ast.Name) else ("", ())
