"""Access logs through DuckDB: parsed on all cores, kept on disk, summed up there.

https://duckdb.org/docs/stable/data/csv/overview and /docs/stable/guides/performance. Nothing of a
log but a buffer of it, and a sum an entry point, is in memory at a time.
"""

import csv
import gzip
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from migrator.adapters import traffic_sums as sums
from migrator.adapters.traffic_formats import LINES, accepted, csv_columns, csv_header, quoted
from migrator.errors import ToolError, TrafficError, first_line
from migrator.model.traffic import GarbageLine, LogFile, Traffic
from migrator.usecases.ports import LabelOf

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "256MB"
LONGEST_LINE = 2_000_000  # bytes; a longer line is garbage
SAMPLE = 256 * 1024  # bytes by which the format is recognized
GARBAGE_SHOWN = 3  # of each file
TEXT_SHOWN = 120  # characters of a line
BATCH = 10_000

_GZIP = b"\x1f\x8b"

# Bytes that are no UTF-8 do not end the reading: each byte is a character, put right at the end.
_READ_LINES = f"""
read_csv(?, columns = {{'line': 'VARCHAR'}}, delim = E'\\x01\\x02\\x01\\x02', quote = '',
  escape = '', header = false, auto_detect = false, encoding = 'latin-1', compression = ?,
  max_line_size = {LONGEST_LINE}, ignore_errors = true, store_rejects = true,
  strict_mode = false)
"""
_READ_CSV = f"""
read_csv(?, columns = ?, delim = ',', quote = '"', escape = '"', header = true,
  auto_detect = false, encoding = 'latin-1', compression = ?, max_line_size = {LONGEST_LINE},
  ignore_errors = true, store_rejects = true, strict_mode = true)
"""


class TrafficLogFiles:
    """Implements ``usecases.ports.TrafficLogs``."""

    def read(self, files: Sequence[Path], label_of: LabelOf) -> Traffic:
        """Sum up ``files`` by what ``label_of`` says.

        Raises:
            TrafficError: where a file is no access log, or there is no room for what was read.
            ToolError: where DuckDB is not installed.
        """
        try:
            import duckdb  # noqa: PLC0415  (an extra, and 70 MB to load)
        except ImportError as error:
            raise ToolError(
                "DuckDB, which reads --traffic, is not installed",
                hint="pip install 'migrator[traffic]'",
            ) from error
        with tempfile.TemporaryDirectory(prefix="migrate-traffic-") as folder:
            try:
                with duckdb.connect(f"{folder}/traffic.db", config=_settings(folder)) as database:
                    return _Reading(database, Path(folder)).read(files, label_of)
            except (duckdb.Error, OSError, EOFError) as error:
                raise TrafficError(
                    f"the traffic log cannot be read: {first_line(error)}",
                    hint=f"what is read of it is kept in {tempfile.gettempdir()} meanwhile, "
                    "up to half of its size: TMPDIR names another folder",
                ) from error


def _settings(folder: str) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": MEMORY,
        "temp_directory": folder,
        "TimeZone": "UTC",
        "autoinstall_known_extensions": "false",  # nothing is downloaded
    }


