"""The history of the cutover: who moved what, when, why, and by which numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    inspect,
    null,
    or_,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError

from migrator.adapters.state_database import StateDatabase
from migrator.errors import ConflictError, ToolError
from migrator.model.cutover import Author, Mode, RouteChange, Swap
from migrator.model.evidence import Evidence

_METADATA = MetaData()
_CHANGES = Table(
    "cutover_change",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("action", String, nullable=False),
    Column("route", String, nullable=False, index=True),
    Column("from_mode", String, nullable=False),
    Column("from_percent", Float, nullable=False),
    Column("to_mode", String, nullable=False),
    Column("to_percent", Float, nullable=False),
    Column("reason", String, nullable=False),
    Column("evidence", Text),  # JSON; databases of before have no such column
)
# One row a state of cutover.yaml. The number is what two operators at once cannot both have.
_VERSIONS = Table(
    "cutover_version",
    _METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("before", String, nullable=False, index=True),
    Column("after", String, nullable=False, index=True),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
)
_UNWRITTEN = "the history cannot be written"
_UNREAD = "the history cannot be read"


class History:
    """The changes in a database: a file of SQLite, or what a SQLAlchemy URL names."""

    def __init__(self, file: Path, url: str | None = None) -> None:
        self._database = StateDatabase(file, url)

    @contextmanager
    def recording(self, swap: Swap, *, is_forced: bool = False) -> Iterator[None]:
        """Record a change of cutover.yaml that happens inside the block, or neither.

        Args:
            swap: the change.
            is_forced: also where somebody else went on from the state before it.

        Raises:
            ConflictError: somebody else did, perhaps on another machine.
            ToolError: the database is locked, damaged or out of reach.
        """
        with self._database.transaction(_METADATA, _UNWRITTEN) as connection:
            if not is_forced and (other := _successor(connection, swap.before)):
                raise _conflict(other)
            _add_column(connection)
            newest = connection.execute(select(func.max(_VERSIONS.c.version))).scalar() or 0
            version = {"version": newest + 1, "before": swap.before, "after": swap.after}
            version |= {"who": swap.author.who, "at": swap.author.at}
            try:
                connection.execute(insert(_VERSIONS), [version])
            except IntegrityError as error:
                raise ConflictError("somebody else changes the cutover at this moment") from error
            if swap.changes:
                connection.execute(insert(_CHANGES), [_row(change) for change in swap.changes])
            yield

    def author_of(self, digest: str) -> Author | None:
        """Say who made the state of cutover.yaml with this digest, None where that is not known.

        Raises:
            ToolError: the database is damaged or out of reach.
        """
        if not self._database.is_there:
            return None
        query = select(_VERSIONS.c.who, _VERSIONS.c.at).where(_VERSIONS.c.after == digest)
        query = query.order_by(_VERSIONS.c.version.desc())
        with self._database.transaction(_METADATA, _UNREAD) as connection:
            row = connection.execute(query).first()
        return Author(row.who, row.at) if row else None

    def changes(self, route: str | None = None) -> tuple[RouteChange, ...]:
        """Return the changes of ``route``, or all, the oldest first.

        Raises:
            ToolError: the database is damaged or out of reach.
        """
        if not self._database.is_there:
            return ()
        with self._database.transaction(_METADATA, _UNREAD) as connection:
            known = [one for one in _CHANGES.columns if one.name not in {"id", "evidence"}]
            evidence = _CHANGES.c.evidence if _has_evidence(connection) else null()
            query = select(*known, evidence.label("evidence")).order_by(_CHANGES.c.id)
            if route is not None:
                query = query.where(_CHANGES.c.route == route)
            rows = connection.execute(query).all()
        return tuple(_change(row) for row in rows)


def _successor(connection: Connection, digest: str) -> Author | None:
    """Find who went on from a state; None where nobody did, or where it came back since."""
    query = select(_VERSIONS).where(or_(_VERSIONS.c.before == digest, _VERSIONS.c.after == digest))
    row = connection.execute(query.order_by(_VERSIONS.c.version.desc())).first()
    return None if row is None or row.after == digest else Author(row.who, row.at)


def _conflict(other: Author) -> ConflictError:
    return ConflictError(
        f"this cutover.yaml is not the newest: {other.who} went on from it at {other.at}",
        hint="take over that change (git pull) and look again; --as-is goes on with this file",
    )


def _has_evidence(connection: Connection) -> bool:
    columns = inspect(connection).get_columns(_CHANGES.name)
    return any(column["name"] == "evidence" for column in columns)


def _add_column(connection: Connection) -> None:
    if not _has_evidence(connection):
        connection.execute(text(f"ALTER TABLE {_CHANGES.name} ADD COLUMN evidence TEXT"))


def _row(change: RouteChange) -> dict[str, object]:
    row = {name: getattr(change, name) for name in RouteChange.__struct_fields__}
    if change.evidence is not None:
        row["evidence"] = msgspec.json.encode(change.evidence).decode()
    return row


def _change(row: Any) -> RouteChange:  # noqa: ANN401 - columns as above
    return RouteChange(
        at=row.at,
        who=row.who,
        action=row.action,
        route=row.route,
        from_mode=Mode(row.from_mode),
        from_percent=row.from_percent,
        to_mode=Mode(row.to_mode),
        to_percent=row.to_percent,
        reason=row.reason,
        evidence=_evidence(row.evidence),
    )


def _evidence(kept: str | None) -> Evidence | None:
    if kept is None:
        return None
    try:
        return msgspec.json.decode(kept, type=Evidence)
    except msgspec.DecodeError as error:
        raise ToolError(f"{_UNREAD}: {error}") from error
