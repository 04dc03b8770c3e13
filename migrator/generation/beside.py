"""Files and folders beside the top packages that the code opens.

``BASE_DIR / "templates"``, ``Path("alembic.ini")``: they lie in the source root, where the service
has its own files.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from migrator.generation.source import Source, text_of
from migrator.generation.symbols.uses import last_name

OPENS = frozenset(
    {
        "Config", "FileSystemLoader", "Jinja2Templates", "Path", "StaticFiles", "abspath", "join",
        "joinpath", "open", "with_name",
    }
)  # fmt: skip
# What a service has itself, what only people read, what a web server serves.
NEVER = re.compile(
    r"^(.*\.py|\..*|Dockerfile.*|LICENSE.*|Makefile|README.*|build|dev|dist|docs?|handlers|logs?"
    r"|node_modules|package.*\.json|pyproject\.toml|requirements.*|serverless\.yml|settings"
    r"|setup\.cfg|tests?|tmp|uploads|venv)$"
)
SERVED = frozenset({"STATICFILES_DIRS", "STATIC_ROOT", "MEDIA_ROOT"})


def find_beside(
    source: Source, travelling: Iterable[str], modules: Mapping[str, str]
) -> Iterator[str]:
    """Yield the files of the source roots that travelling modules name where they open files.

    Args:
        source: the monolith's files.
        travelling: files of the modules that travel.
        modules: all modules and their files.
    """
    travelling = tuple(travelling)
    entries = _entries(source, {n: f for n, f in modules.items() if f in travelling})
    named: set[str] = set()
    for file in travelling if entries else ():
        named |= _named_in(text_of(source, file), entries)
    for name in sorted(named):
        yield from entries[name]


def _entries(source: Source, modules: Mapping[str, str]) -> dict[str, list[str]]:
    """Map what lies in a source root, beside its packages, to the files of it."""
    roots = {_root(name, file) for name, file in modules.items()}
    found: dict[str, list[str]] = {}
    for path in source.paths():
        for root in roots:
            if path.startswith(root):
                name = path.removeprefix(root).partition("/")[0]
                if name not in modules and not NEVER.match(name):
                    found.setdefault(name, []).append(path)
    return found


def _root(name: str, file: str) -> str:
    """Return the folder from which a module is imported: ``src/`` or nothing."""
    path = name.replace(".", "/")
    return file.removesuffix(".py").removesuffix("/__init__").removesuffix(path)


def _named_in(code: str, entries: Collection[str]) -> set[str]:
    """Find the entries that strings name where a path is made."""
    if not any(name in code for name in entries):
        return set()
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    served = {
        id(node)
        for statement in tree.body
        if isinstance(statement, ast.Assign) and _assigns(statement) & SERVED
        for node in ast.walk(statement)
    }
    return {
        word
        for node in ast.walk(tree)
        if id(node) not in served
        for text in _paths_in(node)
        if (word := text.removeprefix("./").partition("/")[0]) in entries
    }


def _assigns(statement: ast.Assign) -> set[str]:
    return {target.id for target in statement.targets if isinstance(target, ast.Name)}


def _paths_in(node: ast.AST) -> Iterator[str]:
    """Yield the strings that a node joins to a path or opens."""
    parts: list[ast.expr] = []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        parts = [node.right]
    elif isinstance(node, ast.Call):
        name = last_name(node.func)
        parts = [*node.args, *(k.value for k in node.keywords)] if name in OPENS else []
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
