"""SQLite databases of a test travel to the service and back, uncommitted rows too.

The bytes of a database are taken through the test's own connection, so that what it has not
committed is among them; what the service changed comes back as rows, through the same connection,
so that the test's transaction stays open.

https://docs.python.org/3/library/sqlite3.html#sqlite3.Connection.serialize
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import weakref
from collections.abc import Iterator
from typing import Any

MEMORY = ":memory:"
SEQUENCES = "sqlite_sequence"  # https://sqlite.org/autoinc.html
_open: weakref.WeakSet[Any] = weakref.WeakSet()
_files: set[str] = set()
_order = 0
_plain = sqlite3.Connection


class Watched(sqlite3.Connection):
    """A connection that is known by the name that it was opened with."""

    def __init__(self, database: Any, *args: Any, **kwargs: Any) -> None:
        global _order  # noqa: PLW0603
        super().__init__(database, *args, **kwargs)
        _order += 1
        self.migrate_order = _order
        self.migrate_name = name_of(database)
        _open.add(self)
        if not _is_in_memory(self.migrate_name):
            _files.add(self.migrate_name)


def name_of(database: Any) -> str:
    """Name a database: a file by its whole path, one in memory as it is spelled."""
    spelled = os.fsdecode(database)
    if spelled in {"", MEMORY}:
        return MEMORY
    if spelled.startswith("file:"):
        path, _, options = spelled.partition("?")
        if "mode=memory" in options or path == "file::memory:":
            return path
        spelled = path.removeprefix("file:").removeprefix("//")
    return os.path.realpath(spelled)


def _is_in_memory(name: str) -> bool:
    return name.startswith((MEMORY, "file:"))


def watch() -> None:
    """Know every connection that is opened from now on."""
    connect = sqlite3.connect

    def watched(*args: Any, **kwargs: Any) -> Any:
        if len(args) <= 5:
            kwargs.setdefault("factory", Watched)
        return connect(*args, **kwargs)

    sqlite3.connect = watched
    sqlite3.dbapi2.connect = watched


def pack(folder: str) -> dict[str, str]:
    """Write each database into a file of ``folder``; return the files by the databases' names."""
    packed: dict[str, str] = {}
    for name in sorted({each.migrate_name for each in _usable()} | _files):
        with _connection(name) as connection:
            content = connection.serialize() if connection is not None else b""
        if content and _has_tables(connection, name):
            packed[name] = os.path.join(folder, f"sent-{len(packed)}.sqlite")  # noqa: PTH118
            with open(packed[name], "wb") as file:  # noqa: PTH123
                file.write(content)
    return packed


def unpack(sent: dict[str, str], received: dict[str, str]) -> None:
    """Change the test's databases as the service changed its copies."""
    is_changed = False
    for name, path in received.items():
        with _connection(name) as connection:
            if connection is not None:
                is_changed |= _apply(connection, sent[name], path)
    if is_changed:
        _expire_sessions()


def _usable() -> Iterator[Any]:
    """Yield the connections that are open and may be used in this thread, the newest first."""
    for connection in sorted(_open, key=lambda each: -each.migrate_order):
        with contextlib.suppress(sqlite3.Error):
            connection.in_transaction  # noqa: B018
            connection.total_changes  # noqa: B018 (raises where it is closed)
            yield connection


@contextlib.contextmanager
def _connection(name: str) -> Iterator[Any]:
    """Give the connection that has the newest rows: one with an open transaction, if any."""
    found = [each for each in _usable() if each.migrate_name == name and _is_of_thread(each)]
    busy = next((each for each in found if each.in_transaction), None)
    if _is_in_memory(name):
        yield busy or next((each for each in found if _has_tables(each, name)), None)
    elif busy is not None:
        yield busy
    elif os.path.exists(name):  # noqa: PTH110
        own = _plain(name, isolation_level=None)
        try:
            yield own
        finally:
            own.close()
    else:
        yield None


def _is_of_thread(connection: Any) -> bool:
    try:
        sqlite3.Connection.execute(connection, "PRAGMA user_version").fetchone()
    except sqlite3.Error:
        return False
    return True


