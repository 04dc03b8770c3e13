import sys
from collections.abc import Iterator

import pytest

from migrator.analysis.build import RECURSION
from tests.analysis.fuzz import fuzz


@pytest.fixture(autouse=True)
def _deep_recursion() -> Iterator[None]:
    """Raise the limit as the analysis does: Hypothesis warns of one that changes under it."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, RECURSION))
    yield
    sys.setrecursionlimit(before)


@pytest.mark.parametrize("kind", ["programs", "accidents"])
def test_the_analysis_survives(kind: str) -> None:
    fuzz(100, is_repeatable=True)[kind]()
