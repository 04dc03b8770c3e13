"""``traffic``: access logs say that an entry point is asked in a certain way."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import msgspec

from migrator.model.program import EntryPoint
from migrator.model.traffic import EntryTraffic, Traffic
from migrator.rules.conditions.entry_points import KINDS
from migrator.rules.index import Index
from migrator.rules.limits import shipped_limits
from migrator.rules.match import Match

DAY = 24 * 3600
NOTHING = EntryTraffic("", 0)


class TrafficOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What access logs (``--traffic``) say of an entry point.

    Without a log nothing is found, and reports name the rule among those that need one. What a
    log does not say (it has no durations, no sizes, no times) is not found either.

    Attributes:
        metric: one of ``METRICS``: ``p50``, ``p95``, ``p99``, ``longest`` (seconds); ``requests``;
            ``peak_rate`` (requests a second in the busiest minute); ``largest_response`` (bytes);
            ``server_errors`` (percent of answers); ``concurrency`` (how many are answered at the
            same time in the busiest minute, by ``p95``); ``busy`` (how many at the same time on
            average, by ``p50``, of logs of a day or more).
        kind: ``http``, ``task``, ``schedule``, ``websocket``, ``command``; any by default.
        more_than: a number that the metric exceeds.
        more_than_limit: a limit of AWS by its id, instead of a number.
        share: ``more_than_limit`` counts from this percentage of the limit on.
        less_than: a number that the metric is below, also where the log has no request at all.
        together: all entry points are added up, and found once.
    """

    metric: str
    kind: tuple[str, ...] = ()
    more_than: float | None = None
    more_than_limit: str = ""
    share: float = 100
    less_than: float | None = None
    together: bool = False


class _Said(msgspec.Struct, frozen=True):
    """What the logs say of an entry point, and how many seconds they span."""

    entry: EntryTraffic
    span: float


def find(condition: TrafficOf, index: Index) -> Iterator[Match]:
    """Yield the entry points; nothing where no log has a request of any of them."""
    traffic = index.traffic
    if traffic is None or not traffic.entry_points:
        return
    said = traffic.by_label()
    span = _span(traffic)
    measured: list[tuple[float, EntryPoint]] = []
    for point in index.program.entry_points:
        if condition.kind and KINDS[type(point.trigger)] not in condition.kind:
            continue
        entry = said.get(point.label, NOTHING)
        amount = METRICS[condition.metric](_Said(entry, span))
        if amount is not None:
            measured.append((amount, point))
    if condition.together:
        yield from _together(condition, measured)
        return
    for amount, point in measured:
        if _is_so(condition, amount):
            value = _written(condition.metric, amount)
            label = (point.label,)
            yield Match(point.location, point.label, (point.handler,), value, labels=label)


def _together(condition: TrafficOf, measured: list[tuple[float, EntryPoint]]) -> Iterator[Match]:
    """Yield one match, at the entry point with the most, for nobody in particular."""
    amount = sum(amount for amount, _ in measured)
    if measured and _is_so(condition, amount):
        _, first = max(measured, key=lambda one: (one[0], one[1].label))
        value = _written(condition.metric, amount)
        yield Match(first.location, "all entry points together", (), value)


def _is_so(condition: TrafficOf, amount: float) -> bool:
    if condition.less_than is not None and amount >= condition.less_than:
        return False
    least = condition.more_than
    if condition.more_than_limit:
        limit = shipped_limits()[condition.more_than_limit].amount
        least = limit * condition.share / 100
    return least is None or amount > least


def _span(traffic: Traffic) -> float:
    if not traffic.first:
        return 0
    first, last = map(datetime.fromisoformat, (traffic.first, traffic.last))
    return (last - first).total_seconds()


def _server_errors(said: _Said) -> float | None:
    statuses = dict(said.entry.statuses)
    known = sum(statuses.values())
    return 100 * statuses.get("5xx", 0) / known if known else None


def _concurrency(said: _Said) -> float | None:
    """Multiply rate and duration. https://en.wikipedia.org/wiki/Little%27s_law."""
    rate, times = said.entry.peak_rate, said.entry.durations
    return rate * times.p95 if rate is not None and times else None


def _busy(said: _Said) -> float | None:
    times = said.entry.durations
    return said.entry.requests / said.span * times.p50 if times and said.span >= DAY else None


def _duration(name: str) -> Callable[[_Said], float | None]:
    def measure(said: _Said) -> float | None:
        times = said.entry.durations
        return getattr(times, name) if times else None

    return measure


METRICS: Mapping[str, Callable[[_Said], float | None]] = {
    **{name: _duration(name) for name in ("p50", "p95", "p99", "longest")},
    "requests": lambda said: said.entry.requests,
    "peak_rate": lambda said: said.entry.peak_rate,
    "largest_response": lambda said: said.entry.largest_response,
    "server_errors": _server_errors,
    "concurrency": _concurrency,
    "busy": _busy,
}


def _written(metric: str, amount: float) -> str:
    match metric:
        case "p50" | "p95" | "p99" | "longest":
            return f"{amount:,.1f} seconds"
        case "largest_response":
            return f"{amount / 1024**2:,.1f} MB"
        case "server_errors":
            return f"{amount:.1f} %"
        case "peak_rate":
            return f"{amount:,.1f} requests per second"
        case "concurrency" | "busy":
            return f"{amount:,.1f}"
    return f"{amount:,.0f}"
