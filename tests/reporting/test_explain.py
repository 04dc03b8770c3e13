import pytest

from migrator.errors import UnknownNameError
from migrator.reporting.explain import explain
from migrator.usecases.analyze import assess
from tests.programs import SHOP
from tests.reporting.rules import SOME_RULES

ANALYSIS = assess(SHOP, SOME_RULES)


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
    assert set(lines) <= set(explain(thing, ANALYSIS).splitlines())


def test_unknown_names_say_what_is_near() -> None:
    with pytest.raises(UnknownNameError) as caught:
        explain("/order/{id}", ANALYSIS)
    assert caught.value.hint == "did you mean '/orders/{id}'?"
