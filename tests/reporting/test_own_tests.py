from migrator.model.own_tests import OwnTest, OwnTestsReport, Verdict
from migrator.reporting.own_tests import render_markdown, render_text
from migrator.reporting.page import Page

REPORT = OwnTestsReport(
    "shop",
    (
        OwnTest("test_a", Verdict.EQUAL, 2),
        OwnTest("test_b", Verdict.CANNOT_CROSS, 1, ("shop.now is replaced",), "assert 1 == 2"),
        OwnTest("test_c", Verdict.DIFFERENT, 1, (), "assert 200 == 500\n\nKeyError: 'a'"),
        OwnTest("test_d", Verdict.OUTSIDE),
    ),
    unasked=("POST /orders",),
)
COUNTS = [
    "4 tests found; 2 of them ask shop and can cross",
    "1 of 2 come out the same with its handlers (2 requests)",
    "1 cannot cross",
    "1 no request of the service",
    "routes that no test asks for: POST /orders",
]


def test_text_says_first_what_is_different() -> None:
    assert render_text(REPORT, Page()).splitlines() == [
        "different: test_c",
        "  assert 200 == 500",
        "  KeyError: 'a'",
        "cannot cross: test_b",
        "  shop.now is replaced",
        "  assert 1 == 2",
        "",
        *COUNTS,
    ]


def test_markdown_has_a_heading_for_each_verdict() -> None:
    assert render_markdown(REPORT, Page()).splitlines() == [
        "## The monolith's own tests, with `shop`",
        "",
        *(f"- {line}" for line in COUNTS),
        "",
        "### Different",
        "",
        "- `test_c`: assert 200 == 500; KeyError: 'a'",
        "",
        "### Cannot cross",
        "",
        "- `test_b`: shop.now is replaced; assert 1 == 2",
    ]
