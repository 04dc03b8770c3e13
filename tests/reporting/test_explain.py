import json

import pytest

from migrator.grouping import Study
from migrator.reporting.explain import render_explanations
from migrator.reporting.explain_json import render_explanations_json
from migrator.usecases.analyze import assess
from migrator.usecases.explain import explain
from tests.programs import SHOP
from tests.reporting.rules import SOME_RULES

STUDY = Study(SHOP)
ANALYSIS = assess(SHOP, SOME_RULES, study=STUDY)


def text(thing: str) -> str:
    return render_explanations(explain(thing, STUDY, ANALYSIS.plan), ANALYSIS)


@pytest.mark.parametrize(
    ("thing", "lines"),
    [
        ("POST /orders", ["POST /orders: fix first", "  service orders"]),
        (
            "POST /orders",
            [
                (
                    "  because 1 mandatory finding: process/thread-in-request at shop/mail.py:4 "
                    "via shop.orders.views:create → shop.mail:send"
                )
            ],
        ),
        ("/orders/{id}", ["  handler shop.orders.views:show at shop/orders/views.py:10"]),
        ("order", ["table order: shop.orders.models:Order at shop/orders/models.py:3"]),
        ("order", ["  written by shop.orders.views:create at shop/orders/views.py:1"]),
        ("shop.mail", ["  imported by shop.orders.tasks at shop/orders/tasks.py:1"]),
        ("orders", ["  owns order, declared at shop/orders/models.py:3"]),
        ("shop.mail:send", ["  called by shop.orders.views:create at shop/orders/views.py:22"]),
    ],
)
def test_every_sentence_has_its_place(thing: str, lines: list[str]) -> None:
    assert set(lines) <= set(text(thing).splitlines())


def test_what_ties_it_and_what_would_move_it() -> None:
    assert (
        text("table customer")
        == """\
table customer: shop.customers.models:Customer at shop/customers/models.py:3
  owned by customers
  read by shop.customers.views:show at shop/customers/views.py:1
  read by shop.orders.views:create at shop/orders/views.py:1
  proposed in owns of customers
  what ties it, by weight
    customers, where it is: 2.25
      tables 2.25, 2 facts
        shop.customers.models:Customer - table customer at shop/customers/models.py:3 (3)
        shop.customers.views:show - table customer at shop/customers/views.py:1 (0.19)
    orders: 0.19
      tables 0.19, 1 fact
        shop.orders.views:create - table customer at shop/orders/views.py:1 (0.19)
  what would move it
    to orders: list it in owns of orders instead
      then no metric of the plan changes
      orders would tie it more without tables
"""
    )


def test_an_edge() -> None:
    assert (
        text("shop.orders.views:create -> shop.mail")
        == """\
shop.orders.views:create -> shop.mail
  calls 0.5, 1 fact
    shop.orders.views:create - shop.mail:send at shop/orders/views.py:22 (0.5)
"""
    )
    assert (
        text("shop.app -> shop.text")
        == """\
shop.app -> shop.text
  nothing ties them to each other
  what could not be read there
    Flask route with a computed path at shop/app.py:7
"""
    )


def test_json_has_every_fact() -> None:
    found = explain("shop.orders.views:create -> shop.mail", STUDY, ANALYSIS.plan)
    assert json.loads(render_explanations_json(found, ANALYSIS)) == {
        "schema": 1,
        "things": [
            {
                "kind": "edge",
                "name": "shop.orders.views:create -> shop.mail",
                "service": "",
                "facts": [],
                "placed": [],
                "pulls": [],
                "ties": [
                    {
                        "signal": "calls",
                        "weight": 0.5,
                        "facts": [
                            {
                                "from": "shop.orders.views:create",
                                "to": "shop.mail:send",
                                "weight": 0.5,
                                "file": "shop/orders/views.py",
                                "line": 22,
                            }
                        ],
                    }
                ],
                "moves": [],
                "cannot_see": [],
            }
        ],
    }
