import pytest
from msgspec.structs import replace

from migrator.model.cutover import Mode, Policy, Route
from migrator.routing.decide import Decision, Ledger, Metric, Outcome, decide
from migrator.routing.statistics import Counts

POLICY = Policy()
ROUTE = Route("get-a", "GET", "/a", "orders", Mode.CANARY, 5)
FINE = Metric().after(Counts(9500, 50), Counts(500, 1))
QUIET = Metric().after(Counts(9500, 475), Counts(500, 20))


def test_whoever_accepts_any_slowness_is_not_asked_about_it() -> None:
    slow = Metric().after(Counts(9500, 475), Counts(500, 500))
    policy = replace(POLICY, slow_margin=1)
    for metric in (slow, Metric()):
        decision = decide(policy, ROUTE, Ledger(FINE, metric), 900)
        expected = "1 of 500 answers of the service failed, of the monolith's 0.5%"
        assert decision == Decision(Outcome.ADVANCE, (expected,))


@pytest.mark.parametrize(
    ("ledger", "elapsed", "outcome", "reason"),
    [
        pytest.param(
            Ledger(FINE, QUIET), 900, Outcome.ADVANCE,
            "1 of 500 answers of the service failed, of the monolith's 0.5%", id="all is well",
        ),
        pytest.param(Ledger(FINE, QUIET), 899, Outcome.HOLD, "899 s of 15m", id="too soon"),
        pytest.param(
            Ledger(Metric().after(Counts(950, 5), Counts(50, 0)),
                   Metric().after(Counts(950, 45), Counts(50, 2))),
            3600, Outcome.HOLD, "50 of 300 answers of the service", id="too few answers",
        ),
        pytest.param(
            Ledger(), 86_400, Outcome.ASK, "0 of 300 answers of the service",
            id="no data is no reason to advance, however long it lasts",
        ),
        pytest.param(
            Ledger(Metric().after(Counts(9500, 50), Counts(500, 25)), QUIET), 30,
            Outcome.ROLLBACK, "25 of 500 answers of the service failed, of the monolith's 0.5%",
            id="errors, before the step is over",
        ),
        pytest.param(
            Ledger(FINE, Metric().after(Counts(9500, 475), Counts(500, 150))), 3600,
            Outcome.ROLLBACK,
            "150 of 500 answers of the service were slow, of the monolith's 5.0%", id="slow",
        ),
        pytest.param(
            Ledger(Metric().after(Counts(9500, 50), Counts(400, 5)),
                   Metric().after(Counts(9500, 475), Counts(400, 20))),
            3600, Outcome.HOLD,
            "5 of 400 answers of the service failed, of the monolith's 0.5%; "
            "up to 2.6% cannot be ruled out",
            id="neither guilty nor cleared",
        ),
        pytest.param(
            Ledger(Metric().after(Counts(500, 2), Counts(9500, 38)),
                   Metric().after(Counts(500, 25), Counts(9500, 400))),
            3600, Outcome.HOLD,
            "the service got 9500 of 10000 requests, which is not 5 %", id="another share",
        ),
    ],
)  # fmt: skip
def test_decide(ledger: Ledger, elapsed: float, outcome: Outcome, reason: str) -> None:
    decision = decide(POLICY, ROUTE, ledger, elapsed)
    assert (decision.outcome, decision.reasons[0]) == (outcome, reason)


def test_where_the_monolith_is_silent_earlier_steps_count() -> None:
    everybody = Route("get-a", "GET", "/a", "orders", Mode.SERVICE)
    known = Ledger(Metric(reference=0.005), Metric(reference=0.05))
    bad = Ledger(
        known.errors.after(Counts(), Counts(200, 12)), known.slow.after(Counts(), Counts(200, 8))
    )
    good = Ledger(
        known.errors.after(Counts(), Counts(600, 2)), known.slow.after(Counts(), Counts(600, 28))
    )
    outcomes = [decide(POLICY, everybody, ledger, 3600).outcome for ledger in (bad, good)]
    assert outcomes == [Outcome.ROLLBACK, Outcome.ADVANCE]


def test_without_any_knowledge_of_the_monolith_a_person_is_asked() -> None:
    everybody = Route("get-a", "GET", "/a", "orders", Mode.SERVICE)
    ledger = Ledger(
        Metric().after(Counts(), Counts(600, 0)), Metric().after(Counts(), Counts(600, 0))
    )
    assert decide(POLICY, everybody, ledger, 86_400) == Decision(
        Outcome.ASK,
        (
            "how many of the monolith's answers failed is not known",
            "how many of the monolith's answers were slow is not known",
        ),
    )
