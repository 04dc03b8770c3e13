"""The page of a cutover in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from migrator.model.cutover import Mode, RouteChange
from migrator.model.evidence import Comparison, Evidence, Tally
from migrator.reporting.cutover_html import cutover_html
from migrator.routing.decide import Decision, Outcome
from migrator.usecases.cutover_overview import Overview, RouteOverview
from tests.browser.chromium import open_browser, open_page

pytestmark = pytest.mark.slow

EVIL = "<img src=x onerror=alert(1)></script>"
SEEN = Evidence(
    "2026-11-28T12:10:00+00:00",
    Comparison(Tally(9500, 50), Tally(500, 3), 1.2, 5.3),
    Comparison(Tally(9500, 475), Tally(500, 20), -0.5, 5.3),
    slow_ms=190.5,
)


def change(at: str, action: str, start: float, to: float, reason: str) -> RouteChange:
    at = f"2026-11-28T{at}:00+00:00"
    return RouteChange(at, "ann", action, "get-a", Mode.CANARY, start, Mode.CANARY, to, reason)


PAGE = Overview(
    "2026-11-28T13:00:00+00:00",
    "in step",
    (1, 5, 25, 100),
    (
        RouteOverview(
            "get-a", "GET", "/a/{id}", "orders", Mode.CANARY, 5, 25, SEEN,
            Decision(Outcome.HOLD, ("60 s of 15m", EVIL)),
            (change("12:00", "advance", 0, 25, EVIL), change("12:05", "rollback", 25, 0, "pages"),
             change("12:10", "advance", 0, 5, "again")),
        ),
        RouteOverview("get-b", "GET", "/b", "orders", Mode.MONOLITH, 0, None),
    ),
    ("the history cannot be read: locked",),
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_each_route_with_share_evidence_decision_and_history(
    browser: Browser, tmp_path: Path, scheme: str, width: int
) -> None:
    file = tmp_path / "cutover.html"
    file.write_text(cutover_html(PAGE, "shop"))
    with open_page(browser, scheme=scheme, width=width) as page:
        page.goto(file.as_uri())
        expect(page).to_have_title("shop: cutover")
        expect(page.locator(".lead")).to_contain_text("2 routes, 1 with visitors")
        expect(page.locator("main > .drift")).to_have_text("the history cannot be read: locked")
        first, second = page.locator(".route").all()
        expect(first.locator(".share")).to_have_text("5 %")
        expect(first.locator(".line .drift")).to_have_text("the facade does 25 %")
        expect(first.locator("p")).to_have_text(f"hold: 60 s of 15m; {EVIL}")
        rows = [row.all_inner_texts() for row in first.locator("table tbody tr").all()]
        cells = [cell.split("\t") for (cell,) in rows]
        assert cells[:2] == [
            ["failed", "3 of 500", "50 of 9,500", "23 %"],
            ["over 191 ms", "20 of 500", "475 of 9,500", "0 %"],
        ]
        assert [cell[2] for cell in cells[2:]] == ["0 % → 5 %", "25 % → 0 %", "0 % → 25 %"]
        assert cells[-1][3] == EVIL
        expect(first.locator(".spark")).to_have_attribute(
            "aria-label", "share over time: 25 %, 0 %, 5 %"
        )
        expect(second.locator(".share")).to_have_text("0 %")
        expect(second.locator("table")).to_have_count(0)
        is_wide = "document.documentElement.scrollWidth > innerWidth"
        assert not page.evaluate(is_wide)
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == {"light": "rgb(253, 253, 251)", "dark": "rgb(23, 24, 27)"}[scheme]
