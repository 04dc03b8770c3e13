import datetime

import pytest

from migrator.model.cutover import Freeze, Policy, Weekday
from migrator.routing.freeze import find_freeze, freeze_text

EVENING = Freeze("16:00", "24:00", (Weekday.FRIDAY,), "Europe/Berlin")
NIGHT = Freeze("22:00", "06:00", (Weekday.FRIDAY,))
HOLIDAYS = Freeze("2026-12-20", "2027-01-02")


@pytest.mark.parametrize(
    ("freeze", "moment", "is_frozen"),
    [
        pytest.param(EVENING, "2026-11-27T15:00+00:00", True, id="Friday, four in Berlin"),
        pytest.param(EVENING, "2026-11-27T14:59+00:00", False, id="a minute before"),
        pytest.param(EVENING, "2026-11-27T23:00+00:00", False, id="Saturday in Berlin"),
        pytest.param(EVENING, "2026-11-26T16:00+00:00", False, id="Thursday"),
        pytest.param(NIGHT, "2026-11-27T23:00+00:00", True, id="before midnight"),
        pytest.param(NIGHT, "2026-11-28T05:59+00:00", True, id="after it"),
        pytest.param(NIGHT, "2026-11-28T06:00+00:00", False, id="in the morning"),
        pytest.param(NIGHT, "2026-11-27T05:00+00:00", False, id="the night before"),
        pytest.param(HOLIDAYS, "2026-12-20T00:00+00:00", True, id="the first day"),
        pytest.param(HOLIDAYS, "2027-01-02T23:59+00:00", True, id="the last day"),
        pytest.param(HOLIDAYS, "2027-01-03T00:00+00:00", False, id="afterwards"),
    ],
)
def test_find_freeze(freeze: Freeze, moment: str, is_frozen: bool) -> None:
    found = find_freeze(Policy(freeze=(freeze,)), datetime.datetime.fromisoformat(moment))
    assert found == (freeze if is_frozen else None)


def test_freeze_text() -> None:
    assert freeze_text(EVENING) == "fri 16:00 to 24:00 (Europe/Berlin)"
    assert freeze_text(HOLIDAYS) == "2026-12-20 to 2027-01-02 (UTC)"
