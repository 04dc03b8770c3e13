"""Advance, hold, roll back or ask: what the answers of both arms at one step of a ramp say.

Errors and slowness are judged alike: each request is bad or not. Slow is what takes longer than
19 of 20 answers of the monolith took when the ramp began; that threshold is frozen, so that a
monolith that gets slower during the ramp does not make the service look fast.
"""

from enum import StrEnum

import msgspec

from migrator.model.cutover import Policy, Route, seconds
from migrator.routing.statistics import Counts, EProcess, is_split_plausible, upper_bound

METRICS = 2  # errors and slowness share alpha


class Outcome(StrEnum):
    """What to do with a route now."""

    ADVANCE = "advance"
    HOLD = "hold"
    ROLLBACK = "rollback"
    ASK = "ask"


class Metric(msgspec.Struct, frozen=True):
    """One way to be bad: what both arms did at this step, and the evidence against the service.

    Attributes:
        reference: the monolith's share at most, from earlier steps; counts where it is silent.
    """

    old: Counts = Counts()
    new: Counts = Counts()
    evidence: EProcess = EProcess()
    reference: float | None = None

    def after(self, old: Counts, new: Counts) -> "Metric":
        """Add what was answered in one more moment."""
        evidence = self.evidence.after(old, new)
        if not old.requests and self.reference is not None:
            evidence = self.evidence.after_alone(self.reference, new)
        return Metric(self.old + old, self.new + new, evidence, self.reference)

    @property
    def usual(self) -> float | None:
        """The monolith's share: of this step, else of earlier ones, None where unknown."""
        return self.old.share if self.old.requests else self.reference


class Ledger(msgspec.Struct, frozen=True):
    """All that is known about a route at its present step."""

    errors: Metric = Metric()
    slow: Metric = Metric()


class Decision(msgspec.Struct, frozen=True):
    """What to do, and why."""

    outcome: Outcome
    reasons: tuple[str, ...]


def decide(policy: Policy, route: Route, ledger: Ledger, elapsed: float) -> Decision:
    """Judge a step that began ``elapsed`` seconds ago.

    Missing data never advances a route: without enough answers it holds, after the policy's
    patience it asks. Only evidence beyond ``alpha`` rolls back.
    """
    metrics = [("failed", ledger.errors, policy.error_margin)]
    if policy.slow_margin < 1:
        metrics.append(("were slow", ledger.slow, policy.slow_margin))
    alpha = policy.alpha / METRICS
    guilty = [
        _compared(name, metric) for name, metric, _ in metrics if metric.evidence.is_beyond(alpha)
    ]
    if guilty:
        return Decision(Outcome.ROLLBACK, tuple(guilty))
    doubts = [*_early(policy, ledger, elapsed), *_odd_split(route, ledger)]
    doubts += [
        doubt for name, metric, margin in metrics for doubt in _beyond(name, metric, margin)
    ]
    if not doubts:
        return Decision(
            Outcome.ADVANCE, tuple(_compared(name, metric) for name, metric, _ in metrics)
        )
    is_late = elapsed >= seconds(policy.patience)
    return Decision(Outcome.ASK if is_late else Outcome.HOLD, tuple(doubts))


def _early(policy: Policy, ledger: Ledger, elapsed: float) -> list[str]:
    doubts = []
    if elapsed < seconds(policy.dwell):
        doubts.append(f"{elapsed:.0f} s of {policy.dwell}")
    answers = ledger.errors.new.requests
    if answers < policy.minimum_requests:
        doubts.append(f"{answers} of {policy.minimum_requests} answers of the service")
    return doubts


def _odd_split(route: Route, ledger: Ledger) -> list[str]:
    """Doubt everything where the service got another share than was decided."""
    old, new = ledger.errors.old.requests, ledger.errors.new.requests
    share = route.share / 100
    if 0 < share < 1 and not is_split_plausible(new, old + new, share):
        return [f"the service got {new} of {old + new} requests, which is not {route.share:g} %"]
    return []


def _beyond(name: str, metric: Metric, margin: float) -> list[str]:
    if metric.usual is None:
        return [f"how many of the monolith's answers {name} is not known"]
    bound = upper_bound(metric.new)
    if bound <= metric.usual + margin:
        return []
    return [f"{_compared(name, metric)}; up to {bound:.1%} cannot be ruled out"]


def _compared(name: str, metric: Metric) -> str:
    usual = "?" if metric.usual is None else f"{metric.usual:.1%}"
    new = metric.new
    return f"{new.bad} of {new.requests} answers of the service {name}, of the monolith's {usual}"
