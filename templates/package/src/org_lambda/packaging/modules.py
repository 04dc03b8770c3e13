"""The Python modules of an artifact.

What is missed here is compiled when a container starts, as everything would be without us: to
find too little is slower, and never wrong.
"""

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Final

from .names import dotted

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


class Modules:
    """Finds the files of modules by their dotted names."""

    def __init__(self, files: Collection[str]) -> None:
        self._paths = {dotted(file): file for file in files if file.endswith(".py")}
        libraries = (PurePosixPath(file) for file in files if file.endswith(".so"))
        self._compiled = {
            str(path.with_name(path.name.partition(".")[0])) for path in libraries
        }

    def is_compiled(self, file: str) -> bool:
        """Tell whether an extension module stands beside a source: Python imports that one.

        https://docs.python.org/3/library/importlib.html#importlib.machinery.FileFinder
        """
        return file.removesuffix(".py") in self._compiled

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
