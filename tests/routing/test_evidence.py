import msgspec
import pytest

from migrator.model.cutover import Mode, Route
from migrator.model.evidence import Answer, Arm
from migrator.routing import evidence
from migrator.routing.evidence import Step
from migrator.routing.statistics import Counts

ROUTE = Route("get-a", "GET", "/a", "orders", Mode.CANARY, 5)
START = 1_700_000_040.0  # the beginning of a minute


def answer(
    at: float = 0, arm: Arm = "new", status: int = 200, ms: float = 10, visitor: str = ""
) -> Answer:
    origin = "orders" if arm == "new" else "monolith"
    return Answer(START + at, "get-a", arm, origin, status, ms, visitor)


def errors_of(*answers: Answer) -> tuple[Counts, Counts]:
    step = evidence.after(evidence.begin(ROUTE, START), answers, window=60)
    return step.ledger.errors.old, step.ledger.errors.new


@pytest.mark.parametrize(
    ("answers", "old", "new"),
    [
        pytest.param([], Counts(), Counts(), id="silence"),
        pytest.param([answer(), answer(arm="old")], Counts(1), Counts(1), id="each its arm"),
        pytest.param([answer(status=500)], Counts(), Counts(1, 1), id="a server error"),
        pytest.param([answer(status=404)], Counts(), Counts(1), id="the application's answer"),
        pytest.param(
            [Answer(START, "get-a", "new", "monolith", 200, 10)],
            Counts(), Counts(1, 1), id="the monolith stood in",
        ),
        pytest.param(
            [answer(n, status=500, visitor="ann") for n in range(5)],
            Counts(), Counts(5, 1), id="one visitor counts once in a window",
        ),
        pytest.param(
            [answer(n, status=500, visitor="ann") for n in (0, 60, 120)],
            Counts(), Counts(3, 3), id="and once more in the next",
        ),
        pytest.param(
            [answer(n, status=500, visitor=f"v{n}") for n in range(5)],
            Counts(), Counts(5, 5), id="visitors count each",
        ),
        pytest.param(
            [answer(status=500), answer(status=500)],
            Counts(), Counts(2, 2), id="who is not known may be anybody",
        ),
        pytest.param([answer(-1)], Counts(), Counts(), id="before the step"),
        pytest.param(
            [Answer(START, "get-b", "new", "orders", 500, 10)],
            Counts(), Counts(), id="another route",
        ),
    ],
)  # fmt: skip
def test_errors(answers: list[Answer], old: Counts, new: Counts) -> None:
    assert errors_of(*answers) == (old, new)


def test_a_window_may_come_in_pieces() -> None:
    pieces = [[answer(n, status=500, visitor="ann")] for n in range(3)]
    step = evidence.begin(ROUTE, START)
    for piece in pieces:
        step = evidence.after(step, piece, window=60)
    assert step.ledger.errors.new == Counts(3, 1)


def test_slow_is_what_few_answers_of_the_monolith_were_and_stays_so() -> None:
    usual = [answer(n / 10, arm="old", ms=n + 1) for n in range(200)]
    step = evidence.after(evidence.begin(ROUTE, START), usual, window=60)
    later = [answer(70, arm="old", ms=1000), answer(70, ms=191), answer(70, ms=190)]
    step = evidence.after(step, later, window=60)
    assert (step.slow_ms, step.ledger.slow.old, step.ledger.slow.new) == (
        190,
        Counts(201, 11),
        Counts(2, 1),
    )


def test_until_enough_durations_are_known_nothing_is_slow() -> None:
    step = evidence.after(
        evidence.begin(ROUTE, START), [answer(arm="old", ms=5), answer(ms=9000)], window=60
    )
    assert (step.durations, step.slow_ms, step.ledger.slow.new) == ((5,), None, Counts())


def test_an_hour_in_which_both_fail_says_nothing() -> None:
    bad = [answer(n, arm, status=500) for n in range(20) for arm in ("old", "new")]
    good = [answer(3600 + n, arm) for n in range(20) for arm in ("old", "new")]
    step = evidence.after(evidence.begin(ROUTE, START), [*bad, *good], window=60)
    assert step.ledger.errors.evidence.log_value < 0


def test_the_next_step_knows_how_the_monolith_was() -> None:
    usual = [answer(n, arm="old", status=500 if n == 7 else 200) for n in range(1000)]
    step = evidence.after(evidence.begin(ROUTE, START), usual, window=60)
    following = evidence.begin(Route("get-a", "GET", "/a", "orders", Mode.SERVICE), 9e9, step)
    assert (following.share, following.began_at, following.slow_ms) == (100, 9e9, 10)
    assert following.ledger.errors.old == Counts()
    assert following.ledger.errors.reference == pytest.approx(0.00920, abs=1e-5)


def test_a_step_survives_as_json() -> None:
    step = evidence.after(
        evidence.begin(ROUTE, START), [answer(status=500, visitor="ann")], window=60
    )
    assert msgspec.json.decode(msgspec.json.encode(step), type=Step) == step
