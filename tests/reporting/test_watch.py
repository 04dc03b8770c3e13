import datetime
import math

import pytest

from migrator.model.cutover import Mode, Policy, Route
from migrator.reporting.page import Page
from migrator.reporting.watch import Trend, sparkline, watch_lines, watch_table
from migrator.routing.decide import Decision, Ledger, Metric, Outcome
from migrator.routing.evidence import Step
from migrator.routing.statistics import Counts
from migrator.usecases.watch import Look, Seen

AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)


def look(bad: int, requests: int, *, began_at: float = 0, done: str = "") -> Look:
    route = Route("get-a", "GET", "/a", "orders", Mode.CANARY, 5)
    ledger = Ledger(Metric().after(Counts(20 * requests, 2), Counts(requests, bad)))
    outcome = Outcome.ROLLBACK if bad > 5 else Outcome.HOLD
    decision = Decision(outcome, (f"{bad} failed",))
    step = Step("get-a", 5, began_at, ledger)
    return Look((Seen(route, step, decision, done),), answers=100, garbage=2)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param((), "", id="nothing yet"),
        pytest.param((0, 0), "▁▁", id="none fails"),
        pytest.param((0, 0.01, math.nan, 0.1), "▁▂ █", id="a blank where nobody came"),
        pytest.param((0, 0.5, 1), "▁▅█", id="up to the highest"),
    ],
)
def test_sparkline(values: tuple[float, ...], expected: str) -> None:
    assert sparkline(values) == expected


def test_a_trend_has_what_was_new_at_each_look() -> None:
    trend = Trend()
    for one in (look(0, 100), look(10, 200), look(10, 200), look(1, 300, began_at=7)):
        trend.add(one)
    assert trend.line("get-a") == "▁█ ▁"


def test_the_table_fits_and_says_why() -> None:
    trend = Trend()
    trend.add(look(9, 90))
    text = Page(width=110).draw(watch_table(look(9, 90, done="5 % -> 0 %"), Policy(), trend))
    assert max(map(len, text.splitlines())) <= 110
    words = " ".join(text.split())
    assert "100 new answers, 2 lines of garbage" in words
    for word in (
        "get-a",
        "5 %",
        "9 of 90",
        "2 of 1800",
        "█",
        "errors 100%",
        "slow 0%",
        "rollback",
    ):
        assert word in words


def test_lines_for_a_log() -> None:
    assert list(watch_lines(look(9, 90, done="5 % -> 0 %"), AT)) == [
        "2026-11-28T12:00:00+00:00 get-a 5 %: rollback, 5 % -> 0 %: 9 failed"
    ]
