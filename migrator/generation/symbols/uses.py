"""What a statement names: by Python's rules of scope, without running anything.

https://docs.python.org/3/reference/executionmodel.html#resolution-of-names
"""

import ast
from collections.abc import Collection, Iterator

import msgspec

Chain = tuple[str, ...]
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
TYPES = frozenset({"NewType", "TypeVar", "cast"})  # they are given types in strings
LONGEST = 6  # attributes of a chain that are followed


class InnerImport(msgspec.Struct, eq=False):
    """A name that an import inside of a function binds.

    Attributes:
        statement: the import statement.
        alias: its part that binds the name.
        chains: attributes that are read of the name; ``()`` for a use of the name itself.
    """

    statement: ast.Import | ast.ImportFrom
    alias: ast.alias
    chains: set[Chain] = msgspec.field(default_factory=set)

    @property
    def bound(self) -> str:
        """The name; ``*`` for a star import."""
        return bound_by(self.statement, self.alias)


class Uses(msgspec.Struct, eq=False):
    """What one statement names.

    Attributes:
        names: names of the module or builtins, with the attributes that are read of them: line.
        inner: imports inside of functions, with their uses.
        strings: constants, with their lines.
        calls: all calls, for those that load modules.
    """

    names: dict[tuple[str, Chain], int] = msgspec.field(default_factory=dict)
    inner: list[InnerImport] = msgspec.field(default_factory=list)
    strings: list[tuple[str, int]] = msgspec.field(default_factory=list)
    calls: list[ast.Call] = msgspec.field(default_factory=list)


