"""Tasks and schedules of cutover.yaml: one side runs each."""

import json
from pathlib import Path

import pytest

from migrator.adapters.history import History
from migrator.errors import PlanError, UnknownNameError
from migrator.model.cutover import Author, Mode
from migrator.routing.consumers import with_consumers
from migrator.routing.load import load_cutover
from migrator.usecases.cutover import Shift, advance, load, render, rollback, status
from tests.usecases.test_races import Operator

ANN = Author("ann", "2026-11-28T12:00:00+00:00", "why")
TEXT = """\
version: 1
origins: {monolith: "http://m", services: {orders: "http://o", mail: "http://e"}}
routes:
  - {id: get-a, method: GET, path: /a, service: orders, mode: canary, percent: 5}
tasks:
  # the busy one
  - {name: shop.orders.ship, service: orders, queue: orders-tasks}
  - {name: shop.mail.send, service: mail, mode: service}
schedules:
  - {name: nightly, service: orders}
"""


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "cutover.yaml").write_text(TEXT)
    return Operator(folder, History(tmp_path / "state.db"))


def moves(shift: Shift) -> list[tuple[str, Mode, Mode, str]]:
    return [(one.route, one.from_mode, one.to_mode, one.reason) for one in shift.changes]


def modes(operator: Operator) -> dict[str, str]:
    found = status(operator.place, operator.outside).consumers
    return {f"{one.kind} {one.name}": one.mode.value for one in found}


def test_one_moves_as_a_whole_and_back_and_the_history_knows(operator: Operator) -> None:
    there = advance(operator.place, operator.outside, ANN, "nightly", None)
    assert moves(there) == [("nightly", Mode.MONOLITH, Mode.SERVICE, "why")]
    assert operator.place.file.read_text() == TEXT.replace(
        "{name: nightly, service: orders}", "{name: nightly, service: orders, mode: service}"
    )
    back = rollback(operator.place, operator.outside, ANN, "nightly")
    assert moves(back) == [("nightly", Mode.SERVICE, Mode.MONOLITH, "why")]
    assert [(who, name) for who, name, _ in operator.log()] == [("ann", "nightly")] * 2
    assert load(operator.place.file)[1].routes[0].share == 5


def test_an_extraction_adds_what_is_not_there_yet() -> None:
    tasks, schedules = ("shop.orders.count", "shop.orders.ship"), ("nightly", "hourly")
    added = with_consumers(TEXT, "orders", "shop-orders-prod-tasks", tasks, schedules)
    assert (
        added
        == TEXT.replace(
            "schedules:",
            "  - {name: shop.orders.count, service: orders, mode: monolith, "
            "queue: shop-orders-prod-tasks}\nschedules:",
        )
        + "  - {name: hourly, service: orders, mode: monolith}\n"
    )
    assert with_consumers(added, "orders", "other", tasks, schedules) == added


def test_what_another_service_has_is_refused() -> None:
    with pytest.raises(PlanError, match="send belongs to service 'mail'") as caught:
        with_consumers(TEXT, "orders", "tasks", ("shop.mail.send",), ())
    assert "remove it from 'mail' in cutover.yaml" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(None, ["get-a", "shop.mail.send"], id="all"),
        pytest.param("mail", ["shop.mail.send"], id="a service without routes"),
        pytest.param("orders", ["get-a"], id="a service"),
        pytest.param("get-a", ["get-a"], id="a route"),
        pytest.param("shop.mail.send", ["shop.mail.send"], id="a task"),
    ],
)
def test_rollback(operator: Operator, name: str | None, expected: list[str]) -> None:
    shift = rollback(operator.place, operator.outside, ANN, name)
    assert [one.route for one in shift.changes] == expected


def test_advancing_a_service_leaves_its_tasks_alone(operator: Operator) -> None:
    advance(operator.place, operator.outside, ANN, "orders", 100)
    assert modes(operator) == {
        "task shop.orders.ship": "monolith",
        "task shop.mail.send": "service",
        "schedule nightly": "monolith",
    }


def test_the_monolith_reads_where_tasks_go_and_which_schedules_are_its_own(
    operator: Operator,
) -> None:
    advance(operator.place, operator.outside, ANN, "shop.orders.ship", None)
    render(operator.place, operator.outside)
    assert json.loads((operator.place.run_dir / "consumers.json").read_text()) == {
        "task_routes": {
            "shop.mail.send": {"queue": "mail"},
            "shop.orders.ship": {"queue": "orders-tasks"},
        },
        "schedules": {"nightly": "monolith"},
    }


def test_there_is_no_percentage_and_no_other_name(operator: Operator) -> None:
    with pytest.raises(PlanError, match="nightly has no visitors: it moves as a whole"):
        advance(operator.place, operator.outside, ANN, "nightly", 25)
    with pytest.raises(UnknownNameError):
        advance(operator.place, operator.outside, ANN, "nightli", None)
    assert operator.place.file.read_text() == TEXT


def test_one_schedule_cannot_be_run_by_two() -> None:
    twice = (
        TEXT
        + "  - {name: nightly, service: mail, mode: service}\n"
        + "  - {name: mail, service: mial, mode: both}\n"
    )
    with pytest.raises(PlanError) as caught:
        load_cutover(twice, file="cutover.yaml")
    assert str(caught.value).splitlines() == [
        "cutover.yaml:11: 'nightly' is already on line 10: one side runs it, not two",
        "cutover.yaml:12: 'mail' is a service: call it something else",
        "cutover.yaml:12: invalid enum value 'both' (one of monolith, service)",
        "cutover.yaml:12: unknown service 'mial' (did you mean 'mail'?)",
    ]
