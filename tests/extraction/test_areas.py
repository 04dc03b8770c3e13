"""Real applications: an area answers as the whole, with only its own requirements."""

import os
from pathlib import Path

import pytest

from tests.extraction.areas import APPLICATIONS, Application
from tests.extraction.measure import (
    environment,
    extracted,
    parity,
    prepared,
    service_environment,
)
from tests.extraction.running import NotRunError
from tests.practice.applications import NotFetchedError

pytestmark = pytest.mark.slow

LEAST = {"ctfd": 17, "flaskbb": 21, "healthchecks": 140, "mealie": 80}


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda one: one.name)
def test_answers_as_the_whole(application: Application, tmp_path: Path) -> None:
    named = os.environ.get("SOURCES")
    sources = Path(named) if named else None
    try:
        whole = environment(application, sources)
    except (NotFetchedError, NotRunError) as error:
        pytest.skip(str(error))
    monolith = prepared(application, sources, whole, tmp_path / "monolith")
    service = extracted(application, monolith, whole, tmp_path / "out")
    alone = service_environment(application, service)
    outcomes = parity(application, monolith, service, (whole, alone), tmp_path)
    assert [one["name"] for one in outcomes if one["differences"]] == []
    assert len(outcomes) >= LEAST[application.name]
