"""What the text and the Markdown report say about traffic."""

from collections.abc import Iterator

import msgspec

from migrator.model.program import HttpRoute
from migrator.model.report import Analysis
from migrator.model.traffic import EntryTraffic, LogFile, Traffic

PATHS_SHOWN = 10
FILES_SHOWN = 10  # more are summed up by format
HEADER = ("entry point", "requests", "peak/s", "5xx", "p50", "p95", "p99", "longest", "largest")


class Summary(msgspec.Struct, frozen=True):
    """The sentences and rows about traffic.

    Attributes:
        rows: under ``HEADER``: entry points with traffic, those with most of it first.
        unmatched: how often which path was asked for that no entry point has.
        garbage: file and text of lines that are no request.
    """

    sentences: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unmatched: tuple[tuple[str, str], ...]
    garbage: tuple[tuple[str, str], ...]


def not_given(analysis: Analysis) -> Iterator[str]:
    """Say what stays open without ``--traffic``; nothing where it was given."""
    if analysis.traffic is not None:
        return
    which = f" (rules {', '.join(analysis.unanswered)})" if analysis.unanswered else ""
    yield f"traffic: not given; --traffic LOG answers how often, how long and how much{which}"


def summarize(traffic: Traffic, analysis: Analysis) -> Summary:
    """Say how much was read, what it was, and what it was not."""
    by_requests = sorted(traffic.entry_points, key=lambda one: (-one.requests, one.label))
    shown = traffic.unmatched[:PATHS_SHOWN]
    return Summary(
        sentences=tuple(_sentences(traffic, analysis)),
        rows=tuple(map(_row, by_requests)),
        unmatched=tuple((f"{one.requests:,}", f"{one.method} {one.path}") for one in shown),
        garbage=tuple((one.file, one.text) for one in traffic.garbage),
    )


def _sentences(traffic: Traffic, analysis: Analysis) -> Iterator[str]:
    yield from _files(traffic)
    span = f" from {traffic.first} to {traffic.last}" if traffic.first else ""
    yield f"{traffic.requests:,} requests{span}"
    if traffic.unmatched_requests:
        share = traffic.unmatched_requests / traffic.requests
        yield f"{traffic.unmatched_requests:,} ({share:.1%}) match no entry point"
    asked = {one.label for one in traffic.entry_points}
    routes = {e.label for e in analysis.program.entry_points if isinstance(e.trigger, HttpRoute)}
    if idle := len(routes - asked):
        yield f"{idle:,} of {len(routes):,} routes had no request"


def _files(traffic: Traffic) -> Iterator[str]:
    groups: dict[tuple[str, str], list[LogFile]] = {}
    for file in traffic.files:
        name = "" if len(traffic.files) > FILES_SHOWN else file.name
        groups.setdefault((name, file.format), []).append(file)
    for (name, kind), files in groups.items():
        lines, garbage = (sum(counts) for counts in zip(*map(_counts, files), strict=True))
        what = name or ("1 file" if len(files) == 1 else f"{len(files):,} files")
        yield f"{what}: {kind}, {lines:,} lines, {garbage:,} of them no request"


def _counts(file: LogFile) -> tuple[int, int]:
    return file.lines, file.garbage


def _row(entry: EntryTraffic) -> tuple[str, ...]:
    times = entry.durations
    seconds = (times.p50, times.p95, times.p99, times.longest) if times else ()
    known = sum(count for _, count in entry.statuses)
    failed = dict(entry.statuses).get("5xx", 0)
    return (
        entry.label,
        f"{entry.requests:,}",
        "" if entry.peak_rate is None else f"{entry.peak_rate:,.2f}",
        f"{failed / known:.1%}" if known else "",
        *(tuple(f"{value:,.3f} s" for value in seconds) or ("",) * 4),
        "" if entry.largest_response is None else _size(entry.largest_response),
    )


def _size(count: int) -> str:
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:,.1f} KB" if count < 1024**2 else f"{count / 1024**2:,.1f} MB"
