"""Real applications: an area answers as the whole, with only its own requirements."""

import os
from pathlib import Path

import pytest

from migrator.model.own_tests import Verdict
from tests.extraction.areas import APPLICATIONS
from tests.extraction.measure import parity
from tests.extraction.own_tests import Area, area_of, own_tests
from tests.extraction.running import NotRunError
from tests.practice.applications import NotFetchedError

pytestmark = pytest.mark.slow

LEAST = {
    "ara": 133,
    "ctfd": 17,
    "flaskbb": 21,
    "healthchecks": 140,
    "ihatemoney": 56,
    "mealie": 80,
}
# Its own tests that come out the same, and those that do something which no other process sees.
OWN: dict[str, tuple[int, set[str]]] = {
    "ara": (162, {"test_status_filtered_task_list_has_cheap_queries"}),
    "ctfd": (12, set()),
    "flaskbb": (0, set()),  # they call views and forms, and send no request
    "healthchecks": (
        298,
        {
            "test_it_calculates_overlapping_durations",
            "test_it_disables_duration_calculation",
            "test_it_handles_concurrent_delete",
            "test_it_handles_s3_error",
            "test_it_uploads_body_to_s3",
            "test_it_works",
            "test_readonly_key_works",
        },
    ),
    "ihatemoney": (18, set()),
    "mealie": (15, set()),
}


@pytest.fixture(scope="module", params=APPLICATIONS, ids=lambda one: one.name)
def area(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Area:
    """The area of one application, extracted once for all tests below."""
    named = os.environ.get("SOURCES")
    folder = tmp_path_factory.mktemp(request.param.name)
    try:
        return area_of(request.param, Path(named) if named else None, folder)
    except (NotFetchedError, NotRunError) as error:
        if request.param.sources:  # those are on PyPI, and run on every Python
            raise
        pytest.skip(str(error))


def test_answers_as_the_whole(area: Area, tmp_path: Path) -> None:
    outcomes = parity(area.application, area.monolith, area.service, area.pythons, tmp_path)
    assert [one["name"] for one in outcomes if one["differences"]] == []
    assert len(outcomes) >= LEAST[area.application.name]


def test_own_tests_come_out_the_same(area: Area) -> None:
    if not area.application.tests:
        pytest.skip("its tests are not at hand")
    report = own_tests(area)
    least, cannot_cross = OWN[area.application.name]
    found = {v: [t for t in report.tests if t.verdict is v] for v in Verdict}
    assert found[Verdict.DIFFERENT] == []
    assert {t.name.rpartition(".")[2] for t in found[Verdict.CANNOT_CROSS]} == cannot_cross
    assert len(found[Verdict.EQUAL]) >= least
