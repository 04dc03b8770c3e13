"""What an entry point, or a service, reaches, against a number."""

import msgspec
import pytest

from migrator.model.location import Location
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import (
    Command,
    ConfigRead,
    EntryPoint,
    Function,
    Import,
    Module,
    Program,
)
from migrator.rules.conditions import Conditions, find_matches
from migrator.rules.conditions.extents import ReachesOf
from migrator.rules.index import Index
from migrator.rules.match import Match
from tests.programs import at, call, file_of, module, route

PROGRAM = Program(
    root="shop",
    modules=(
        module("shop"),
        module("shop.orders", "shop.models", "shop.settings"),
        module("shop.rates"),
        module("shop.models", "shop.base"),
        module("shop.base"),
        module("shop.settings"),
        Module(
            "shop.late", file_of("shop.late"), 10, imports=(Import("shop.base", "", "", 1, "f"),)
        ),
    ),
    functions=(
        Function("shop.orders:index", at("shop.orders"), 9),
        Function("shop.orders:last", at("shop.orders", 5), 9),
        Function("shop.rates:index", at("shop.rates"), 9),
        Function("shop.models:load", at("shop.models"), 9),
        Function("shop.late:f", at("shop.late"), 9),
        Function("shop.settings:Settings", at("shop.settings"), 9, "class"),
    ),
    entry_points=(
        route("GET", "/orders", "shop.orders:index"),
        route("GET", "/orders/last", "shop.orders:last", 5),
        route("GET", "/rates", "shop.rates:index"),
        EntryPoint(Command("tidy"), "shop.rates:index", at("shop.rates"), "click"),
    ),
    calls=(call("shop.orders:index", "shop.models:load"),),
    config_reads=(
        ConfigRead("A" * 10, "shop.settings:", at("shop.settings", 1)),
        ConfigRead("B" * 10, "shop.settings:Settings", at("shop.settings", 2), store="pydantic"),
        ConfigRead("C" * 10, "shop.settings:", at("shop.settings", 3), store="django"),
        ConfigRead("D" * 10, "shop.models:load", at("shop.models", 3)),
        ConfigRead("E" * 10, "shop.models:unused", at("shop.models", 4)),
        ConfigRead("A" * 10, "shop.rates:index", at("shop.rates", 3)),
    ),
)
PLAN = MigrationPlan(
    services=(
        Service("orders", entry_points=("GET /orders", "GET /orders/last")),
        Service("rates", entry_points=("GET /rates",)),
    )
)


def found(condition: ReachesOf, plan: MigrationPlan | None = PLAN) -> list[tuple[str, str, int]]:
    """List what is found: its name, the size and how many entry points it is a matter of."""
    matches = find_matches(Conditions(reaches=(condition,)), Index(PROGRAM, plan))
    return sorted((one.name, one.value, len(one.labels)) for one in matches)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # What is loaded: the modules of what runs, what these import, and the packages.
        (
            ReachesOf("modules", 0),
            [
                ("GET /orders", "5", 1),
                ("GET /orders/last", "5", 1),
                ("GET /rates", "2", 1),
                ("command tidy", "2", 1),
            ],
        ),
        (ReachesOf("modules", 60, share=True, by="service"), [("orders", "71", 2)]),
        (ReachesOf("modules", 60, share=True, at_least=6, by="service"), []),
        # Each variable is its name and 32 bytes; other stores are no variables.
        (
            ReachesOf("environment_bytes", 0, by="service"),
            [("orders", "126", 2), ("rates", "42", 1)],
        ),
        (ReachesOf("environment_bytes", 100), [("GET /orders", "126", 1)]),
        (ReachesOf("environment_bytes", 0, by="service", once=True), [("orders", "126", 3)]),
        (ReachesOf("routes", 1, by="service"), [("orders", "2", 2)]),
        (ReachesOf("functions", 2, by="service"), [("orders", "3", 2)]),
        (ReachesOf("functions", 3, by="service"), []),
    ],
)
def test_what_is_reached(condition: ReachesOf, expected: list[tuple[str, str, int]]) -> None:
    assert found(condition) == expected


def test_what_is_in_no_service_counts_as_one() -> None:
    assert found(ReachesOf("routes", 2, by="service"), None) == [("the monolith", "3", 3)]


def test_a_service_is_found_at_its_first_entry_point() -> None:
    (match,) = find_matches(
        Conditions(reaches=(ReachesOf("routes", 1, by="service"),)), Index(PROGRAM, PLAN)
    )
    assert match == Match(
        Location("shop/orders.py", 1),
        "orders",
        ("shop.orders:index", "shop.orders:last"),
        "2",
        ("GET /orders", "GET /orders/last"),
    )


def test_imports_in_functions_load_nothing() -> None:
    late = route("GET", "/late", "shop.late:f")
    program = msgspec.structs.replace(PROGRAM, entry_points=(late,))
    matches = find_matches(Conditions(reaches=(ReachesOf("modules", 0),)), Index(program))
    assert [one.value for one in matches] == ["2"]