def bound_by(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    """Name what an alias binds: ``import a.b`` binds ``a``."""
    if alias.asname:
        return alias.asname
    return alias.name.partition(".")[0] if isinstance(statement, ast.Import) else alias.name


def read_uses(nodes: Iterator[ast.AST] | list[ast.AST], skipped: Collection[ast.AST] = ()) -> Uses:
    """Read what ``nodes`` of a module's top level name; nodes in ``skipped`` are not there."""
    reader = _Reader(skipped)
    for node in nodes:
        reader.visit(node)
    return reader.uses


def names_bound_in(nodes: list[ast.AST], *, declared_global: bool = False) -> set[str]:
    """Name what statements bind in their own scope.

    Args:
        nodes: statements of one scope.
        declared_global: whether ``global`` in functions counts too, as it binds in the module.
    """
    return set(_bound(nodes, inside=declared_global))


def _bound(  # noqa: C901 - a case for each kind of node
    nodes: list[ast.AST], *, inside: bool = False
) -> Iterator[str]:
    todo = list(nodes)
    while todo:
        node = todo.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
                todo += node.decorator_list
                if inside:
                    yield from _declared_global(node)
                continue
            case ast.Lambda():
                continue
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                yield from _walrus(node)
                continue
            case ast.Name(ctx=ast.Store() | ast.Del()):
                yield node.id
            case ast.Import() | ast.ImportFrom():
                yield from (bound_by(node, alias) for alias in node.names)
            case ast.ExceptHandler() if node.name:
                yield node.name
            case ast.MatchAs() | ast.MatchStar() if node.name:
                yield node.name
            case ast.MatchMapping() if node.rest:
                yield node.rest
        todo += ast.iter_child_nodes(node)


def _walrus(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.NamedExpr) and isinstance(inner.target, ast.Name):
            yield inner.target.id


def _declared_global(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Global):
            yield from inner.names


class _Scope(msgspec.Struct, eq=False):
    """A function, class or comprehension around the node that is read."""

    is_class: bool
    bound: set[str]
    shared: set[str]
    imports: dict[str, list[InnerImport]]


class _Reader(ast.NodeVisitor):
    """Walks a statement with the scopes around each name."""

    def __init__(self, skipped: Collection[ast.AST]) -> None:
        self.uses = Uses()
        self._skipped = skipped
        self._scopes: list[_Scope] = []
        self._imports: set[ast.AST] = set()

    def visit(self, node: ast.AST) -> None:
        """Walk a node, unless it is left out."""
        if node not in self._skipped:
            super().visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Decorators, defaults and annotations are evaluated outside."""
        for outside in (*node.decorator_list, *node.args.defaults):
            self.visit(outside)
        for default in node.args.kw_defaults:
            if default is not None:
                self.visit(default)
        for argument in arguments_of(node.args):
            if argument.annotation is not None:
                self._annotation(argument.annotation)
        if node.returns is not None:
            self._annotation(node.returns)
        bound = {a.arg for a in arguments_of(node.args)} | names_bound_in(list(node.body))
        self._inside(_scope_of(node.body, bound | _type_parameters(node)), node.body)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast's name

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Defaults are evaluated outside."""
        for default in (*node.args.defaults, *(d for d in node.args.kw_defaults if d)):
            self.visit(default)
        bound = {a.arg for a in arguments_of(node.args)} | set(_walrus(node.body))
        self._inside(_Scope(False, bound, set(), {}), [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Bases and decorators are evaluated outside."""
        for outside in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(outside)
        bound = names_bound_in(list(node.body)) | _type_parameters(node)
        scope = _scope_of(node.body, bound)
        scope.is_class = True
        self._inside(scope, node.body)

    def _comprehension(self, node: COMPREHENSIONS) -> None:
        bound: set[str] = set()
        for loop in node.generators:
            bound |= names_bound_in([loop.target])
        self._inside(_Scope(False, bound, set(), {}), list(ast.iter_child_nodes(node)))

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension  # noqa: N815

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        """Note imports inside of functions; where the module's own are is known already."""
        if not self._scopes or node in self._imports:
            return
        self._imports.add(node)
        for alias in node.names:
            if alias in self._skipped:
                continue
            inner = InnerImport(node, alias)
            self.uses.inner.append(inner)
            scope = self._scopes[-1]
            if alias.name != "*" and inner.bound not in scope.shared:
                scope.imports.setdefault(inner.bound, []).append(inner)

    visit_ImportFrom = visit_Import  # noqa: N815 - ast's name

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """An annotation may be a string."""
        self.visit(node.target)
        self._annotation(node.annotation)
        if node.value is not None and "TypeAlias" in ast.unparse(node.annotation):
            self._annotation(node.value)
        elif node.value is not None:
            self.visit(node.value)

    def visit_Global(self, node: ast.Global) -> None:
        """Names of the module that a function changes."""
        for name in node.names:
            self.uses.names.setdefault((name, ()), node.lineno)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Read ``a.b.c`` as one use of ``a``."""
        chain: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            chain.append(inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name):
            self._use(inner, tuple(reversed(chain))[:LONGEST])
        else:
            self.visit(inner)

    def visit_Name(self, node: ast.Name) -> None:
        """Read a use of the name itself; what the module binds is no use of it."""
        if self._scopes or not isinstance(node.ctx, ast.Store):
            self._use(node, ())

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Read the target of ``+=`` as well."""
        if isinstance(node.target, ast.Name):
            self._use(node.target, ())
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Note a call."""
        self.uses.calls.append(node)
        if last_name(node.func) == "getLogger":
            self.visit(node.func)  # the names of loggers look like those of modules
            return
        if last_name(node.func) in TYPES:
            for argument in (*node.args, *(k.value for k in node.keywords if k.arg == "bound")):
                self._annotation(argument)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Note a string."""
        if isinstance(node.value, str):
            self.uses.strings.append((node.value, node.lineno))

    def _annotation(self, node: ast.expr) -> None:
        self.visit(node)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                try:
                    parsed = ast.parse(inner.value.strip(), mode="eval").body
                except (SyntaxError, ValueError):
                    continue
                for part in ast.walk(parsed):
                    part.lineno = inner.lineno  # type: ignore[attr-defined]
                self.visit(parsed)

    def _inside(
        self, scope: _Scope, nodes: list[ast.stmt] | list[ast.AST] | list[ast.expr]
    ) -> None:
        self._scopes.append(scope)
        # Imports first: a nested function may stand above the import that it uses.
        for statement in _own_imports(nodes):
            self.visit(statement)
        for node in nodes:
            self.visit(node)
        self._scopes.pop()

    def _use(self, node: ast.Name, chain: Chain) -> None:
        name = node.id
        for depth, scope in enumerate(reversed(self._scopes)):
            if scope.is_class and depth:
                continue
            if name in scope.shared:
                break
            if name in scope.bound:
                if isinstance(node.ctx, ast.Load) or chain:
                    for inner in scope.imports.get(name, ()):
                        inner.chains.add(chain)
                if scope.is_class and isinstance(node.ctx, ast.Load):
                    continue  # before it is bound in the class body, the module's is meant
                return
        self.uses.names.setdefault((name, chain), node.lineno)


def _scope_of(body: list[ast.stmt], bound: set[str]) -> _Scope:
    shared = {name for node in body for name in _globals_of(node)}
    return _Scope(False, bound - shared, shared, {})


def _globals_of(node: ast.AST) -> Iterator[str]:
    todo = [node]
    while todo:
        inner = todo.pop()
        if isinstance(inner, ast.Global):
            yield from inner.names
        if not isinstance(inner, FUNCTIONS | ast.ClassDef | ast.Lambda):
            todo += ast.iter_child_nodes(inner)


def _own_imports(nodes: list[ast.stmt] | list[ast.AST] | list[ast.expr]) -> Iterator[ast.AST]:
    todo: list[ast.AST] = list(nodes)
    while todo:
        node = todo.pop(0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif (
            isinstance(node, ast.stmt) and not isinstance(node, FUNCTIONS | ast.ClassDef)
        ) or isinstance(node, ast.ExceptHandler | ast.match_case):
            todo += ast.iter_child_nodes(node)


def arguments_of(arguments: ast.arguments) -> Iterator[ast.arg]:
    """Yield all parameters of a function."""
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (a for a in (arguments.vararg, arguments.kwarg) if a is not None)


def _type_parameters(node: ast.AST) -> set[str]:
    return {parameter.name for parameter in getattr(node, "type_params", ())}


def last_name(node: ast.expr) -> str:
    """Return ``c`` of ``a.b.c``; empty for what is no name and no attribute."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
