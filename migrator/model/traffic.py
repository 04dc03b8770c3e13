"""What access logs say about each entry point."""

import msgspec


class Durations(msgspec.Struct, frozen=True):
    """How long requests took, in seconds: a half, 95 % and 99 % of them at most so long."""

    p50: float
    p95: float
    p99: float
    longest: float


class EntryTraffic(msgspec.Struct, frozen=True):
    """The requests that one entry point answered, or the runs of one task.

    Attributes:
        label: of the entry point, ``GET /orders/{order_id}``.
        peak_rate: requests per second during the busiest minute; None where no time is known.
        statuses: how many answers of each class (``2xx``), sorted; those whose status is known.
        durations: None where no duration is known.
        largest_response: in bytes; None where no size is known.
    """

    label: str
    requests: int
    peak_rate: float | None = None
    statuses: tuple[tuple[str, int], ...] = ()
    durations: Durations | None = None
    largest_response: int | None = None


class LogFile(msgspec.Struct, frozen=True):
    """A log that was read.

    Attributes:
        name: as it was given.
        format: ``common``, ``nginx JSON``, ``ALB``, ``CSV``; ``empty``.
        lines: that are not blank; a CSV file's header is not one.
        garbage: how many of them are no request.
    """

    name: str
    format: str
    lines: int
    garbage: int


class GarbageLine(msgspec.Struct, frozen=True, order=True):
    """A line that is no request, as far as it is shown."""

    file: str
    text: str


class UnmatchedPath(msgspec.Struct, frozen=True):
    """A path that no entry point has, and how often it was asked for."""

    method: str
    path: str
    requests: int


class Traffic(msgspec.Struct, frozen=True):
    """All of ``--traffic``.

    Attributes:
        requests: of all entry points and unmatched ones together.
        entry_points: those with requests, by label.
        unmatched_requests: requests that no entry point answers.
        unmatched: the most frequent of their paths.
        garbage: the first lines of each file that are no request.
        first: the time of the earliest request, ``2026-11-22T03:00:00Z``; empty where unknown.
        last: the time of the latest.
    """

    files: tuple[LogFile, ...] = ()
    requests: int = 0
    entry_points: tuple[EntryTraffic, ...] = ()
    unmatched_requests: int = 0
    unmatched: tuple[UnmatchedPath, ...] = ()
    garbage: tuple[GarbageLine, ...] = ()
    first: str = ""
    last: str = ""

    def by_label(self) -> dict[str, EntryTraffic]:
        """Index the entry points that had requests."""
        return {one.label: one for one in self.entry_points}
