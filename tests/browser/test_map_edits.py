"""Moves on the map, and what they make of migration.yaml: every byte that is not meant stays."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from migrator.grouping.homes import homes_of
from migrator.model.ownership import service_of_module
from migrator.model.plan import Monolith, Pin
from migrator.model.plan_file import load_plan
from migrator.model.program import AccessMode, Function, Program, Table
from migrator.reporting.map_html import render_map
from migrator.usecases.map import draw_chart
from migrator.usecases.plan import make_plan
from tests.browser.chromium import open_browser, open_page
from tests.programs import access, at, call, module, route

pytestmark = pytest.mark.slow

ORDERS, TASKS, VIEWS = "shop.orders", "shop.orders.tasks", "shop.orders.views"
PEOPLE, TEXT = "shop.people.views", "shop.text"
FUNCTIONS = (f"{TASKS}:notify", f"{VIEWS}:show", f"{PEOPLE}:show", f"{TEXT}:cut")
SHOP = Program(
    root="shop",
    modules=tuple(
        msgspec.structs.replace(module(name), is_package=name == ORDERS)
        for name in (ORDERS, TASKS, VIEWS, PEOPLE, TEXT)
    ),
    functions=tuple(Function(name, at(name.partition(":")[0]), 9) for name in FUNCTIONS),
    calls=(call(f"{VIEWS}:show", f"{TASKS}:notify"), call(f"{PEOPLE}:show", f"{TEXT}:cut")),
    entry_points=(
        route("GET", "/orders", f"{VIEWS}:show"),
        route("GET", "/people", f"{PEOPLE}:show"),
        route("GET", "/text", f"{TEXT}:cut"),
    ),
    tables=(Table("order", f"{ORDERS}:Order", at(ORDERS)),),
    accesses=(access("order", AccessMode.WRITE, f"{VIEWS}:show"),),
)
PLAN = """\
# Ours.
version: 1
monolith: {source: .}

services:
  - name: orders   # the first to go
    modules:
      - shop.orders
      # people ask for it
      - shop.text  # "from 2019"
    entry_points:
      - 'GET /orders'
      - GET /text
    owns: [order]
    granularity: per service
  - name: people
    modules:
    - shop.people
    entry_points:
    - GET /people
    owns: []
    calls:
      - {to: shop.text:cut, mode: remote}  # for now
shared: []

waivers: []   # none, for now
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with open_page(browser) as opened:
        yield opened


def open_map(page: Page, folder: Path, text: str) -> None:
    file = folder / "migration.yaml"
    file.write_text(text)
    chart = draw_chart(SHOP, folder, file)
    assert chart.text == text  # nothing that `migrate plan` would add
    (folder / "map.html").write_text(render_map(chart))
    page.goto((folder / "map.html").as_uri())
    page.wait_for_function("window.migrateMap")


def move(page: Page, name: str, area: str) -> str:
    """Move a module, or a table; return the text of the plan afterwards."""
    text: str = page.evaluate(
        """([name, area]) => {
            const { program, move } = migrateMap;
            const table = program.tables.find((one) => one.name === name);
            const box = program.numberOfModule.get(name);
            move(box ?? program.boxOfTable(table.number), area);
            return migrateMap.text;
        }""",
        [name, area],
    )
    return text


def check(text: str, moved: dict[str, str]) -> None:
    """`migrate plan` adds calls at most; modules are where they were, but for those that moved."""
    planned = make_plan(SHOP, text, file="migration.yaml", monolith=Monolith())
    assert [one for one in planned.added if "call" not in one and "shared" not in one] == []
    assert homes(text) == {**homes(PLAN), **moved}


def homes(text: str) -> dict[str, str]:
    plan = load_plan(text)
    found = {one.name: service_of_module(one.name, plan) for one in SHOP.modules}
    return {name: service.name if service else "" for name, service in found.items()}


MOVES = [
    pytest.param(
        TASKS,
        "people",
        [("    - shop.people\n", "    - shop.people\n    - shop.orders.tasks\n")],
        id="a module out of a package",
    ),
    pytest.param(
        VIEWS,
        "people",
        [
            ("    - shop.people\n", "    - shop.people\n    - shop.orders.views\n"),
            ("      - 'GET /orders'\n", ""),
            ("    - GET /people\n", "    - GET /people\n    - 'GET /orders'\n"),
        ],
        id="entry points go along, as they were written",
    ),
    pytest.param(
        TEXT,
        "people",
        [
            ('      - shop.text  # "from 2019"\n', ""),
            (
                "    - shop.people\n",
                '    - shop.people\n    - shop.text  # "from 2019"\n',
            ),
            ("      - GET /text\n", ""),
            ("    - GET /people\n", "    - GET /people\n    - GET /text\n"),
            (
                "    calls:\n      - {to: shop.text:cut, mode: remote}  # for now\n",
                "    calls: []\n",
            ),
        ],
        id="a line goes with its comment",
    ),
    pytest.param(
        ORDERS,
        " shared",
        [
            ("      - shop.orders\n", ""),
            ('2019"\n', '2019"\n      - shop.orders.tasks\n      - shop.orders.views\n'),
            ("shared: []\n", "shared:\n  - shop.orders\n"),
        ],
        id="a package goes without what is in it",
    ),
]


