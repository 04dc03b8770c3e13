"""The history of the cutover: who moved what, when and why, in ``.migrate/state.db``.

What is decided stands in cutover.yaml; losing this database loses no decision.
"""

from pathlib import Path

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    select,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from migrator.errors import ToolError, first_line
from migrator.model.cutover import Mode, RouteChange

_LOCK_SECONDS = 1  # a rollback does not wait for a lock

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
)


class History:
    """The changes in a database: a file of SQLite, or what a SQLAlchemy URL names."""

    def __init__(self, file: Path, url: str | None = None) -> None:
        self._file = None if url else file
        self._url = url or f"sqlite:///{file}"

    def record(self, changes: tuple[RouteChange, ...]) -> None:
        """Append ``changes``.

        Raises:
            ToolError: the database is locked, damaged or out of reach.
        """
        rows = [
            {name: getattr(change, name) for name in RouteChange.__struct_fields__}
            for change in changes
        ]
        try:
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            engine = self._engine()
            _METADATA.create_all(engine)
            with engine.begin() as connection:
                connection.execute(insert(_CHANGES), rows)
        except (SQLAlchemyError, OSError) as error:
            raise ToolError(f"the history cannot be written: {first_line(error)}") from error

    def changes(self, route: str | None = None) -> tuple[RouteChange, ...]:
        """Return the changes of ``route``, or all, the oldest first.

        Raises:
            ToolError: the database is damaged or out of reach.
        """
        if self._file is not None and not self._file.exists():
            return ()
        query = select(*_CHANGES.columns[1:]).order_by(_CHANGES.c.id)
        if route is not None:
            query = query.where(_CHANGES.c.route == route)
        try:
            engine = self._engine()
            _METADATA.create_all(engine)
            with engine.connect() as connection:
                rows = connection.execute(query).all()
        except SQLAlchemyError as error:
            raise ToolError(f"the history cannot be read: {first_line(error)}") from error
        return tuple(
            RouteChange(
                at=row.at,
                who=row.who,
                action=row.action,
                route=row.route,
                from_mode=Mode(row.from_mode),
                from_percent=row.from_percent,
                to_mode=Mode(row.to_mode),
                to_percent=row.to_percent,
                reason=row.reason,
            )
            for row in rows
        )

    def _engine(self) -> Engine:
        options = {"timeout": _LOCK_SECONDS} if self._url.startswith("sqlite") else {}
        return create_engine(self._url, poolclass=NullPool, connect_args=options)
