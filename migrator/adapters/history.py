"""The history of the cutover: who moved what, when and why."""

from pathlib import Path

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, insert, select

from migrator.adapters.state_database import StateDatabase
from migrator.model.cutover import Mode, RouteChange

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
        self._database = StateDatabase(file, url)

    def record(self, changes: tuple[RouteChange, ...]) -> None:
        """Append ``changes``.

        Raises:
            ToolError: the database is locked, damaged or out of reach.
        """
        rows = [
            {name: getattr(change, name) for name in RouteChange.__struct_fields__}
            for change in changes
        ]
        with self._database.transaction(_METADATA, "the history cannot be written") as connection:
            connection.execute(insert(_CHANGES), rows)

    def changes(self, route: str | None = None) -> tuple[RouteChange, ...]:
        """Return the changes of ``route``, or all, the oldest first.

        Raises:
            ToolError: the database is damaged or out of reach.
        """
        if not self._database.is_there:
            return ()
        query = select(*_CHANGES.columns[1:]).order_by(_CHANGES.c.id)
        if route is not None:
            query = query.where(_CHANGES.c.route == route)
        with self._database.transaction(_METADATA, "the history cannot be read") as connection:
            rows = connection.execute(query).all()
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
