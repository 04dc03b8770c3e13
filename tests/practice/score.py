"""How well ``migrate analyze --format json`` agrees with what an application really has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from tests.practice.table import Row, read_table, shape

TABLES = Path(__file__).parent / "tables"
UNLISTED = frozenset({"HEAD", "OPTIONS"})  # methods that the tables leave out
Pair = tuple[str, str, str]  # kind, method, path
Entry = Mapping[str, Any]


class Score(NamedTuple):
    """Counts of (method, path) pairs and of tasks, and the pairs behind what is missing.

    Attributes:
        wanted: pairs whose handler is the application's own.
        found: those of them that are reported.
        right: those of them whose handler is right.
        reported: pairs that are reported, whoever's they are.
        tasks: own tasks, and those of them that are reported.
    """

    wanted: int
    found: int
    right: int
    reported: int
    tasks: tuple[int, int]
    missed: tuple[Pair, ...]
    misattributed: tuple[Pair, ...]
    invented: tuple[Pair, ...]

    @property
    def recall(self) -> float:
        """Share of the application's own pairs that are reported."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def handlers(self) -> float:
        """Share of the found pairs whose handler is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def precision(self) -> float:
        """Share of the reported pairs that the application serves."""
        return 1 - len(self.invented) / self.reported if self.reported else 1.0


def table_of(name: str) -> tuple[Row, ...]:
    """Read the table of an application."""
    return read_table((TABLES / f"{name}.tsv").read_text())


def score(rows: Sequence[Row], entry_points: Sequence[Entry]) -> Score:
    """Compare; a view that takes any method stands for each of them, on either side."""
    reported = _reported(entry_points)
    anywhere = _anywhere(reported)
    real = {row[:3] for row in rows}
    any_method = {row.path for row in rows if row.method == "ANY"}
    routes = [row for row in rows if row.is_own and row.kind != "task"]
    found = {row[:3]: _found(row, reported, anywhere) for row in routes}
    hit = [row for row in routes if found[row[:3]]]
    wrong = [row for row in hit if not any(_is_same(row, e) for e in found[row[:3]])]
    invented = sorted(
        pair
        for pair in reported
        if pair not in real and pair[1] not in UNLISTED and pair[2] not in any_method
    )
    return Score(
        wanted=len(routes),
        found=len(hit),
        right=len(hit) - len(wrong),
        reported=len(reported),
        tasks=_tasks(rows, entry_points),
        missed=tuple(row[:3] for row in routes if not found[row[:3]]),
        misattributed=tuple(row[:3] for row in wrong),
        invented=tuple(invented),
    )


def _reported(entry_points: Sequence[Entry]) -> dict[Pair, list[Entry]]:
    reported: defaultdict[Pair, list[Entry]] = defaultdict(list)
    for entry in entry_points:
        if entry["kind"] in {"http", "websocket"}:
            pair = (entry["kind"], entry.get("method", "-"), shape(entry["path"]))
            reported[pair].append(entry)
    return reported


def _anywhere(reported: Mapping[Pair, list[Entry]]) -> Mapping[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for (_, _, path), entries in reported.items():
        found[path] += entries
    return found


def _found(
    row: Row, reported: Mapping[Pair, list[Entry]], anywhere: Mapping[str, list[Entry]]
) -> list[Entry]:
    if row.method == "ANY":
        return anywhere.get(row.path, [])
    return reported.get(row[:3], [])


def _is_same(row: Row, entry: Entry) -> bool:
    """A method stands for its class; a file is told by its last two parts."""
    name = _qualified(entry)
    for handler in row.handlers:
        file, _, accepted = handler.rpartition(":")
        is_same = name == accepted or name.startswith(f"{accepted}.")
        if is_same and _tail(entry["file"]) == _tail(file):
            return True
    return False


def _tasks(rows: Sequence[Row], entry_points: Sequence[Entry]) -> tuple[int, int]:
    wanted = {_tail(row.path) for row in rows if row.kind == "task"}
    found = {
        _tail(f"{entry['file']}:{_qualified(entry)}")
        for entry in entry_points
        if entry["kind"] == "task"
    }
    return len(wanted), len(wanted & found)


def _qualified(entry: Entry) -> str:
    return str(entry["handler"]).rpartition(":")[2].replace(".<locals>", "")


def _tail(file: str) -> tuple[str, ...]:
    return PurePosixPath(file).parts[-2:]