class _Reading:
    """One run over all files."""

    def __init__(self, database: "DuckDBPyConnection", folder: Path) -> None:
        self._database = database
        self._folder = folder

    def read(self, files: Sequence[Path], label_of: LabelOf) -> Traffic:
        self._database.execute(sums.REQUESTS)
        logs = tuple(self._load(number, file) for number, file in enumerate(files))
        if all(log.lines == log.garbage for log in logs):
            names = ", ".join(log.name for log in logs)
            raise TrafficError(f"{names}: no request in it", hint=f"accepted are {accepted()}")
        labels = self._match(label_of)
        garbage = tuple(
            GarbageLine(logs[number].name, _shown(text))
            for number, text in self._rows(sums.GARBAGE, [GARBAGE_SHOWN])
        )
        traffic = sums.summed(self._rows, labels, _text)
        return msgspec.structs.replace(traffic, files=logs, garbage=garbage)

    def _load(self, number: int, file: Path) -> LogFile:
        """Read a file into the table of requests.

        Raises:
            TrafficError: where its format is unknown.
        """
        is_packed, first = _sample(file)
        if not first:
            return LogFile(str(file), "empty", 0, 0)
        # DuckDB would take a name such as `access[1].log` for a pattern.
        link = self._folder / f"log-{number}"
        link.symlink_to(file.resolve())
        packing = "gzip" if is_packed else "none"
        if names := csv_header(first[0]):
            kind = "CSV"
            line = f"concat_ws(',', {', '.join(map(quoted, names))})"
            query = sums.parsed(csv_columns(names), _READ_CSV, line)
            given = [str(link), dict.fromkeys(names, "VARCHAR"), packing]
        else:
            kind = self._recognize(file, first)
            query, given = sums.parsed(LINES[kind], _READ_LINES, "line"), [str(link), packing]
        insert = f"INSERT INTO requests SELECT {number}, * FROM ({query})"  # noqa: S608
        self._database.execute(insert, given)
        self._database.execute(sums.REJECTS, [number])
        lines, garbage = self._rows(sums.COUNTS, [number])[0]
        return LogFile(str(file), kind, lines, garbage)

    def _recognize(self, file: Path, lines: list[str]) -> str:
        """Name the format that most of the first lines have."""
        counts = {}
        for kind, columns in LINES.items():
            query = sums.parsed(columns, "(SELECT unnest(?) AS line)", "line")
            count = f"SELECT count(path) FROM ({query})"  # noqa: S608
            counts[kind] = self._rows(count, [lines])[0][0]
        kind = max(counts, key=lambda kind: counts[kind])
        if not counts[kind]:
            raise TrafficError(
                f"{file}: not an access log that is known; its first line is: {_shown(lines[0])}",
                hint=f"accepted are {accepted()}",
            )
        return kind

    def _match(self, label_of: LabelOf) -> list[str]:
        """Join the requests with the entry points that answer them; return the labels."""
        self._database.execute(sums.PAIRS)
        numbers: dict[str, int] = {"": 0}
        file = self._folder / "labels.csv"
        with file.open("w", newline="") as stream:
            write = csv.writer(stream).writerow
            pairs = self._database.execute("SELECT id, method, path FROM pairs")
            while batch := pairs.fetchmany(BATCH):
                for pair, method, path in batch:
                    label = label_of(method, _text(path))
                    write((pair, numbers.setdefault(label, len(numbers))))
        self._database.execute(sums.LABELS, [str(file)])
        self._database.execute(sums.HITS)
        return list(numbers)

    def _rows(self, query: str, given: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        return self._database.execute(query, list(given)).fetchall()


def _sample(file: Path) -> tuple[bool, list[str]]:
    """Return whether a file is packed, and its first lines.

    Raises:
        TrafficError: where it is no text, or can be read only once.
    """
    if not file.is_file():
        raise TrafficError(
            f"{file}: no regular file", hint="a log is read twice: write it to a file first"
        )
    with file.open("rb") as stream:
        is_packed = stream.read(len(_GZIP)) == _GZIP
    with gzip.open(file) if is_packed else file.open("rb") as stream:
        head = stream.read(SAMPLE)
    if b"\0" in head:
        raise TrafficError(f"{file}: binary, not an access log", hint=f"accepted are {accepted()}")
    lines = (
        line.strip() for line in head.decode("latin-1").lstrip("\u00ef\u00bb\u00bf").split("\n")
    )
    return is_packed, [line for line in lines if line]


def _text(text: str) -> str:
    """Read the bytes that characters stand for as UTF-8."""
    return text.encode("latin-1", "replace").decode("utf-8", "replace")


def _shown(text: str) -> str:
    """Return what may be printed of a line."""
    plain = "".join(c if c.isprintable() else "\ufffd" for c in _text(text).strip())
    return plain if len(plain) <= TEXT_SHOWN else f"{plain[:TEXT_SHOWN]}…"
