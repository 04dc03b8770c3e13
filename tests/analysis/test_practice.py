"""Real applications from PyPI, against the routes that they had when they ran."""

import pytest

from tests.practice.score import APPLICATIONS, score

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("name", "version"), APPLICATIONS)
def test_finds_the_routes_of_real_applications(name: str, version: str) -> None:
    found = score(name, version)
    assert found.recall >= 0.95, found.missed
    assert found.handlers >= 0.95, found.misattributed
    assert found.precision >= 0.97, found.invented
