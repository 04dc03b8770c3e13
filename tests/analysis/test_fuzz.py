import pytest

from tests.analysis.fuzz import fuzz


@pytest.mark.parametrize("kind", ["programs", "accidents"])
def test_the_analysis_survives(kind: str) -> None:
    fuzz(100, is_repeatable=True)[kind]()
