"""How a policy would treat a route: how long a ramp takes, what it finds, what it would miss.

The same rules decide as in `migrate cutover watch`; only the answers are thrown by dice. Seeded:
the same question has the same answer.
"""

import statistics
from collections.abc import Iterable

import msgspec
from numpy.random import Generator, default_rng

from migrator.model.cutover import Mode, Policy, Route, seconds
from migrator.routing.decide import Ledger, Outcome, decide
from migrator.routing.statistics import Counts

LOOK_SECONDS = 60
ANSWERS_A_LOOK = 20  # of the service; more looks would take longer here and change nothing
ALL = 100
LEAST_LOOKS = 24  # before patience ends, where almost nobody comes
SLOW = 0.05  # of the monolith's answers, by definition


class Traffic(msgspec.Struct, frozen=True):
    """What a route gets: requests an hour, and the share of the monolith's answers that fail."""

    rate: float
    errors: float = 0.005


class Fate(msgspec.Struct, frozen=True):
    """How one simulated ramp ended.

    Attributes:
        outcome: ``advance``: everybody is on the service; ``ask``: a step lasted too long.
        seconds: until then.
        failures: answers of the service that failed, each seen by a visitor.
        percent: where it ended.
    """

    outcome: Outcome
    seconds: float
    failures: int
    percent: float


class Forecast(msgspec.Struct, frozen=True):
    """Many simulated ramps of one route with a service that fails for ``errors`` of its answers.

    Attributes:
        finished: the share of ramps that reached everybody.
        rolled_back: the share that evidence ended.
        asked: the share that a person has to decide about.
        seconds: the median until the end.
        failures: the median of failed answers until the end.
    """

    errors: float
    finished: float
    rolled_back: float
    asked: float
    seconds: float
    failures: float


def forecast(
    policy: Policy, traffic: Traffic, errors: Iterable[float], *, runs: int = 200, seed: int = 0
) -> tuple[Forecast, ...]:
    """Simulate ``runs`` ramps for each share of ``errors`` that the service may have."""
    return tuple(
        _summed(share, [_ramp(policy, traffic, share, dice) for _ in range(runs)])
        for share in errors
        for dice in (default_rng(seed),)
    )


def warnings(policy: Policy, traffic: Traffic) -> tuple[str, ...]:
    """Say which steps have too little traffic to be decided within the policy's patience."""
    if not traffic.rate:
        return ("nobody asks for it: no step can be decided by evidence",)
    patience = seconds(policy.patience)
    wanted = policy.minimum_requests
    found = []
    for step in policy.steps:
        answers = traffic.rate * step / 100 * patience / 3600
        if answers < wanted:
            few = (
                f"at {step:g} % the service gets about {answers:.0f} answers in {policy.patience}"
            )
            found.append(f"{few}, {wanted} are needed")
    if found:
        least = wanted * 3600 / patience / traffic.rate * 100
        found.append(
            f"begin at {least:.0f} % or more, after a time as shadow"
            if least <= 100
            else "no share is enough: rely on shadow and parity, and advance by hand"
        )
    return tuple(found)


def _summed(errors: float, fates: list[Fate]) -> Forecast:
    def share(outcome: Outcome) -> float:
        return sum(one.outcome is outcome for one in fates) / len(fates)

    return Forecast(
        errors,
        finished=share(Outcome.ADVANCE),
        rolled_back=share(Outcome.ROLLBACK),
        asked=share(Outcome.ASK),
        seconds=statistics.median(one.seconds for one in fates),
        failures=statistics.median(one.failures for one in fates),
    )


def _ramp(policy: Policy, traffic: Traffic, errors: float, dice: Generator) -> Fate:
    elapsed, failures = 0.0, 0
    for percent in sorted(step for step in policy.steps if step < ALL):
        outcome, took, bad = _step(policy, traffic, errors, percent, dice)
        elapsed, failures = elapsed + took, failures + bad
        if outcome is not Outcome.ADVANCE:
            return Fate(outcome, elapsed, failures, percent)
    return Fate(Outcome.ADVANCE, elapsed, failures, ALL)


def _step(
    policy: Policy, traffic: Traffic, errors: float, percent: float, dice: Generator
) -> tuple[Outcome, float, int]:
    """Return how a step ends, after how many seconds, and how many answers failed meanwhile."""
    route = Route("simulated", "GET", "/", "simulated", Mode.CANARY, percent)
    rate = traffic.rate / 3600
    pause = max(LOOK_SECONDS, ANSWERS_A_LOOK / (rate * percent / ALL) if rate else 0)
    pause = min(pause, seconds(policy.patience) / LEAST_LOOKS)
    ledger, elapsed = Ledger(), 0.0
    while True:
        elapsed += pause
        total = int(dice.poisson(rate * pause))
        new = int(dice.binomial(total, percent / ALL))

        def counts(requests: int, share: float) -> Counts:
            return Counts(requests, int(dice.binomial(requests, share)))

        ledger = Ledger(
            ledger.errors.after(counts(total - new, traffic.errors), counts(new, errors)),
            ledger.slow.after(counts(total - new, SLOW), counts(new, SLOW)),
        )
        decision = decide(policy, route, ledger, elapsed)
        if decision.outcome is not Outcome.HOLD:
            return decision.outcome, elapsed, ledger.errors.new.bad