def _has_tables(connection: Any, name: str) -> bool:
    if connection is None:
        return False
    if not _is_in_memory(name):
        return os.path.exists(name) and os.path.getsize(name) > 0  # noqa: PTH110, PTH202
    cursor = sqlite3.Connection.execute(connection, "SELECT count(*) FROM sqlite_master")
    return bool(cursor.fetchone()[0])


def _apply(connection: Any, before: str, after: str) -> bool:
    """Delete, change and add rows; return whether there were any."""
    with _reading(before) as old, _reading(after) as new:
        changes = [(table, _rows(old, table), _rows(new, table)) for table in _tables(new)]
    changes = [(table, was, now) for table, was, now in changes if was.rows != now.rows]
    if not changes:
        return False
    is_inside = connection.in_transaction
    if not is_inside:
        connection.execute("BEGIN")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    # Rows that are added count in the sequences by themselves.
    changes.sort(key=lambda change: change[0] == SEQUENCES)
    for table, was, now in changes:
        _delete(connection, table, was, now)
    for table, was, now in changes:
        _write(connection, table, was, now)
    if not is_inside:
        connection.execute("COMMIT")
    return True


def _delete(connection: Any, table: str, was: _Rows, now: _Rows) -> None:
    statement = f"DELETE FROM {_quoted(table)} WHERE {was.where}"  # noqa: S608
    connection.executemany(statement, list(was.rows.keys() - now.rows.keys()))


def _write(connection: Any, table: str, was: _Rows, now: _Rows) -> None:
    if table == SEQUENCES:
        connection.execute(f"DELETE FROM {SEQUENCES}")  # noqa: S608
        was = _Rows(was.key, was.columns)
    changed = [(*row, *key) for key, row in now.rows.items() if was.rows.get(key, row) != row]
    assignments = ", ".join(f"{_quoted(column)} = ?" for column in now.columns)
    statement = f"UPDATE {_quoted(table)} SET {assignments} WHERE {now.where}"  # noqa: S608
    connection.executemany(statement, changed)
    has_number = now.key == ("rowid",)
    names = ("rowid", *now.columns) if has_number else now.columns
    columns = ", ".join(_quoted(column) for column in names)
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {_quoted(table)} ({columns}) VALUES ({marks})"  # noqa: S608
    added = [
        (*key, *row) if has_number else row for key, row in now.rows.items() if key not in was.rows
    ]
    connection.executemany(statement, added)


class _Rows:
    """Rows of a table by their key: the row's number, or the primary key where it has none."""

    def __init__(self, key: tuple[str, ...], columns: tuple[str, ...]) -> None:
        self.key, self.columns = key, columns
        self.rows: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.where = " AND ".join(f"{_quoted(name)} = ?" for name in key)


def _rows(connection: Any, table: str) -> _Rows:
    # name, type, not null, default, place in the primary key, hidden (2 and 3: generated)
    described = connection.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
    columns = tuple(row[1] for row in described if not row[6])
    try:
        connection.execute(f"SELECT rowid FROM {_quoted(table)} LIMIT 1")  # noqa: S608
        key: tuple[str, ...] = ("rowid",)
    except sqlite3.OperationalError:
        key = tuple(row[1] for row in sorted(described, key=lambda row: row[5]) if row[5])
    found = _Rows(key, columns)
    names = ", ".join(_quoted(name) for name in (*key, *columns))
    for row in connection.execute(f"SELECT {names} FROM {_quoted(table)}"):  # noqa: S608
        found.rows[row[: len(key)]] = row[len(key) :]
    return found


def _tables(connection: Any) -> list[str]:
    listed = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return [
        name
        for name, sql in listed.fetchall()
        if "VIRTUAL TABLE" not in (sql or "").upper()[:40] and not name.startswith("sqlite_stat")
    ]


@contextlib.contextmanager
def _reading(path: str) -> Iterator[Any]:
    connection = _plain(path)
    try:
        yield connection
    finally:
        connection.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _expire_sessions() -> None:
    """Let SQLAlchemy's sessions read anew, as they do after a commit of the request's.

    https://docs.sqlalchemy.org/en/20/orm/session_state_management.html#refreshing-expiring
    """
    orm = sys.modules.get("sqlalchemy.orm.session")
    for session in list(orm._sessions.values()) if orm else ():  # noqa: SLF001
        if not session.dirty:
            session.expire_all()
