import pytest

from migrator.errors import PlanError
from migrator.model.plan_file import load_plan

HEAD = """\
services:
  - name: one
    modules: [shop.a]
    entry_points: ["GET /a"]
shared: [shop.text]
constraints:
"""


@pytest.mark.parametrize(
    ("constraints", "wanted"),
    [
        (
            "  together: [[shop.b, shop.c]]\n  apart: [[shop.b.views, shop.c]]\n",
            (
                "8: shop.b.views and shop.c must be apart, but line 7 wants them together: "
                "remove one of the two"
            ),
        ),
        (
            "  pinned:\n  - {name: shop.b, service: two}\n  - {name: shop.b, service: three}\n",
            "9: 'shop.b' is pinned to 'two' on line 8 already: remove one of the two",
        ),
        (
            "  pinned:\n    - {name: shop.a, service: two}\n",
            (
                "8: 'shop.a' is pinned to 'two', but service 'one' has it on line 3: "
                "remove one of the two"
            ),
        ),
        (
            "  pinned:\n    - {name: GET /a, service: two}\n",
            (
                "8: 'GET /a' is pinned to 'two', but service 'one' has it on line 4: "
                "remove one of the two"
            ),
        ),
        (
            "  pinned:\n    - {name: shop.text, service: two}\n",
            "8: 'shop.text' is pinned to 'two', but shared on line 5: remove one of the two",
        ),
        (
            (
                "  apart: [[shop.b, shop.c]]\n  pinned:\n    - {name: shop.b, service: two}\n"
                "    - {name: shop.c.views, service: two}\n"
            ),
            (
                "10: shop.b and shop.c must be apart (line 7), but both are pinned to 'two': "
                "change one of the two"
            ),
        ),
        (
            (
                "  together: [[shop.b, shop.c]]\n  pinned:\n    - {name: shop.b, service: two}\n"
                "    - {name: shop.c, service: three}\n"
            ),
            (
                "10: shop.b and shop.c must be together (line 7), but are pinned to 'two' and "
                "'three': change one of the two"
            ),
        ),
    ],
)
def test_contradictions_are_told_with_line_and_remedy(constraints: str, wanted: str) -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(HEAD + constraints, file="m.yaml")
    assert str(caught.value) == f"m.yaml:{wanted}"


def test_a_module_that_is_owned_and_shared() -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(
            HEAD.replace("shop.text", "shop.a").removesuffix("constraints:\n"), file="m.yaml"
        )
    assert str(caught.value) == (
        "m.yaml:5: 'shop.a' is in service 'one' on line 3 and shared: remove one of the two"
    )


def test_what_does_not_contradict_is_fine() -> None:
    constraints = (
        "  together: [[shop.b, shop.c]]\n  apart: [[shop.a, shop.b]]\n"
        "  pinned:\n    - {name: shop.b, service: two}\n    - {name: shop.c:f, service: one}\n"
    )
    assert len(load_plan(HEAD + constraints).constraints.pinned) == 2
