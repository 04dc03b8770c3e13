"""Which files a statement may open, by the paths that stand in it.

https://docs.python.org/3/library/pathlib.html
"""

import ast
from collections.abc import Collection, Iterator

from migrator.generation.symbols.uses import last_name

LISTS = frozenset(
    {
        "contents", "copytree", "files", "glob", "iglob", "iterdir", "listdir", "rglob", "scandir",
        "walk",
    }
)  # fmt: skip
JOINS = frozenset({"join", "joinpath", "safe_join"})
OTHERS = frozenset({"__path__", "parent", "parents", "with_name", "with_stem", "with_suffix"})


def file_name(text: str) -> str:
    """Return the last part of a string that may end the name of a file; else nothing."""
    last = text.rpartition("/")[2]
    return last if "." in last and " " not in last else ""


def folders_in(statement: ast.stmt) -> Iterator[str]:
    """Name the folder that a statement gives a name: ``HERE = Path(__file__).parent``."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_folder(value):
            yield name


def may_open(node: ast.AST, folders: Collection[str]) -> bool:
    """Tell whether a node may open a file whose name does not stand in it.

    Args:
        node: a statement or a part of one.
        folders: names of variables that hold the paths of folders.
    """
    match node:
        case ast.Assign() if list(folders_in(node)):
            return False
        case ast.BinOp(op=ast.Div()):
            return _is_open(*_divided(node), folders)
        case ast.Call() if last_name(node.func) in JOINS and not _joins_words(node):
            return _is_open(*_joined(node), folders)
    is_open = _hands_on(node, folders)
    return is_open or any(may_open(child, folders) for child in ast.iter_child_nodes(node))


def _hands_on(node: ast.AST, folders: Collection[str]) -> bool:
    """Tell whether a node lists a folder, or is one."""
    match node:
        case ast.Call():
            return last_name(node.func) in LISTS
        case ast.Attribute(attr=attr):
            return attr in folders or attr in OTHERS
        case ast.Name(id=name, ctx=ast.Load()):
            return name in folders or name == "__file__"
    return False


def _joins_words(call: ast.Call) -> bool:
    """Tell ``", ".join(words)`` from a path."""
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Constant)


def _joined(call: ast.Call) -> tuple[ast.expr, list[ast.expr]]:
    """Return the first and the other parts of ``HERE.joinpath("x.json")``, ``join(HERE, ...)``."""
    func = call.func
    owner = [func.value] if isinstance(func, ast.Attribute) and func.attr == "joinpath" else []
    given = [*owner, *call.args]
    return (given[0], given[1:]) if given else (call, [])


def _is_open(base: ast.expr, parts: list[ast.expr], folders: Collection[str]) -> bool:
    """Tell whether a path that is joined may be that of any file."""
    texts = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
    is_said = len(texts) == len(parts) and bool(texts) and bool(file_name(texts[-1]))
    is_plain = isinstance(base, ast.Name | ast.Attribute) or _is_folder(base)
    return not is_said or (not is_plain and may_open(base, folders))


def _divided(node: ast.expr) -> tuple[ast.expr, list[ast.expr]]:
    """Return the first and the other operands of ``HERE / "data" / "x.json"``."""
    parts: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        parts.insert(0, node.right)
        node = node.left
    return node, parts


def _is_folder(value: ast.expr) -> bool:
    """Tell ``Path(__file__).parent`` and ``os.path.dirname(__file__)``: nothing is joined."""
    names = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}
    joins = (isinstance(n, ast.BinOp | ast.Constant) for n in ast.walk(value))
    return "__file__" in names and not any(joins)
