"""State after a request, monolith against service: tables row by row, other files by content."""

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatchcase

from migrator.model.parity import Aspect, Difference, State
from migrator.parity.compare import compare_texts, describe_bytes

_SQLITE = b"SQLite format 3\0"

Read = Callable[[str], bytes]


def compare_states(
    monolith: State, service: State, read: Read, ignored: Collection[str] = ()
) -> Iterator[Difference]:
    """Yield a difference per file.

    Args:
        monolith: the files after the request there.
        service: those after it here.
        read: gives content by hash.
        ignored: patterns of files that may differ: ``cache/*``.
    """
    left = {file.path: file.sha256 for file in monolith}
    right = {file.path: file.sha256 for file in service}
    for path in sorted(left.keys() | right.keys()):
        if path.endswith("/") or left.get(path) == right.get(path):
            continue
        if any(fnmatchcase(path, pattern) for pattern in ignored):
            continue
        if path not in right:
            yield Difference(Aspect.STATE, path, describe_bytes(read(left[path])))
        elif path not in left:
            yield Difference(Aspect.STATE, path, "", describe_bytes(read(right[path])))
        else:
            yield from _compare_files(path, read(left[path]), read(right[path]))


def dump_tables(database: bytes) -> list[str]:
    """Return a SQLite file as SQL statements, one a row, in the order of the file."""
    # Byte 18 and 19 say that there is a write-ahead log; it is checkpointed by now.
    plain = database[:18] + b"\1\1" + database[20:]
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(plain)
        return [statement.replace("\n", "\\n") for statement in connection.iterdump()]


def _compare_files(path: str, left: bytes, right: bytes) -> Iterator[Difference]:
    if not (left.startswith(_SQLITE) and right.startswith(_SQLITE)):
        yield Difference(Aspect.STATE, path, describe_bytes(left), describe_bytes(right))
        return
    try:
        tables = "\n".join(dump_tables(left)), "\n".join(dump_tables(right))
    except sqlite3.DatabaseError as error:
        yield Difference(Aspect.STATE, path, "", f"not readable as SQLite: {error}")
        return
    if tables[0] != tables[1]:
        changed = compare_texts(*tables)
        rows = [line for line in changed if line.startswith(("+", "-"))]
        yield Difference(Aspect.STATE, path, diff=tuple(rows))
