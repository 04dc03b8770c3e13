"""What the answers of a facade add up to, for one route at one step of its ramp.

Everything is kept in one value that JSON can hold: a watcher that is started again goes on where
the last one ended, and one that finds nothing begins the step anew, which only takes longer.
"""

import datetime
import math
from collections.abc import Callable, Collection, Iterable
from itertools import groupby

import msgspec

from migrator.model.cutover import Policy, Route
from migrator.model.evidence import Answer, Comparison, Evidence, Sums, Tally
from migrator.routing.decide import METRICS, Ledger, Metric
from migrator.routing.statistics import Counts, quantile, upper_bound

USUAL = 0.95  # of the monolith's answers are not slow
ENOUGH = 200  # the 95th percentile of fewer durations is hardly more than their maximum
SURE = 0.999  # how sure a share of the monolith is that the service alone is held against

Seen = tuple[str, str, int]


class Step(msgspec.Struct, frozen=True):
    """A route at one step.

    Attributes:
        share: the percentage of visitors that defines the step.
        began_at: seconds since 1970.
        ledger: what both arms did at this step.
        durations: how long the monolith took, in ms, until ``slow_ms`` is known.
        slow_ms: what takes longer is slow; frozen for the whole ramp.
        counted: metric, arm with visitor, and window of the newest bad answers.
        is_asked: whether people were told that they have to decide.
    """

    route: str
    share: float
    began_at: float
    ledger: Ledger = Ledger()
    durations: tuple[float, ...] = ()
    slow_ms: float | None = None
    counted: tuple[Seen, ...] = ()
    is_asked: bool = False


def begin(route: Route, now: float, before: Step | None = None) -> Step:
    """Begin a step at ``now``; what the one ``before`` learnt about the monolith is kept."""
    if before is None:
        return Step(route.id, route.share, now)
    references = [_reference(one) for one in (before.ledger.errors, before.ledger.slow)]
    return Step(
        route.id,
        route.share,
        now,
        ledger=Ledger(*(Metric(reference=one) for one in references)),
        durations=before.durations,
        slow_ms=before.slow_ms,
    )


def after(step: Step, answers: Iterable[Answer], *, window: int) -> Step:
    """Add the answers of the step's route; those from before it began do not count.

    Args:
        step: what is known so far.
        answers: in any order, each given only once.
        window: seconds within which the bad answers of one visitor count once. Both arms are
            compared within each window: an hour in which both fail says nothing.
    """
    own = sorted(
        (one for one in answers if one.route == step.route and one.at >= step.began_at),
        key=lambda one: one.at,
    )
    for moment, members in groupby(own, key=lambda one: int(one.at // window)):
        step = _after_window(step, tuple(members), moment)
    return step


def after_sums(step: Step, sums: Iterable[Sums]) -> Step:
    """Add counts of the step's route; windows that began before it do not count.

    Counts know no visitors: whoever fails ten times in a window counts ten times.
    """
    for one in sums:
        if one.route == step.route and one.at >= step.began_at:
            ledger = step.ledger
            errors = ledger.errors.after(_counted(one.old), _counted(one.new))
            slow = ledger.slow
            if one.slow is not None:
                slow = slow.after(*map(_counted, one.slow))
            step = msgspec.structs.replace(step, ledger=Ledger(errors, slow))
    return step


def _counted(tally: Tally) -> Counts:
    return Counts(tally.requests, tally.bad)


def _after_window(step: Step, answers: tuple[Answer, ...], moment: int) -> Step:
    step = _knowing_slowness(step, answers)
    slow_ms, ledger = step.slow_ms, step.ledger
    counted = {key for key in step.counted if key[2] >= moment - 1}

    def counts(metric: str, is_bad: Callable[[Answer], bool]) -> tuple[Counts, Counts]:
        bad = [one for one in answers if is_bad(one) and _is_first(one, metric, moment, counted)]
        return _counts("old", answers, bad), _counts("new", answers, bad)

    ledger = Ledger(
        ledger.errors.after(*counts("errors", lambda one: one.is_failure)), ledger.slow
    )
    if slow_ms is not None:
        slow = ledger.slow.after(*counts("slow", lambda one: one.duration_ms > slow_ms))
        ledger = Ledger(ledger.errors, slow)
    return msgspec.structs.replace(step, ledger=ledger, counted=tuple(sorted(counted)))


def _is_first(answer: Answer, metric: str, moment: int, counted: set[Seen]) -> bool:
    """Say whether the visitor had no such answer in this window yet; remember that now it has.

    Somebody who presses reload ten times met one failure, not ten independent ones.
    """
    if not answer.visitor:
        return True
    key = (metric, f"{answer.arm}:{answer.visitor}", moment)
    if key in counted:
        return False
    counted.add(key)
    return True


def _counts(arm: str, answers: Collection[Answer], bad: Collection[Answer]) -> Counts:
    return Counts(sum(one.arm == arm for one in answers), sum(one.arm == arm for one in bad))


def _knowing_slowness(step: Step, answers: Iterable[Answer]) -> Step:
    """Collect how long the monolith takes, and freeze what is slow once that is enough."""
    if step.slow_ms is not None:
        return step
    fresh = (one.duration_ms for one in answers if one.arm == "old" and not one.is_failure)
    durations = (*step.durations, *fresh)
    if len(durations) < ENOUGH:
        return msgspec.structs.replace(step, durations=durations)
    return msgspec.structs.replace(step, durations=(), slow_ms=quantile(durations, USUAL))


def _reference(metric: Metric) -> float | None:
    """Bound the monolith's share; a step without news of it leaves the earlier bound."""
    if not metric.old.requests:
        return metric.reference
    bound = upper_bound(metric.old, SURE)
    return bound if metric.reference is None else min(bound, metric.reference)


def of(policy: Policy, step: Step) -> Evidence:
    """Return the numbers of a step, as they are kept with what was decided by them."""
    needed = -math.log(policy.alpha / METRICS)

    def compared(metric: Metric) -> Comparison:
        old, new = (Tally(one.requests, one.bad) for one in (metric.old, metric.new))
        return Comparison(old, new, round(metric.evidence.log_value, 3), round(needed, 3))

    return Evidence(
        instant_text(step.began_at),
        compared(step.ledger.errors),
        compared(step.ledger.slow),
        step.slow_ms,
    )


def instant_text(seconds: float) -> str:
    """Write seconds since 1970 in UTC, as ISO 8601 says."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
