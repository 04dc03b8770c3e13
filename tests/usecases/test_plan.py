"""Plans on top of what a person wrote."""

import pytest

from migrator.errors import PlanError
from migrator.model.plan import Monolith
from migrator.model.plan_file import load_plan
from migrator.usecases.plan import Planned, Wish, make_plan
from tests.programs import SHOP

WRITTEN = """\
# mine
services:
  # not long any more
  - name: orders
    modules: [shop.orders, shop.customers]
    granularity: per service
    entry_points:
      - GET /orders/{id}
# what all use
shared: []
constraints:
  pinned:
    - {name: "shop.orders.views:create", service: front}  # they sell
waivers: []
"""


def plan(text: str, wish: Wish | None = None) -> Planned:
    return make_plan(SHOP, text, file="m.yaml", monolith=Monolith(), wish=wish)


def test_fresh_proposes_services_anew_and_keeps_the_rest() -> None:
    made = plan(WRITTEN, Wish(is_fresh=True))
    assert (
        made.text
        == """\
# mine
services:
  - name: customers
    modules:
      - shop.customers
      - shop.database
    entry_points:
      - GET /customers/{id}
    owns:
      - customer
    reads: []
    shared: []
    calls: []
    granularity: function per handler
    response: legacy
  - name: orders
    modules:
      - shop.orders
      - shop.mail
      - shop.text
    entry_points:
      - GET /orders/{id}
      - task shop.notify
    owns:
      - order
    reads:
      - customer
    shared: []
    calls: []
    granularity: per service
    response: legacy
  - name: front
    modules: []
    entry_points:
      - POST /orders
    owns: []
    reads:
      - customer
      - order
    shared: []
    calls:
      - {to: shop.mail:send, mode: inline}
    granularity: function per handler
    response: legacy
# what all use
shared: []
constraints:
  pinned:
    - {name: "shop.orders.views:create", service: front}  # they sell
waivers: []
"""
    )
    assert plan(made.text).text == made.text


def test_a_fresh_plan_where_lists_are_written_on_several_lines() -> None:
    text = WRITTEN.replace("shared: []", "shared: [\n  shop.mail\n]")
    made = plan(text, Wish(is_fresh=True))
    assert load_plan(made.text).shared == ()
    assert made.text.startswith("# mine\n")


ELSEWHERE = WRITTEN.replace("GET /orders/{id}", "POST /orders")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            WRITTEN.replace("shop.orders.views:create", "shop.orders.view"),
            (
                "13: 'shop.orders.view' is nowhere in the monolith (did you mean "
                "'shop.orders.views'?)"
            ),
        ),
        (
            ELSEWHERE,
            (
                "13: shop.orders.views:create is pinned to 'front', but service 'orders' lists "
                "POST /orders"
            ),
        ),
        (
            (
                "services:\n  - {name: all, modules: [shop.orders]}\nconstraints:\n  apart:\n"
                "    - [shop.orders.views, shop.orders.tasks]\n"
            ),
            (
                "5: shop.orders.views and shop.orders.tasks must be apart, but service 'all' "
                "holds both"
            ),
        ),
    ],
)
def test_what_cannot_be_is_told_with_its_line(text: str, wanted: str) -> None:
    with pytest.raises(PlanError) as caught:
        plan(text)
    assert str(caught.value) == f"m.yaml:{wanted}"
    assert caught.value.hint
