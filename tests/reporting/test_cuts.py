from migrator.model.cuts import Cut, CutList
from migrator.reporting.cuts import cuts_shape, headline, render_cuts
from tests.programs import at

MONEY = tuple(f"shop.billing.money:{name}" for name in ("a", "b", "c", "d"))
FOUND = CutList(
    "orders",
    (
        Cut("foreign-key", True, "order -> invoice", ("billing",), 1, (at("shop.orders", 3),)),
        Cut(
            "code",
            True,
            "shop.billing.money",
            ("billing",),
            4,
            tuple(at("shop.orders", line) for line in range(5, 9)),
            MONEY,
            61,
        ),
        Cut("call", False, "shop.orders:total", (), 5, (at("shop.seed", 2), at("shop.seed", 4))),
    ),
)


def test_text() -> None:
    assert (
        render_cuts(FOUND)
        == """\
service orders: 3 cuts, 10 points of effort
  what it needs of others, the least effort first
      1  keep the column, drop the constraint order -> invoice
         at shop/orders.py:3
      4  copy a, b, c and 1 more of shop.billing.money along (61 lines)
         at shop/orders.py:5, shop/orders.py:6, shop/orders.py:7 and 1 more
  what others need, the least effort first
      5  offer shop.orders:total to the rest of the monolith, who call it, and generate a client \
for them
         at shop/seed.py:2, shop/seed.py:4
"""
    )
    assert headline(CutList("alone")) == "nothing to cut: it stands alone"


def test_json() -> None:
    assert cuts_shape(FOUND)[0] == {
        "kind": "foreign-key",
        "direction": "out",
        "target": "order -> invoice",
        "services": ["billing"],
        "remedy": "keep the column, drop the constraint order -> invoice",
        "mode": None,
        "effort": 1,
        "names": [],
        "lines": 0,
        "places": [{"file": "shop/orders.py", "line": 3}],
    }
    assert [one["mode"] for one in cuts_shape(FOUND)] == [None, "inline", "remote"]
