import pytest

from tests.grouping.agreement import adjusted_rand_index, mojofm


@pytest.mark.parametrize(
    ("found", "wanted", "percent"),
    [
        ("aabb", "xxyy", 100.0),
        ("aabb", "ccdd", 100.0),
        ("aaab", "xxyy", 50.0),  # one move; two are the most: 4 things, 2 areas
        ("abcd", "xxyy", 0.0),  # two joins
        ("aaaa", "xxyy", 0.0),  # two moves
    ],
)
def test_mojofm(found: str, wanted: str, percent: float) -> None:
    assert mojofm(found, wanted) == percent


@pytest.mark.parametrize(
    ("found", "wanted", "index"),
    [("aabb", "xxyy", 1.0), ("aaaa", "xxyy", 0.0), ("abab", "xxyy", -0.5), ("ab", "xx", 0.0)],
)
def test_adjusted_rand_index(found: str, wanted: str, index: float) -> None:
    assert adjusted_rand_index(found, wanted) == pytest.approx(index)
