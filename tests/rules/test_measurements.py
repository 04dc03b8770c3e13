"""The condition ``traffic``, and the rules that need it."""

from pathlib import Path

import msgspec
import pytest

from migrator.errors import PlanError
from migrator.model.report import Circumstances
from migrator.model.traffic import Durations, EntryTraffic, Traffic
from migrator.rules.conditions.measurements import TrafficOf
from migrator.rules.engine import evaluate
from migrator.rules.load import load_rules
from migrator.rules.rule import Rule, When, Within
from migrator.usecases.analyze import assess
from tests.programs import SHOP
from tests.rules.test_engine import rule
from tests.rules.test_load import GOOD, write

SHOW, CREATE, NOTIFY = "GET /orders/{id}", "POST /orders", "task shop.notify"
LARGE = 7 * 1024**2
TRAFFIC = Traffic(
    requests=2_000_000,
    entry_points=(
        EntryTraffic(
            SHOW, 1_728_000, 100, (("2xx", 90), ("5xx", 10)), Durations(0.25, 1, 31, 40), LARGE
        ),
        EntryTraffic(CREATE, 10, None, (), None, None),
        EntryTraffic(NOTIFY, 5, 1, (), Durations(300, 500, 800, 901)),
    ),
    first="2026-11-20T00:00:00Z",
    last="2026-11-22T00:00:00Z",
)
IDLE = "GET /customers/{id}"


def asking(*asked: TrafficOf, within: Within = Within.ENTRY_POINT) -> Rule:
    return rule(When(traffic=asked, within=within), message="{name}: {value}")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (TrafficOf("p50", more_than=1), [f"{NOTIFY}: 300.0 seconds"]),
        (TrafficOf("p95", more_than=0.5, kind=("http",)), [f"{SHOW}: 1.0 seconds"]),
        (
            TrafficOf("p99", more_than_limit="http-api-timeout"),
            [f"{NOTIFY}: 800.0 seconds", f"{SHOW}: 31.0 seconds"],
        ),
        (TrafficOf("longest", more_than_limit="lambda-timeout"), [f"{NOTIFY}: 901.0 seconds"]),
        (TrafficOf("longest", more_than_limit="lambda-timeout", kind=("http",)), []),
        (TrafficOf("requests", more_than=9, less_than=11), [f"{CREATE}: 10"]),
        (TrafficOf("requests", less_than=1), [f"{IDLE}: 0"]),
        (TrafficOf("peak_rate", more_than=99), [f"{SHOW}: 100.0 requests per second"]),
        (
            TrafficOf("largest_response", more_than_limit="lambda-response"),
            [f"{SHOW}: 7.0 MB"],
        ),
        (TrafficOf("server_errors", more_than=5), [f"{SHOW}: 10.0 %"]),
        (TrafficOf("concurrency", more_than=99), [f"{NOTIFY}: 500.0", f"{SHOW}: 100.0"]),
        (
            TrafficOf("concurrency", more_than_limit="lambda-concurrency", share=20),
            [f"{NOTIFY}: 500.0"],
        ),
        (TrafficOf("busy", more_than=2), [f"{SHOW}: 2.5"]),
    ],
)
def test_what_is_measured(asked: TrafficOf, found: list[str]) -> None:
    findings = evaluate(SHOP, [asking(asked)], traffic=TRAFFIC)
    assert [finding.message for finding in findings] == found


def test_a_finding_is_a_matter_of_its_entry_point() -> None:
    (found,) = evaluate(SHOP, [asking(TrafficOf("p99", ("http",), 30))], traffic=TRAFFIC)
    assert (str(found.location), found.entry_points, found.function) == (
        "shop/orders/views.py:10",
        (SHOW,),
        "shop.orders.views:show",
    )


def test_all_together_are_found_once_for_nobody_in_particular() -> None:
    asked = TrafficOf("concurrency", more_than=550, together=True)
    (found,) = evaluate(SHOP, [asking(asked, within=Within.ANYWHERE)], traffic=TRAFFIC)
    assert (found.message, str(found.location), found.entry_points) == (
        "all entry points together: 600.0",
        "shop/orders/tasks.py:1",
        (),
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [("", ""), ("2026-11-20T00:00:00Z", "2026-11-20T08:00:00Z")],
)
def test_a_log_of_some_hours_does_not_say_what_is_always_busy(first: str, last: str) -> None:
    short = msgspec.structs.replace(TRAFFIC, first=first, last=last)
    assert evaluate(SHOP, [asking(TrafficOf("busy", more_than=0))], traffic=short) == ()


@pytest.mark.parametrize("traffic", [None, Traffic(requests=9, unmatched_requests=9)])
def test_nothing_is_idle_where_no_request_is_known(traffic: Traffic | None) -> None:
    assert evaluate(SHOP, [asking(TrafficOf("requests", less_than=1))], traffic=traffic) == ()


def test_rules_that_need_a_log_are_named_where_there_is_none() -> None:
    slow = TrafficOf("p99", more_than=30)
    rules = [
        msgspec.structs.replace(asking(slow), id="a/slow"),
        rule(When(unless=When(traffic=(slow,))), id="b/unless"),
        rule(When(), id="c/other"),
    ]
    assert assess(SHOP, rules).unanswered == ("a/slow", "b/unless")
    assert assess(SHOP, rules, circumstances=Circumstances(traffic=TRAFFIC)).unanswered == ()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("{metric: p98, more_than: 1}", "unknown metric 'p98'"),
        (
            "{metric: p99, more_than_limit: lambda-timout}",
            "unknown limit 'lambda-timout' (did you mean 'lambda-timeout'?)",
        ),
        ("{metric: p99}", "needs more_than, more_than_limit or less_than"),
    ],
)
def test_mistakes(tmp_path: Path, asked: str, message: str) -> None:
    text = GOOD.partition("when:")[0] + f"when: {{traffic: [{asked}]}}\n"
    write(tmp_path, "state/one.yaml", text)
    with pytest.raises(PlanError) as error:
        load_rules(tmp_path)
    assert f"traffic: {message}" in str(error.value)
