"""Whose attribute is read by a computed name, and where that name comes from.

``getattr(item, name)`` reads no method by chance where ``name`` goes through names that stand in
the code, or through those of columns and fields.
"""

import ast
from collections.abc import Iterator, Sequence
from typing import Literal

from migrator.generation.symbols.models import BASES
from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.table import External, ProjectModule, Symbol, SymbolTable
from migrator.generation.symbols.uses import FUNCTIONS

PROXIES = frozenset({"__delattr__", "__getattr__", "__getattribute__", "__setattr__"})
# What tells the names of columns, or of fields that a class declares: they are heard there.
FIELDS = frozenset({"__fields__", "__table__", "_fields", "asdict", "columns", "model_fields"})
# No models, and no proxies of models.
HARMLESS = frozenset(
    {"django.conf.settings", "flask.current_app", "flask.g", "flask.request", "flask.session"}
)
VAGUE = ("typing.", "typing_extensions.", "collections.", "abc.", "types.", "builtins.")

Owner = Symbol | Literal["harmless"] | None


def comes_from_code(name: ast.expr, functions: Sequence[FUNCTIONS]) -> bool:
    """Tell whether code says every value of a name: in a list, as a field or as an attribute."""
    root, _ = plain_name(name)
    if not root or not functions:
        return False
    around = functions[0]
    for function in functions:
        if root in _parameters(function):
            return isinstance(name, ast.Name) and function.name in PROXIES
    bound = [n for n in ast.walk(around) if _is_stored(n, root)]
    loops = [n for n in ast.walk(around) if isinstance(n, ast.For | ast.comprehension)]
    sources = [loop.iter for loop in loops if root in _targets(loop.target)]
    if not sources or len(sources) < len(bound):
        return False
    if all(_is_listed(source) for source in sources):
        return isinstance(name, ast.Name)
    return all(_tells_fields(source, around) for source in sources)


def owner_of(
    node: ast.expr,
    table: SymbolTable,
    module: str,
    around: str,
    functions: Sequence[FUNCTIONS],
) -> Owner:
    """Return the class of an object; None where it may be anything.

    Args:
        node: the object.
        table: the modules.
        module: the one that the node stands in.
        around: the class that it stands in, if it does.
        functions: those around it.
    """
    if isinstance(node, ast.Call) and plain_name(node.func)[0] == "import_module":
        return "harmless"
    root, chain = plain_name(node)
    if root in {"self", "cls"} and around:
        return Symbol(module, around) if not chain else None
    for function in reversed(functions):
        if root in _parameters(function):
            given = _parameters(function)[root]
            return _annotated(given, table, module) if not chain else None
        if any(_is_stored(n, root) for n in ast.walk(function)):
            return None
    return _meant(root, chain, table, module) if root else None


def _meant(root: str, chain: tuple[str, ...], table: SymbolTable, module: str) -> Owner:
    match table.meaning(module, root, chain):
        case External(name=name):
            return "harmless" if name in HARMLESS else None
        case ProjectModule(rest=()):
            return "harmless"
        case Symbol(module=home, name=name, rest=()):
            found = table.binding(home, name)
            node = found[-1].node if found else None
            if isinstance(node, ast.ClassDef):
                return Symbol(home, name)
            made = getattr(node, "value", None)
            if len(found) == 1 and isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
                meant = table.meaning(home, made.func.id)
                return meant if isinstance(meant, Symbol) and _is_class(table, meant) else None
    return None


def _is_class(table: SymbolTable, symbol: Symbol) -> bool:
    found = table.binding(symbol.module, symbol.name)
    is_class = bool(found) and all(isinstance(u.node, ast.ClassDef) for u in found)
    return is_class and not symbol.rest


def _annotated(annotation: ast.expr | None, table: SymbolTable, module: str) -> Owner:
    """Read the class of a parameter; one of a library may be that which a model derives from."""
    if not isinstance(annotation, ast.Name | ast.Attribute):
        return None
    root, chain = plain_name(annotation)
    match table.meaning(module, root, chain):
        case Symbol() as symbol if _is_class(table, symbol):
            return symbol
        case External(name=name) if name not in BASES and not name.startswith(VAGUE):
            last = name.rpartition(".")[2]
            return None if any(word in last for word in ("Base", "Model", "Proxy")) else "harmless"
    return None


def _parameters(function: FUNCTIONS) -> dict[str, ast.expr | None]:
    given = function.args
    every = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
    return {one.arg: one.annotation for one in every if one is not None}


def _is_stored(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Name(id=found, ctx=ast.Store()):
            return found == name
        case ast.alias(name=found, asname=other):
            return (other or found) == name
        case ast.ClassDef(name=found) | ast.FunctionDef(name=found):
            return found == name
    return False


def _targets(target: ast.expr) -> Iterator[str]:
    """Yield the name of a loop, or the first of ``for name, value in ...``."""
    first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
    if isinstance(first, ast.Name):
        yield first.id


def _is_listed(source: ast.expr) -> bool:
    return isinstance(source, ast.Tuple | ast.List | ast.Set) and all(
        isinstance(e, ast.Constant) for e in source.elts
    )


def _tells_fields(source: ast.expr, around: FUNCTIONS) -> bool:
    """Tell whether an expression, or what its variable is bound to, tells columns or fields."""
    nodes: list[ast.AST] = list(ast.walk(source))
    if isinstance(source, ast.Name):
        for node in ast.walk(around):
            if isinstance(node, ast.Assign) and source.id in map(_name_of, node.targets):
                nodes += ast.walk(node.value)
    words = {getattr(n, "attr", getattr(n, "id", "")) for n in nodes}
    return bool(FIELDS & words)


def _name_of(target: ast.expr) -> str:
    return getattr(target, "id", "")
