"""Tables of modules to choose from: what a library can do, of which a service uses a little.

``LEXERS = {"PythonLexer": ("pygments.lexers.python", "Python", ...), ...}``: a library imports an
entry when somebody asks for its key. That is seen in ``from pygments.lexers import PythonLexer``,
and in strings of the service itself, ``redis`` and ``redis://...``.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from .names import names_in, package_of

MANY: Final = 10
_WORD: Final = re.compile(r"([A-Za-z_][\w.-]*)(?:[+:].*)?", re.DOTALL)


class Tables:
    """The tables that were found, and what was asked for."""

    def __init__(self) -> None:
        self._entries: dict[str, list[tuple[str, Iterable[str]]]] = defaultdict(list)
        self._imported: set[str] = set()
        self._words: set[str] = set()

    def add(self, tables: Collection[ast.Dict], file: str) -> None:
        """Note the entries of a module's tables."""
        for table in tables:
            for key, value in zip(table.keys, table.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    whole = f"{package_of(file)}.{key.value}"
                    self._entries[key.value].append((whole, tuple(_said(value, file))))

    def ask(self, imported: Iterable[str], words: Iterable[str] = ()) -> None:
        """Note what a module imports, and what a module of the service says."""
        self._imported.update(imported)
        self._words.update(words)

    def chosen(self) -> Iterator[str]:
        """Yield the modules of entries that were asked for."""
        for key, entries in self._entries.items():
            for whole, modules in entries:
                if key in self._words or whole in self._imported:
                    yield from modules


def tables_in(tree: ast.Module) -> list[ast.Dict]:
    """Find the tables of a module.

    One in a module with ``__getattr__`` is none: entries are imported as attributes are asked for.
    """
    if any(
        isinstance(o, ast.FunctionDef) and o.name == "__getattr__" for o in tree.body
    ):
        return []
    values = (
        one.value for one in tree.body if isinstance(one, (ast.Assign, ast.AnnAssign))
    )
    return [one for one in values if isinstance(one, ast.Dict) and _is_table(one)]


def words_in(tree: ast.Module) -> Iterator[str]:
    """Yield strings, and of addresses the scheme, as far as that may be a key."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if found := _WORD.fullmatch(text):
                yield found[1]


def _is_table(table: ast.Dict) -> bool:
    return sum(_has_module(value) for value in table.values) >= MANY


def _has_module(value: ast.expr) -> bool:
    return any("." in name for name in _said(value, ""))


def _said(value: ast.expr, file: str) -> Iterator[str]:
    module = ast.Module([ast.Expr(value)], [])
    yield from names_in(module, file)
