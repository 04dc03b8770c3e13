import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.routing.assignment import (
    is_on_service,
    is_on_service_portably,
    portable_bucket,
    simulate,
    threshold,
    weight,
    xxhash64,
)

PERCENT = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", 0xEF46DB3751D8E999, id="empty"),
        pytest.param(b"a", 0xD24EC4F1A98C6E5B, id="a byte"),
        pytest.param(b"abc", 0x44BC2CF5AD770999, id="bytes only"),
        pytest.param(
            b"Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1, id="a stripe and more"
        ),
    ],
)
def test_xxhash64(data: bytes, expected: int) -> None:
    assert xxhash64(data) == expected


def test_the_portable_bucket_is_the_beginning_of_md5() -> None:
    assert portable_bucket("get-a", "user-1") == 0xD4C06824


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(0, 0), (0.01, 429496), (25, 1 << 30), (100, 1 << 32)],
)
def test_threshold(percent: float, expected: int) -> None:
    assert threshold(percent) == expected


@given(visitor=st.text(), low=PERCENT, high=PERCENT)
def test_a_portable_ramp_only_adds_visitors(visitor: str, low: float, high: float) -> None:
    low, high = sorted((low, high))
    before = is_on_service_portably("r", visitor, low)
    assert before <= is_on_service_portably("r", visitor, high)


@given(visitor=st.text(), low=PERCENT, high=PERCENT)
def test_a_ramp_only_adds_visitors(visitor: str, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert is_on_service("r", visitor, low) <= is_on_service("r", visitor, high)


@given(visitor=st.text())
def test_nobody_at_0_and_everybody_at_100(visitor: str) -> None:
    assert (is_on_service("r", visitor, 0), is_on_service("r", visitor, 100)) == (False, True)


@given(percent=PERCENT)
def test_weights_are_exact_to_a_hundredth(percent: float) -> None:
    assert math.isclose(weight(percent) / 100, percent, abs_tol=1e-9)


@pytest.mark.parametrize("percent", [1, 5, 25, 50])
def test_the_share_is_what_is_written(percent: int) -> None:
    visitors = [f"user-{n}" for n in range(20_000)]
    chance = percent / 100
    bound = 4 * math.sqrt(len(visitors) * chance * (1 - chance))
    count = len(simulate("get-a", visitors, percent))
    assert abs(count - len(visitors) * chance) < bound


def test_two_routes_do_not_have_the_same_early_visitors() -> None:
    visitors = [f"user-{n}" for n in range(20_000)]
    both = set(simulate("get-a", visitors, 10)) & set(simulate("get-b", visitors, 10))
    assert 120 < len(both) < 280  # 200 where the two are independent
