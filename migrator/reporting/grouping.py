"""The metrics of a plan and the order to move in, as text and in the JSON of an analysis."""

from collections.abc import Iterator

import msgspec

from migrator.model.grouping import Grouping, PlanMetrics
from migrator.reporting import analysis_shape as shape

ROWS = (
    ("services", "services"),
    ("modularity", "modularity"),
    ("calls between services", "calls"),
    ("  share of all calls", "calls_share"),
    ("  share of calling pairs", "inter_partition"),
    ("tables that two write", "two_writers"),
    ("transaction entropy", "entropy"),
    ("transactions that span", "spanning"),
    ("  of all that write", "transactions"),
    ("size balance", "balance"),
    ("cycles of services", "cycles"),
)


def render_grouping(grouping: Grouping) -> str:
    """Render metrics and order for people, ending in a newline; one service needs neither."""
    if len(grouping.order) <= 1:
        return ""
    return "".join(f"{line}\n" for line in _lines(grouping))


def _lines(grouping: Grouping) -> Iterator[str]:
    width = max(len(label) for label, _ in ROWS)
    yield f"{'':{width}}  {'this plan':>9}  {'plain Louvain':>13}"
    for label, field in ROWS:
        ours, theirs = (_value(one, field) for one in (grouping.metrics, grouping.louvain))
        yield f"{label:{width}}  {ours:>9}  {theirs:>13}"
    yield ""
    yield "What to move first:"
    for number, rank in enumerate(grouping.order, 1):
        yield f"{number:>3}. {rank.service} ({rank.difficulty:g})"
        yield from (f"     {reason}" for reason in rank.reasons)


def _value(metrics: PlanMetrics, field: str) -> str:
    value = getattr(metrics, field)
    if isinstance(value, tuple):
        return str(len(value))
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def grouping_shape(grouping: Grouping) -> shape.GroupingShape:
    """Arrange what is said of a plan as the public JSON has it."""
    return shape.GroupingShape(
        metrics=_metrics(grouping.metrics),
        louvain=_metrics(grouping.louvain),
        order=tuple(
            shape.RankShape(rank.service, rank.difficulty, rank.reasons) for rank in grouping.order
        ),
    )


def _metrics(metrics: PlanMetrics) -> shape.MetricsShape:
    places = tuple(shape.PlaceShape(place.file, place.line) for place in metrics.spanning)
    fields = msgspec.structs.asdict(metrics)
    return shape.MetricsShape(**{**fields, "spanning": places})