@pytest.mark.parametrize(("name", "area", "edits"), MOVES)
def test_moves(
    page: Page, tmp_path: Path, name: str, area: str, edits: list[tuple[str, str]]
) -> None:
    open_map(page, tmp_path, PLAN)
    text = move(page, name, area)
    expected = PLAN
    for before, after in edits:
        assert before in expected
        expected = expected.replace(before, after, 1)
    assert text == expected
    check(text, {name: "" if area == " shared" else area})
    page.keyboard.press("u")
    assert page.evaluate("migrateMap.text") == PLAN


def test_a_move_there_and_back_says_what_it_said(page: Page, tmp_path: Path) -> None:
    open_map(page, tmp_path, PLAN)
    move(page, TASKS, "people")
    assert move(page, TASKS, "orders") == PLAN


def test_the_last_module_of_a_service_and_a_list_in_brackets(page: Page, tmp_path: Path) -> None:
    text = PLAN.replace("    modules:\n    - shop.people\n", "    modules: [shop.people.views]\n")
    open_map(page, tmp_path, text)
    moved = move(page, PEOPLE, "orders")
    assert "# Ours." in moved
    assert "# none, for now" in moved
    check(moved, {PEOPLE: "orders"})
    plan = load_plan(moved)
    assert [service.modules for service in plan.services] == [
        ("shop.orders", "shop.text", PEOPLE),
        (),
    ]


def test_a_table_changes_its_owner(page: Page, tmp_path: Path) -> None:
    open_map(page, tmp_path, PLAN)
    plan = load_plan(move(page, "order", "people"))
    assert [(service.owns, service.reads) for service in plan.services] == [
        ((), ("order",)),
        (("order",), ()),
    ]


def pin(page: Page, name: str, service: str) -> str:
    text: str = page.evaluate(
        """([name, service]) => {
            const { program, pin } = migrateMap;
            pin(program.functions.find((one) => one.full === name).number, service);
            return migrateMap.text;
        }""",
        [name, service],
    )
    return text


PINNED = """\
constraints:
  together: []
  pinned:
    - {name: shop.text:cut, service: orders}   # as ever
  apart: []
"""


@pytest.mark.parametrize("constraints", ["", "constraints:\n  pinned: []\n", PINNED])
def test_a_function_is_pinned_and_moves_alone(
    page: Page, tmp_path: Path, constraints: str
) -> None:
    open_map(page, tmp_path, PLAN + constraints)
    text = pin(page, f"{VIEWS}:show", "people")
    plan, old = load_plan(text), load_plan(PLAN + constraints)
    assert plan.constraints.pinned == (*old.constraints.pinned, Pin(f"{VIEWS}:show", "people"))
    assert [service.modules for service in plan.services] == [s.modules for s in old.services]
    assert [service.entry_points for service in plan.services] == [
        ("GET /text",),
        ("GET /people", "GET /orders"),
    ]
    assert "# none, for now" in text
    assert ("# as ever" in text) is ("# as ever" in constraints)
    homes = homes_of(SHOP, plan)
    moved = {name for name, home in homes_of(SHOP, old).items() if homes[name] != home}
    assert moved == {f"{VIEWS}:show"}
    assert load_plan(pin(page, f"{VIEWS}:show", "orders")).constraints == old.constraints


REFUSED = [
    pytest.param(VIEWS, " shared", "", "it answers GET /orders: only a service can", id="shared"),
    pytest.param(TASKS, " nowhere", "", "lies in a package that a service has", id="nowhere"),
    pytest.param("order", " shared", "", "a table is owned by a service", id="shared table"),
    pytest.param(
        TASKS,
        "people",
        "constraints:\n  pinned:\n    - {name: shop.orders, service: orders}\n",
        "shop.orders is pinned to orders: change constraints.pinned",
        id="pinned",
    ),
    pytest.param(
        TASKS,
        "people",
        "constraints:\n  apart:\n    - [shop.orders.tasks, shop.people]\n",
        "shop.orders.tasks and shop.people must be apart: people would have both",
        id="apart",
    ),
]


@pytest.mark.parametrize(("name", "area", "constraints", "reason"), REFUSED)
def test_what_cannot_be(
    page: Page, tmp_path: Path, name: str, area: str, constraints: str, reason: str
) -> None:
    open_map(page, tmp_path, PLAN + constraints)
    assert move(page, name, area) == PLAN + constraints
    expect(page.locator("#news.trouble")).to_contain_text(f"{name} stays: ")
    expect(page.locator("#news.trouble")).to_contain_text(reason)
