"""What ties things to services, and what would move them."""

from functools import cache

import msgspec
import pytest

from migrator.errors import UnknownNameError
from migrator.grouping import Study, propose
from migrator.model.explanation import (
    Bond,
    Change,
    Cited,
    Explanation,
    Move,
    Pull,
    SignalPull,
    Subject,
)
from migrator.model.location import Location
from migrator.model.plan import MigrationPlan, Pin
from migrator.model.program import Unresolved
from migrator.model.strict_yaml import parse
from migrator.usecases.explain import explain
from tests.programs import SHOP, at

FILE = "migration.yaml"


@cache
def proposed() -> MigrationPlan:
    return propose(SHOP)


def explained(thing: str, plan: MigrationPlan | None = None, text: str = "") -> Explanation:
    written = (FILE, parse(text, file=FILE)) if text else None
    (found,) = explain(thing, Study(SHOP), plan or proposed(), written)
    return found


@pytest.mark.parametrize(
    ("thing", "subject"),
    [
        ("POST /orders", Subject("entry point", "POST /orders", "orders")),
        ("/orders/{id}", Subject("entry point", "GET /orders/{id}", "orders")),
        ("task shop.notify", Subject("entry point", "task shop.notify", "orders")),
        ("orders", Subject("service", "orders", "orders")),
        ("service orders", Subject("service", "orders", "orders")),
        ("table order", Subject("table", "order", "orders")),
        ("shop.orders", Subject("module", "shop.orders", "orders")),
        ("module shop.mail", Subject("module", "shop.mail", "orders")),
        ("shop.mail:send", Subject("function", "shop.mail:send", "orders")),
        (
            "orders -> customers",
            Subject(
                "edge",
                "orders -> customers",
                ends=(
                    Subject("service", "orders", "orders"),
                    Subject("service", "customers", "customers"),
                ),
            ),
        ),
    ],
)
def test_what_a_person_may_ask_about(thing: str, subject: Subject) -> None:
    assert explained(thing).subject == subject


@pytest.mark.parametrize(
    ("thing", "near"),
    [
        ("table ordr", "did you mean 'order'?"),
        ("orders -> custmers", "did you mean 'customers'?"),
        ("shop.mail:sent", "did you mean 'shop.mail:send'?"),
        ("???", "name a route, module, function, table or service; see migrate analyze"),
    ],
)
def test_unknown_names_say_what_is_near(thing: str, near: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        explained(thing)
    assert caught.value.hint == near


def test_a_table_is_where_most_ties_it() -> None:
    reading = Bond("shop.orders.views:create", "table customer", 0.1875, at("shop.orders.views"))
    showing = msgspec.structs.replace(
        reading, one="shop.customers.views:show", location=at("shop.customers.views")
    )
    declared = Bond(
        "shop.customers.models:Customer", "table customer", 3.0, at("shop.customers.models", 3)
    )
    found = explained("table customer")
    own, other = found.pulls
    assert other == Pull("orders", 0.19, (SignalPull("tables", 0.19, (reading,)),))
    assert own.service == "customers"
    assert own.signals[0] == SignalPull("tables", 2.25, (declared, showing))
    assert found.moves == (Move("orders", "list it in owns of orders instead", ("tables",)),)


def test_what_a_move_does_to_the_plan() -> None:
    found = explained("shop.mail:send", MigrationPlan(services=proposed().services))
    assert found.pulls[0].service == "orders"
    plan = propose(
        SHOP,
        MigrationPlan(
            constraints=msgspec.structs.replace(
                MigrationPlan().constraints, pinned=(Pin("shop.mail:send", "customers"),)
            )
        ),
    )
    moved = explained("shop.mail:send", plan)
    assert moved.subject.service == "customers"
    (move,) = moved.moves
    assert (move.service, move.without) == ("orders", ())
    assert move.how == 'pinned: [{name: "shop.mail:send", service: orders}]'
    assert Change("calls", 2, 0) in move.changes


def test_placed_by_lines_of_the_plan() -> None:
    text = """\
services:
  - name: orders
    modules:
      - shop.orders
    entry_points:
      - POST /orders
constraints:
  pinned:
    - {name: "shop.mail:send", service: orders}
"""
    plan = propose(SHOP, msgspec.convert(parse(text, file=FILE).plain(), MigrationPlan))
    assert explained("POST /orders", plan, text).placed == (
        Cited("listed in entry_points of orders", Location(FILE, 6)),
        Cited("shop.orders.views is a module of orders, as shop.orders", Location(FILE, 4)),
    )
    assert explained("shop.mail:send", plan, text).placed == (
        Cited("pinned to orders", Location(FILE, 9)),
    )
    assert explained("GET /customers/{id}", plan, text).placed == (
        Cited("proposed in entry_points of customers"),
        Cited("shop.customers.views is a module of customers, as shop.customers"),
    )


def test_an_edge_has_the_facts_of_both_directions() -> None:
    found = explained("shop.orders.views:create -> shop.mail")
    assert found.bonds == (
        SignalPull(
            "calls",
            0.5,
            (
                Bond(
                    "shop.orders.views:create", "shop.mail:send", 0.5, at("shop.orders.views", 22)
                ),
            ),
        ),
    )
    assert explained("shop.mail -> shop.orders.views:create").bonds == found.bonds


def test_what_could_not_be_read_is_told_where_it_stands() -> None:
    seen = explained("shop.app")
    assert seen.unseen == (Unresolved("Flask route with a computed path", at("shop.app", 7)),)
    assert explained("orders").unseen == ()
