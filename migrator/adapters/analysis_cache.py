"""What earlier runs learnt, in ``.migrate/state.db``: bytes by key.

A run in which nothing changed asks for one key. To read it out of a file, SQLite alone will do:
SQLAlchemy takes a third of such a run to import, and is for all else.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrator.adapters.analysis_results import AnalysisResults

_SELECT = "SELECT value FROM analysis_result WHERE key = ?"


class AnalysisCache:
    """Results in a database: a file of SQLite, or what a SQLAlchemy URL names.

    Args:
        note: told, once, why results are not kept.
    """

    def __init__(self, file: Path, url: str | None, note: Callable[[str], None]) -> None:
        self._file, self._url, self._note = file, url, note

    def load(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the values of the keys that are known; empty where there is no database."""
        found = None if self._url else _read(self._file, keys)
        return self._results.load(keys) if found is None else found

    def save(self, values: Mapping[str, bytes], used: Iterable[str] = ()) -> None:
        """Keep ``values``, in one transaction; forget what nobody used for a month."""
        self._results.save(values, used)

    @cached_property
    def _results(self) -> "AnalysisResults":
        from migrator.adapters.analysis_results import AnalysisResults  # noqa: PLC0415

        return AnalysisResults(self._file, self._url, self._note)


def _read(file: Path, keys: Sequence[str]) -> dict[str, bytes] | None:
    """Read values out of a file; None where that needs more than reading."""
    if not file.exists():
        return {}
    try:
        address = f"{file.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            rows = ((key, connection.execute(_SELECT, (key,)).fetchone()) for key in keys)
            return {key: row[0] for key, row in rows if row is not None}
    except (sqlite3.Error, OSError):
        return None
