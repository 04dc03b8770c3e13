"""The Python modules of an artifact, and what a module says that it imports.

What is missed here is compiled when a container starts, as everything would be without us: to
find too little is slower, and never wrong.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Final

DOTTED: Final = re.compile(r"\.*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?::[A-Za-z_]\w*)?")
# What Django imports of an application or of a database backend that settings name.
IMPLICIT: Final = ("apps", "models", "admin", "base")
# SQLAlchemy imports these when it is first used, and the driver that an address names.
SQLALCHEMY: Final = ("orm.dependency", "orm.strategies", "sql.default_comparator")
DIALECTS: Final = {
    "MySQLdb": "mysql.mysqldb",
    "asyncpg": "postgresql.asyncpg",
    "oracledb": "oracle.oracledb",
    "pg8000": "postgresql.pg8000",
    "psycopg": "postgresql.psycopg",
    "psycopg2": "postgresql.psycopg2",
    "pymysql": "mysql.pymysql",
    "pyodbc": "mssql.pyodbc",
}
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Modules:
    """Finds the files of modules by their dotted names."""

    def __init__(self, files: Iterable[str]) -> None:
        self._paths = {dotted(file): file for file in files if file.endswith(".py")}

    def find(self, name: str) -> Iterator[str]:
        """Yield what ``import name`` runs: the packages around, and the module.

        The end of the name may be no module, but something in it.
        """
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            path = self._paths.get(".".join(parts[:end]))
            if path is not None:
                yield path

    def implied(self, name: str) -> Iterator[str]:
        """Yield what Django imports of a package that a setting names."""
        if self._paths.get(name, "").endswith("/__init__.py"):
            for module in IMPLICIT:
                yield from self.find(f"{name}.{module}")

    def used_with(self, file: str) -> Iterator[str]:
        """Yield what a library imports as soon as it is used."""
        if file == "sqlalchemy/__init__.py":
            for module in SQLALCHEMY:
                yield from self.find(f"sqlalchemy.{module}")
            for driver, dialect in DIALECTS.items():
                if driver in self._paths:
                    yield from self.find(driver)
                    yield from self.find(f"sqlalchemy.dialects.{dialect}")


def dotted(file: str) -> str:
    """Return the name under which a file is imported."""
    stem = file.removesuffix(".py").removesuffix("/__init__")
    return stem.replace("/", ".")


def names_in(
    tree: ast.Module, file: str, *, in_functions: bool = False
) -> Iterator[str]:
    """Yield the names that a module imports, and those that its strings may mean.

    Args:
        tree: its source.
        file: its path in the artifact.
        in_functions: also what functions import and say, which may run later or never.
    """
    package = dotted(file)
    if not file.endswith("__init__.py"):
        package = package.rpartition(".")[0]
    for node in _walk(tree, in_functions=in_functions):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                base = _absolute("." * node.level + (node.module or ""), package)
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names)
            case ast.Constant(value=str(text)) if DOTTED.fullmatch(text):
                yield _absolute(text.replace(":", "."), package)


def _walk(tree: ast.Module, *, in_functions: bool) -> Iterator[ast.AST]:
    """Yield nodes in the order of the source."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, _FUNCTIONS) and not in_functions:
            continue
        is_guard = isinstance(node, ast.If) and _is_for_types(node.test)
        inner = node.orelse if is_guard else ast.iter_child_nodes(node)  # type: ignore[attr-defined]
        waiting.extend(reversed(list(inner)))


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
