"""What a watcher saw, as a table that is drawn again at each look, or as lines for a log."""

import datetime
import math
from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from migrator.model.cutover import Policy
from migrator.routing.decide import METRICS, Metric, Outcome
from migrator.routing.evidence import Step
from migrator.routing.statistics import Counts
from migrator.usecases.watch import Look, Seen

_STYLES = {
    Outcome.ADVANCE: "green",
    Outcome.HOLD: "default",
    Outcome.ROLLBACK: "bold red",
    Outcome.ASK: "yellow",
}
_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 24


class Trend:
    """The newest values of each route, for its sparkline."""

    def __init__(self) -> None:
        self._values: dict[str, list[float]] = {}
        self._steps: dict[str, Step] = {}

    def add(self, look: Look) -> None:
        """Keep the share of the service's answers that failed since the last look."""
        for seen in look.routes:
            step, before = seen.step, self._steps.get(seen.step.route)
            new = step.ledger.errors.new
            is_same = before is not None and before.began_at == step.began_at
            known = before.ledger.errors.new if before and is_same else Counts()
            fresh = new.requests - known.requests
            values = self._values.setdefault(step.route, [])
            values.append((new.bad - known.bad) / fresh if fresh else math.nan)
            del values[:-_WIDTH]
            self._steps[step.route] = step

    def line(self, route: str) -> str:
        """Draw the newest values; a blank is a look without an answer."""
        return sparkline(self._values.get(route, ()))


def sparkline(values: Sequence[float]) -> str:
    """Draw shares as bars, from none to the highest of them, at least a tenth."""
    top = max([0.1, *(value for value in values if not math.isnan(value))])
    return "".join(
        " " if math.isnan(value) else _BARS[round(value / top * (len(_BARS) - 1))]
        for value in values
    )


def watch_table(look: Look, policy: Policy, trend: Trend) -> Table:
    """Draw a look as a table: a row for each route that is on its way."""
    table = Table(title=_title(look), title_justify="left", expand=False)
    for name in ("route", "share", "service", "monolith", "failures", "evidence", "now"):
        table.add_column(name, overflow="fold")
    for seen in look.routes:
        errors = seen.step.ledger.errors
        table.add_row(
            seen.route.id,
            f"{seen.route.share:g} %",
            _counts(errors.new.bad, errors.new.requests),
            _counts(errors.old.bad, errors.old.requests),
            trend.line(seen.route.id),
            _evidence(seen, policy),
            Text(_now(seen), style=_STYLES[seen.decision.outcome]),
        )
    return table


def watch_lines(look: Look, at: datetime.datetime) -> Iterator[str]:
    """Write a look as lines, one for each route."""
    moment = at.isoformat(timespec="seconds")
    for seen in look.routes:
        yield f"{moment} {seen.route.id} {seen.route.share:g} %: {_now(seen)}"


def _now(seen: Seen) -> str:
    word = seen.decision.outcome.value
    if seen.done:
        word = f"{word}, {seen.done}"
    elif seen.held_by:
        word = f"{word}, held by {'; '.join(seen.held_by)}"
    return f"{word}: {'; '.join(seen.decision.reasons)}"


def _title(look: Look) -> str:
    garbage = f", {look.garbage} lines of garbage" if look.garbage else ""
    return f"{look.answers} new answers{garbage}"


def _counts(bad: int, requests: int) -> str:
    return f"{bad} of {requests} failed" if requests else "-"


def _evidence(seen: Seen, policy: Policy) -> str:
    """Write how far the worse metric is on its way to a rollback."""
    enough = -math.log(policy.alpha / METRICS)
    ledger = seen.step.ledger
    return " ".join(
        f"{name} {_share(metric, enough):.0%}"
        for name, metric in (("errors", ledger.errors), ("slow", ledger.slow))
    )


def _share(metric: Metric, enough: float) -> float:
    return max(0.0, min(1.0, metric.evidence.log_value / enough))
