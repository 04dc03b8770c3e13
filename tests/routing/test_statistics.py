import math
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.routing.statistics import (
    Counts,
    EProcess,
    is_split_plausible,
    quantile,
    requests_to_detect,
    requests_without_failure,
    upper_bound,
)

ALPHA = 0.01
BATCH = 20


def test_the_start_is_no_evidence() -> None:
    assert EProcess().log_value == 0


def test_failures_of_the_new_arm_are_evidence_those_of_the_old_are_the_opposite() -> None:
    old, new = Counts(380, 2), Counts(20, 2)
    worse = EProcess().after(Counts(380, 0), new)
    better = EProcess().after(old, Counts(20, 0))
    assert better.log_value < 0 < worse.log_value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(Counts(), Counts(100, 100), id="no old arm"),
        pytest.param(Counts(100, 100), Counts(), id="no new arm"),
        pytest.param(Counts(100), Counts(100), id="no failures"),
    ],
)
def test_a_silent_arm_says_nothing(old: Counts, new: Counts) -> None:
    assert EProcess().after(old, new).log_value == pytest.approx(0)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6))
def test_the_order_of_batches_does_not_matter(bad: list[tuple[int, int]]) -> None:
    def total(batches: list[tuple[int, int]]) -> float:
        evidence = EProcess()
        for old, new in batches:
            evidence = evidence.after(Counts(60, old), Counts(20, new))
        return evidence.log_value

    assert math.isclose(total(bad), total(bad[::-1]), abs_tol=1e-9)


def test_the_expected_evidence_is_one_where_both_arms_are_alike() -> None:
    """What makes it an e-value: with one failure, of either arm by its share."""
    old, new = 60, 20
    by_new = math.exp(EProcess().after(Counts(old, 0), Counts(new, 1)).log_value)
    by_old = math.exp(EProcess().after(Counts(old, 1), Counts(new, 0)).log_value)
    assert 0.25 * by_new + 0.75 * by_old == pytest.approx(1)


def test_against_a_known_rate_the_expected_evidence_is_one_as_well() -> None:
    hit = math.exp(EProcess().after_alone(0.02, Counts(1, 1)).log_value)
    miss = math.exp(EProcess().after_alone(0.02, Counts(1, 0)).log_value)
    assert 0.02 * hit + 0.98 * miss == pytest.approx(1)


def _looks(seed: int, rate: float, share: float, limit: int) -> list[int | None]:
    """Ramp 400 times; return after how many answers of the new arm it is rolled back."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    others = round(BATCH * (1 - share) / share)

    def fails(count: int, rate: float) -> int:
        return sum(chance.random() < rate for _ in range(count))

    def ramp() -> int | None:
        evidence = EProcess()
        for look in range(1, limit // BATCH + 1):
            old, new = Counts(others, fails(others, 0.005)), Counts(BATCH, fails(BATCH, rate))
            evidence = evidence.after(old, new)
            if evidence.is_beyond(ALPHA):
                return look * BATCH
        return None

    return [ramp() for _ in range(400)]


def test_a_service_as_good_as_the_monolith_is_hardly_ever_rolled_back() -> None:
    """Half a percent fails on both sides; looked at every 20 answers, 100 times."""
    ends = _looks(seed=20261128, rate=0.005, share=0.25, limit=2000)
    assert sum(end is not None for end in ends) / len(ends) <= ALPHA


def test_five_percent_of_errors_are_found_soon() -> None:
    ends = _looks(seed=20261128, rate=0.05, share=0.05, limit=3000)
    assert all(end is not None for end in ends)
    assert statistics.median(end for end in ends if end is not None) <= 120


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(Counts(0, 0), 1.0, id="nothing known"),
        pytest.param(Counts(5, 5), 1.0, id="all bad"),
        pytest.param(Counts(299, 0), 0.00997, id="the rule of three"),
        pytest.param(Counts(300, 3), 0.02564, id="some bad"),
    ],
)
def test_upper_bound(counts: Counts, expected: float) -> None:
    assert upper_bound(counts) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("new", "total", "expected"),
    [
        pytest.param(0, 0, True, id="nobody came"),
        pytest.param(55, 1000, True, id="chance"),
        pytest.param(0, 1000, False, id="nobody reaches the service"),
        pytest.param(250, 1000, False, id="another percentage"),
    ],
)
def test_is_split_plausible(new: int, total: int, expected: bool) -> None:
    assert is_split_plausible(new, total, 0.05) is expected


def test_how_much_traffic_an_answer_takes() -> None:
    assert (requests_to_detect(0.005, 0.05, 0.01), requests_without_failure(0.01)) == (65, 299)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.5, 2), (0.95, 4), (0.25, 1), (0.26, 2)]
)
def test_quantile(share: float, expected: float) -> None:
    assert quantile([3, 1, 4, 2], share) == expected
