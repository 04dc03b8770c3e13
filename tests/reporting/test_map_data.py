"""What the page of a map is given: names once, rows by position."""

from pathlib import Path

import msgspec

from migrator.model.effects import HiddenEdge
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import AccessMode, Import, Module, Program, Table
from migrator.model.report import Analysis
from migrator.reporting import html_shape
from migrator.reporting import map_shape as shape
from migrator.reporting.map_areas import area_data
from migrator.reporting.map_data import build_map
from migrator.usecases.map import draw_chart
from tests.programs import SHOP, access, at, call, file_of, route

ORDERS, PEOPLE = "shop.orders", "shop.people"
SMALL = Program(
    root="shop",
    modules=(
        Module(
            ORDERS,
            file_of(ORDERS),
            10,
            imports=(Import(PEOPLE, "find", "find", 2), Import(PEOPLE, "Person", "Person", 2)),
        ),
        Module(PEOPLE, file_of(PEOPLE), 20),
    ),
    calls=(
        call(f"{ORDERS}:show", f"{PEOPLE}:find", 5),
        call(f"{ORDERS}:show", f"{PEOPLE}:find", 9),
    ),
    entry_points=(route("GET", "/orders", f"{ORDERS}:show"),),
    tables=(Table("person", f"{PEOPLE}:Person", at(PEOPLE, 3)),),
    accesses=(access("person", AccessMode.WRITE, f"{ORDERS}:show"),),
    hidden_edges=(
        HiddenEdge("foreign-key", f"{ORDERS}:Order", "person", at(ORDERS, 4)),
        HiddenEdge("session-key", f"{ORDERS}:show", "cart", at(ORDERS, 6)),
    ),
)


def test_rows(tmp_path: Path) -> None:
    data = build_map(draw_chart(SMALL, tmp_path, tmp_path / "migration.yaml"))
    functions = [f"{SMALL.modules[row.module].name}:{row.name}" for row in data.functions]
    show, find = functions.index(f"{ORDERS}:show"), functions.index(f"{PEOPLE}:find")
    assert functions == sorted(functions)
    assert data.files == ("shop/orders.py", "shop/people.py")
    assert data.modules == (shape.ModuleRow(ORDERS, 0, 10), shape.ModuleRow(PEOPLE, 1, 20))
    assert data.tables == (shape.TableRow("person", 1, 3, f"{PEOPLE}:Person"),)
    assert data.entries == (shape.EntryRow("GET /orders", show),)
    assert data.calls == (shape.CallRow(show, find, 2, 0, 5),)
    assert data.imports == (shape.ImportRow(0, 1, 2, "find, Person"),)
    assert data.accesses == (shape.AccessRow(show, 0, 1, 1, 0, 1),)
    assert data.hidden == ()  # neither end is a function that runs, or a table and one
    (tie,) = (tie for tie in data.ties if (tie.one, tie.other) == (0, 1))
    said = {data.signals[one.signal]: one for one in tie.evidence}
    assert said["calls"].facts == (shape.FactRow(show, find, 0, 5),)
    assert tie.weight > 0


def test_the_same_program_gives_the_same_data(tmp_path: Path) -> None:
    chart = draw_chart(SHOP, tmp_path, tmp_path / "migration.yaml")
    first, second = (msgspec.json.encode(build_map(chart)) for _ in range(2))
    assert first == second


PLAN = MigrationPlan(
    services=(
        Service("orders", modules=(ORDERS,), entry_points=("GET /orders",)),
        Service("people", modules=(PEOPLE,), owns=("person",)),
    )
)


def test_areas_of_the_report() -> None:
    analysis = Analysis(program=SMALL, entry_points=(), findings=(), fixes=(), plan=PLAN)
    links = {"calls": 2, "writes": 1, "keys": 1}
    assert area_data(analysis) == html_shape.AreasData(
        areas=(html_shape.AreaRow("orders", 1, 0), html_shape.AreaRow("people", 1, 1)),
        links=(html_shape.AreaLinkRow(0, 1, links),),
    )
    alone = MigrationPlan(services=PLAN.services[:1])
    assert area_data(msgspec.structs.replace(analysis, plan=alone)) is None
