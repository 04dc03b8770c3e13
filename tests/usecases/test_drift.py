"""What changed in the monolith since its plan was written."""

import msgspec
import pytest

from migrator.model.drift import Change
from migrator.model.location import Location
from migrator.model.plan import Monolith
from migrator.model.plan_file import load_plan
from migrator.model.program import AccessMode, Program, Table
from migrator.usecases.drift import find_drift
from migrator.usecases.gone import REMEDY
from migrator.usecases.plan import make_plan
from tests.programs import SHOP, access, at, call, route

FILE = "m.yaml"
WRITTEN = make_plan(SHOP, "", file=FILE, monolith=Monolith()).text


def drift(program: Program, text: str = WRITTEN) -> tuple[Change, ...]:
    return find_drift(program, load_plan(text, file=FILE), text, file=FILE)


def with_more(**facts: object) -> Program:
    """The shop with more facts of some kinds."""
    more = {name: (*getattr(SHOP, name), *new) for name, new in facts.items()}  # type: ignore[misc]
    return msgspec.structs.replace(SHOP, **more)


def test_nothing_changed() -> None:
    assert drift(SHOP) == ()


NEW = route("GET", "/orders", "shop.orders.views:index", 40)
BASKET = Table("basket", "shop.orders.models:Basket", at("shop.orders.models", 9))
PUT = access("basket", AccessMode.WRITE, "shop.orders.views:create")


@pytest.mark.parametrize(
    ("program", "change"),
    [
        (
            with_more(entry_points=(NEW,)),
            Change(
                "entry-point-without-service",
                "GET /orders",
                "orders",
                at("shop.orders.views", 40),
                "run `migrate plan`: it adds it to orders",
            ),
        ),
        (
            with_more(tables=(BASKET,), accesses=(PUT,)),
            Change(
                "table-without-owner",
                "basket",
                "orders",
                at("shop.orders.models", 9),
                "list it in owns of orders, which has most to do with it, or of another one",
            ),
        ),
    ],
)
def test_what_the_plan_does_not_know_yet(program: Program, change: Change) -> None:
    assert drift(program) == (change,)


def test_calls_between_services_that_have_no_mode() -> None:
    known = "shop.customers.views:show"
    first = with_more(calls=(call("shop.orders.views:show", known),))
    text = make_plan(first, "", file=FILE, monolith=Monolith()).text
    assert f"      - {{to: {known}, mode: remote}}\n" in text
    assert drift(first, text) == ()
    new = call("shop.customers.views:show", "shop.mail:send")
    program = msgspec.structs.replace(first, calls=(*first.calls, new))
    assert drift(program, text) == (
        Change(
            "call-without-mode",
            "shop.mail:send",
            "customers",
            at("shop.customers.views"),
            "run `migrate plan`: it adds it to calls of customers as inline",
        ),
    )
    # Whose plan has no calls at all, has not asked for them.
    assert drift(program) == ()


def test_what_the_monolith_no_longer_has() -> None:
    text = """\
services:
  - name: orders
    modules:
      - shop.orders
      - shop.basket
    entry_points:
      - GET /orders/{id}
      - POST /orders
      - GET /basket
      - task shop.notify
    owns: [order, basket]
    calls:
      - {to: shop.customers.views:hide, mode: remote}
      - {to: shop.customers.views:show, mode: remote}
      - {to: shop.mail:send, mode: remote}
  - name: customers
    modules: [shop.customers]
    entry_points: ["GET /customers/{id}"]
    owns: [customer]
shared:
  - shop.mail
  - shop.strings
constraints:
  together:
    - [shop.orders, shop.wishes]
  pinned:
    - {name: "shop.mail:sent", service: orders}
"""
    gone = [
        ("module-gone", "shop.basket", "orders", 5),
        ("entry-point-gone", "GET /basket", "orders", 9),
        ("table-gone", "basket", "orders", 11),
        ("call-gone", "shop.customers.views:hide", "orders", 13),
        ("module-gone", "shop.strings", "", 22),
        ("constraint-gone", "shop.wishes", "", 25),
        ("constraint-gone", "shop.mail:sent", "", 27),
    ]
    assert drift(SHOP, text) == tuple(
        Change(kind, name, service, Location(FILE, line), REMEDY)
        for kind, name, service, line in gone
    )


def test_without_a_plan_nothing_has_a_service() -> None:
    found = drift(SHOP, "")
    assert {change.kind for change in found} == {"entry-point-without-service"}
    assert len(found) == len(SHOP.entry_points)
