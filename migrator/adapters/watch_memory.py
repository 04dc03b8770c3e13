"""What a watcher of a cutover knows, kept while none runs."""

import msgspec
from sqlalchemy import Column, Integer, MetaData, String, Table, Text, delete, insert, select

from migrator.adapters.state_database import StateDatabase
from migrator.errors import ToolError
from migrator.usecases.watch import Watch

_METADATA = MetaData()
_WATCHES = Table(
    "cutover_watch",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("log", String, nullable=False, index=True),
    Column("knowledge", Text, nullable=False),
)


class WatchMemory:
    """The knowledge of the watcher of one access log."""

    def __init__(self, database: StateDatabase, log: str) -> None:
        self._database = database
        self._log = log

    def load(self) -> Watch | None:
        """Return what was kept, None where there is nothing.

        Raises:
            ToolError: the database is damaged or out of reach, or an older version wrote it.
        """
        if not self._database.is_there:
            return None
        query = select(_WATCHES.c.knowledge).where(_WATCHES.c.log == self._log)
        with self._database.transaction(_METADATA, "the evidence cannot be read") as connection:
            kept = connection.execute(query).scalar()
        if kept is None:
            return None
        try:
            return msgspec.json.decode(kept, type=Watch)
        except msgspec.DecodeError as error:
            raise ToolError(f"the evidence cannot be read: {error}") from error

    def save(self, watch: Watch) -> None:
        """Keep ``watch`` instead of what was kept.

        Raises:
            ToolError: the database is locked, damaged or out of reach.
        """
        row = {"log": self._log, "knowledge": msgspec.json.encode(watch).decode()}
        with self._database.transaction(_METADATA, "the evidence cannot be kept") as connection:
            connection.execute(delete(_WATCHES).where(_WATCHES.c.log == self._log))
            connection.execute(insert(_WATCHES), [row])
