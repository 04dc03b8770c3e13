"""Evidence from sources that only count: whole windows, one after the other.

A window is read when it has been over for a while, and never twice. What a source does not know
of a window is no evidence: nothing of it counts, and it is said.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from migrator.model.evidence import Position, Reading, Sums, Tally

MOST_WINDOWS = 60  # that a watcher catches up with at one look; older ones are left out

Key = tuple[str, str]
"""A route's id and an arm."""


class Kinds(Protocol):
    """A source of counts."""

    def count(self, kind: str, start: int, end: int) -> Mapping[Key, float]:
        """Count requests of a ``kind`` (``requests``, ``failed``, ``slow``) by route and arm.

        Raises:
            ToolError: the source cannot be asked, or answers something else.
        """


class CountedLog:
    """The counts of a source as what a watcher reads.

    Args:
        source: whom to ask.
        window: how many seconds are counted together.
        lag: how many seconds late the source is.
        is_timed: whether it knows what was slow.
    """

    def __init__(
        self, source: Kinds, *, window: int, lag: int, is_timed: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self._source, self._window, self._lag = source, window, lag
        self._kinds = ("requests", "failed", "slow") if is_timed else ("requests", "failed")
        self._clock = clock

    def end(self) -> Position:
        """Return the end of the newest window that is over."""
        over = self._clock() - self._lag
        return Position(offset=int(over // self._window) * self._window)

    def read(self, position: Position) -> Reading:
        """Ask for all windows that are over since; raise ToolError where that fails."""
        end = self.end().offset
        start = max(position.offset, end - MOST_WINDOWS * self._window)
        if position.offset > end:  # the clock was set back
            return Reading(position=Position(offset=end))
        sums: list[Sums] = []
        gaps: set[str] = set()
        for moment in range(start, end, self._window):
            counts = [
                self._source.count(kind, moment, moment + self._window) for kind in self._kinds
            ]
            found, missing = _summed(moment, counts)
            sums += found
            gaps |= set(missing)
        return Reading(position=Position(offset=end), sums=tuple(sums), gaps=tuple(sorted(gaps)))


def _summed(moment: int, counts: Sequence[Mapping[Key, float]]) -> tuple[list[Sums], list[str]]:
    requests, failed, *slow = counts
    sums: list[Sums] = []
    gaps: list[str] = []
    for route in sorted({route for route, _ in requests}):
        asked = [key for key in ((route, "old"), (route, "new")) if requests.get(key)]
        missing = [key for key in asked if any(key not in one for one in counts)]
        if missing:
            gaps += [f"{route}: how many of {arm} were bad is not known" for _, arm in missing]
            continue
        old, new = _tallies(route, requests, failed)
        times = _tallies(route, requests, slow[0]) if slow else None
        sums.append(Sums(moment, route, old, new, times))
    return sums, gaps


def _tallies(
    route: str, requests: Mapping[Key, float], bad: Mapping[Key, float]
) -> tuple[Tally, Tally]:
    old, new = _both(route, requests, bad)
    return old, new


def _both(route: str, requests: Mapping[Key, float], bad: Mapping[Key, float]) -> Iterator[Tally]:
    for arm in ("old", "new"):
        total = round(requests.get((route, arm), 0))
        yield Tally(total, min(total, round(bad.get((route, arm), 0))))
