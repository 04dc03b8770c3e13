import pytest

from migrator.model.cutover import Policy
from migrator.routing.simulation import Traffic, forecast, warnings

BUSY = Traffic(rate=20_000)


def test_a_healthy_service_reaches_everybody_and_a_bad_one_does_not() -> None:
    healthy, bad = forecast(Policy(), BUSY, (0.005, 0.2), runs=40)
    assert healthy.finished >= 0.95  # each of four steps may err once in a hundred
    assert bad.rolled_back == 1
    assert healthy.seconds > bad.seconds
    assert bad.failures < 20


def test_every_step_takes_its_time() -> None:
    (healthy,) = forecast(Policy(steps=(50, 100), dwell="30m"), BUSY, (0.005,), runs=20)
    assert healthy.seconds == 1800


def test_a_little_worse_is_within_the_margin() -> None:
    (worse,) = forecast(Policy(), BUSY, (0.007,), runs=40)
    assert worse.rolled_back < 0.2
    assert worse.finished > 0.5


def test_where_nobody_comes_a_person_is_asked() -> None:
    (idle,) = forecast(Policy(patience="2h"), Traffic(rate=0), (0.005,), runs=3)
    assert (idle.asked, idle.seconds, idle.failures) == (1, 7200, 0)


def test_the_same_question_has_the_same_answer() -> None:
    twice = [forecast(Policy(), BUSY, (0.02,), runs=10, seed=7) for _ in range(2)]
    assert twice[0] == twice[1]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        pytest.param(10_000, (), id="enough"),
        pytest.param(0, ("nobody asks for it: no step can be decided by evidence",), id="nobody"),
        pytest.param(
            200,
            (
                "at 1 % the service gets about 48 answers in 24h, 300 are needed",
                "at 5 % the service gets about 240 answers in 24h, 300 are needed",
                "begin at 6 % or more, after a time as shadow",
            ),
            id="too little for the first steps",
        ),
        pytest.param(
            1,
            (
                *(
                    f"at {step} % the service gets about {answers} answers in 24h, 300 are needed"
                    for step, answers in ((1, 0), (5, 1), (25, 6), (50, 12), (100, 24))
                ),
                "no share is enough: rely on shadow and parity, and advance by hand",
            ),
            id="too little for anything",
        ),
    ],
)
def test_warnings(rate: float, expected: tuple[str, ...]) -> None:
    assert warnings(Policy(), Traffic(rate)) == expected
