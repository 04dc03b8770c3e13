"""The table of what earlier runs learnt: bytes by key, in any database of SQLAlchemy.

A cache is never the reason why a run fails: a damaged file is set aside, and what cannot be
opened or written is done without.
"""

import itertools
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

_LOCK_SECONDS = 30  # another run holds the lock for less than one
_DAY = 86_400  # seconds
_KEPT_DAYS = 30
_AT_ONCE = 500  # parameters of one statement
_DAMAGE = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

T = TypeVar("T")

_RESULTS = Table(
    "analysis_result",
    MetaData(),
    Column("key", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("day", Integer, nullable=False),
)


class AnalysisResults:
    """Results in a database: a file of SQLite, or what a SQLAlchemy URL names.

    Args:
        note: told, once, why results are not kept.
    """

    def __init__(self, file: Path, url: str | None, note: Callable[[str], None]) -> None:
        self._file = None if url else file
        self._url = url or f"sqlite:///{file}"
        self._note = note
        self._is_usable = True

    def load(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the values of the keys that are known; empty where there is no database."""

        def read(connection: Connection) -> dict[str, bytes]:
            query = select(_RESULTS.c.key, _RESULTS.c.value)
            return {
                row.key: row.value
                for some in _parts(keys)
                for row in connection.execute(query.where(_RESULTS.c.key.in_(some)))
            }

        return self._run(read, {}, create=False)

    def save(self, values: Mapping[str, bytes], used: Iterable[str] = ()) -> None:
        """Keep ``values``, in one transaction; forget what nobody used for a month."""
        today = int(time.time()) // _DAY

        def write(connection: Connection) -> None:
            for some in _parts([*values, *used]):
                is_used = _RESULTS.c.key.in_(some)
                connection.execute(update(_RESULTS).where(is_used).values(day=today))
            for some in _parts(sorted(values)):
                known = connection.scalars(select(_RESULTS.c.key).where(_RESULTS.c.key.in_(some)))
                if new := set(some).difference(known):
                    rows = [{"key": key, "value": values[key], "day": today} for key in new]
                    connection.execute(insert(_RESULTS), rows)
            connection.execute(delete(_RESULTS).where(_RESULTS.c.day < today - _KEPT_DAYS))

        self._run(write, None, create=True)

    def _run(self, work: Callable[[Connection], T], otherwise: T, *, create: bool) -> T:
        """Do ``work`` in one transaction; with a new file if the present one is damaged."""
        for _ in range(2):
            if not self._is_usable:
                break
            try:
                if self._file is not None and not create and not self._file.exists():
                    break
                with self._engine().begin() as connection:
                    return work(connection)
            except IntegrityError:
                break  # another run was faster: its results are the same
            except (SQLAlchemyError, OSError) as error:
                self._give_up(error)
        return otherwise

    def _engine(self) -> Engine:
        if self._file is None:
            engine = create_engine(self._url, poolclass=NullPool)
        else:
            _make_folder(self._file.parent)
            options = {"timeout": _LOCK_SECONDS}
            engine = create_engine(self._url, poolclass=NullPool, connect_args=options)
            with engine.connect() as connection:
                # So readers do not wait for a writer, nor it for them.
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        with engine.begin() as connection:
            connection.execute(CreateTable(_RESULTS, if_not_exists=True))
        return engine

    def _give_up(self, error: Exception) -> None:
        if self._file is not None and _is_damaged(error):
            aside = _free_name(self._file)
            try:
                self._file.rename(aside)
                for rest in ("-wal", "-shm"):
                    Path(f"{self._file}{rest}").unlink(missing_ok=True)
            except OSError as failed:
                error = failed
            else:
                self._note(f"{self._file} is no database of migrate: it is now {aside.name}")
                return
        self._is_usable = False
        reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
        self._note(f"results are not kept for the next run: {reason}")


def _is_damaged(error: Exception) -> bool:
    """Tell a file that is none of ours from one that is locked, read-only or out of reach."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGE


def _free_name(file: Path) -> Path:
    names = (file.with_name(f"{file.name}.damaged-{count}") for count in itertools.count(1))
    return next(name for name in names if not name.exists())


def _make_folder(folder: Path) -> None:
    """Make ``.migrate``, which hides itself from git."""
    folder.mkdir(parents=True, exist_ok=True)
    hidden = folder / ".gitignore"
    if folder.name == ".migrate" and not hidden.exists():
        hidden.write_text("*\n", "utf-8")


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
