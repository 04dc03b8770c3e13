"""What a module says that it imports."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

DOTTED: Final = re.compile(r"\.*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?::[A-Za-z_]\w*)?")
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def dotted(file: str) -> str:
    """Return the name under which a file is imported."""
    stem = file.removesuffix(".py").removesuffix("/__init__")
    return stem.replace("/", ".")


def package_of(file: str) -> str:
    """Return the name of the package that a file is in, or is."""
    name = dotted(file)
    return name if file.endswith("__init__.py") else name.rpartition(".")[0]


def names_in(
    tree: ast.Module,
    file: str,
    *,
    in_functions: bool = False,
    without: Collection[ast.AST] = (),
) -> Iterator[str]:
    """Yield the names that a module imports, and those that its strings may mean.

    Args:
        tree: its source.
        file: its path in the artifact.
        in_functions: also what functions import and say that only run later, or never.
        without: parts of the source that do not count.
    """
    package = package_of(file)
    for node in _walk(tree, without, in_functions=in_functions):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                base = _absolute("." * node.level + (node.module or ""), package)
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names)
            case ast.Constant(value=str(text)) if DOTTED.fullmatch(text):
                yield _absolute(text.replace(":", "."), package)


def _walk(
    tree: ast.Module, without: Collection[ast.AST], *, in_functions: bool
) -> Iterator[ast.AST]:
    """Yield nodes in the order of the source; functions that the module calls where they are."""
    functions = {
        one.name: one.body for one in tree.body if isinstance(one, ast.FunctionDef)
    }
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if node in without:
            continue
        yield node
        if isinstance(node, _FUNCTIONS) and not in_functions:
            continue
        waiting.extend(reversed(list(_inner(node))))
        match node:
            case ast.Call(func=ast.Name(id=name)) if not in_functions:
                waiting.extend(reversed(functions.pop(name, ())))


def _inner(node: ast.AST) -> Iterable[ast.AST]:
    if isinstance(node, ast.If) and _is_for_types(node.test):
        return node.orelse
    return ast.iter_child_nodes(node)


def _is_for_types(test: ast.expr) -> bool:
    """Tell ``if TYPE_CHECKING:``, which never runs."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
    return False


def _absolute(name: str, package: str) -> str:
    """Resolve ``..name`` as seen from a package."""
    bare = name.lstrip(".")
    level = len(name) - len(bare)
    if not level:
        return name
    parents = package.split(".")
    return ".".join([*parents[: len(parents) - level + 1], *bare.split(".")]).strip(".")
