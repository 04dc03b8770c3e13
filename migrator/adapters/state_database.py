"""``.migrate/state.db``, or what ``MIGRATE_DATABASE_URL`` names: what the cutover remembers.

What is decided stands in cutover.yaml; losing this database loses no decision.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, MetaData, create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from migrator.errors import ToolError, first_line

_LOCK_SECONDS = 1  # a rollback does not wait for a lock


class StateDatabase:
    """A file of SQLite, or a database by its SQLAlchemy URL; tables are made on first use."""

    def __init__(self, file: Path, url: str | None = None) -> None:
        self._file = None if url else file
        self._url = url or f"sqlite:///{file}"

    @property
    def is_there(self) -> bool:
        """Whether there can be anything to read."""
        return self._file is None or self._file.exists()

    @contextmanager
    def transaction(self, tables: MetaData, failing: str) -> Iterator[Connection]:
        """Open a transaction in which ``tables`` exist.

        Args:
            tables: what is used.
            failing: the beginning of the error, ``the history cannot be written``.

        Raises:
            ToolError: the database is locked, damaged or out of reach.
        """
        try:
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            engine = self._engine()
            _create(tables, engine)
            with engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise ToolError(f"{failing}: {first_line(error)}") from error

    def _engine(self) -> Engine:
        options = {"timeout": _LOCK_SECONDS} if self._url.startswith("sqlite") else {}
        return create_engine(self._url, poolclass=NullPool, connect_args=options)


def _create(tables: MetaData, engine: Engine) -> None:
    """Create the tables that are missing; where somebody else does at the same moment, look again.

    PostgreSQL lets the second of two fail, whatever was asked for.
    """
    try:
        tables.create_all(engine)
    except (IntegrityError, ProgrammingError):
        tables.create_all(engine)
