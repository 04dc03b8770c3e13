"""The HTML report in a real browser, opened as a team lead opens it: from a file."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote as percent
from urllib.parse import unquote

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from migrator.model.findings import State, Suppression, Verdict
from migrator.model.report import Analysis
from migrator.reporting import FORMATS
from migrator.reporting import Page as Paper
from migrator.reporting.map_areas import area_data
from migrator.reporting.map_html import render_map
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.analyze import assess
from migrator.usecases.excerpts import quote
from migrator.usecases.map import draw_chart
from migrator.usecases.program import link_program, open_source
from tests.browser.chromium import WIDTHS, open_browser, open_page
from tests.monolith import MONOLITH
from tests.reporting.large import large_analysis

pytestmark = pytest.mark.slow

SECTIONS = ("overview", "entries", "findings", "tables", "rules", "unresolved")
HANDLER = """\
import smtplib
import threading

from flask import Flask

app = Flask(__name__)

@app.get("/<img src=x onerror=alert(1)>")
def slow():
    threading.Thread(target=smtplib.SMTP, name="</script><script>alert(1)</script>").start()
    return "started"
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyze(MONOLITH)


@pytest.fixture(scope="module")
def report(analysis: Analysis, folder: Path) -> str:
    """Write the report of the example; return its address."""
    return write(analysis, folder / "report.html")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with open_page(browser) as opened:
        yield opened


def analyze(source: Path) -> Analysis:
    opened = open_source(source)
    analysis = assess(link_program(opened), load_rules(RULES))
    return msgspec.structs.replace(analysis, excerpts=quote(analysis, opened))


def write(analysis: Analysis, file: Path) -> str:
    file.write_text(FORMATS["html"](analysis, Paper()))
    return file.as_uri()


def _tables(analysis: Analysis) -> set[str]:
    """Name the tables, also those that only SQL in a string knows."""
    program = analysis.program
    return {table.name for table in program.tables} | {one.table for one in program.accesses}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_opens_in_silence_and_fits(
    browser: Browser,
    report: str,
    analysis: Analysis,
    width: int,
    scheme: str,
) -> None:
    finding = analysis.findings[0]
    details = (
        f"entry/{percent('GET /orders/{order_id}')}",
        f"entry/{percent('DELETE /documents/{document_id}')}",
        f"finding/{finding.rule}@{finding.location}",
        f"rule/{finding.rule}",
        "table/appointment",
        "nonsense",
        "entry/%",
    )
    with open_page(browser, width=width, scheme=scheme) as page:
        for address in (*SECTIONS, *details):
            page.goto(f"{report}#/{address}")
            expect(page.locator("main > *").last).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, paper[4:-1].split(","))) < 200) is (scheme == "dark")


def test_the_overview_counts_what_there_is(page: Page, report: str, analysis: Analysis) -> None:
    page.goto(report)
    counts = {
        verdict: sum(one.verdict == verdict for one in analysis.entry_points)
        for verdict in ("extract", "fix first", "stay")
    }
    assert page.locator(".verdicts li").all_inner_texts() == [
        f"{count} {verdict}" for verdict, count in counts.items()
    ]
    assert page.locator(".top nav a").all_inner_texts() == [
        "Overview",
        f"Entry points{len(analysis.entry_points)}",
        f"Findings{len(analysis.findings)}",
        f"Tables{len(_tables(analysis))}",
        f"Rules{len(analysis.rules)}",
        f"Not resolved{len(analysis.program.unresolved)}",
    ]


def test_the_picture_has_the_services_and_is_in_both_lights(page: Page, report: str) -> None:
    page.goto(report)
    expect(page.locator(".picture canvas").first).to_be_visible()
    told = page.locator(".told")
    expect(told).to_contain_text("migrate map")
    box = page.locator(".picture").bounding_box()
    assert box is not None
    seen = set()
    for step in range(1, 30):
        page.mouse.move(box["x"] + box["width"] * step / 30, box["y"] + box["height"] / 2)
        seen.add(told.inner_text())
    assert any(": " in text and "module" in text for text in seen), seen
    page.keyboard.press("t")
    page.get_by_role("link", name="Findings").first.click()
    page.get_by_role("link", name="Overview").click()
    expect(page.locator(".picture canvas").first).to_be_visible()


def test_the_picture_counts_what_the_map_counts(
    page: Page, analysis: Analysis, folder: Path
) -> None:
    data = area_data(analysis)
    assert data is not None
    chart = draw_chart(analysis.program, MONOLITH, folder / "none" / "migration.yaml")
    (folder / "map.html").write_text(render_map(chart))
    page.goto((folder / "map.html").as_uri())
    links = page.evaluate("migrateMap.view.links.map((l) => [l.from, l.to, l.counts])")
    kinds = ("transactions", "writes", "keys", "calls")
    expected = {
        (one, other): counted
        for one, other, counts in links
        if (counted := {kind: counts[kind] for kind in kinds if kind in counts})
    }
    names = [area.name for area in data.areas]
    assert {(names[li.one], names[li.other]): li.counts for li in data.links} == expected


def test_what_an_entry_point_reaches_is_what_the_analysis_says(
    page: Page, report: str, analysis: Analysis
) -> None:
    page.goto(report)
    reached = page.evaluate(
        "entries.map((e) => [...callersOf(e.roots).keys()].map((n) => functions[n].name))"
    )
    callable_ = {f.name for f in analysis.program.functions if f.kind != "class"}
    assert [sorted(callable_.intersection(names)) for names in reached] == [
        list(assessed.reach.functions) for assessed in analysis.entry_points
    ]


def test_filters_and_search_are_in_the_address(
    page: Page, report: str, analysis: Analysis
) -> None:
    staying = sum(one.verdict is Verdict.STAY for one in analysis.entry_points)
    page.goto(f"{report}#/entries")
    total = page.locator(".total")
    expect(total).to_have_text("138 entry points")
    page.get_by_role("button", name="stay").click()
    expect(total).to_have_text(f"{staying} of 138 entry points")
    page.reload()
    expect(total).to_have_text(f"{staying} of 138 entry points")
    page.get_by_role("button", name="stay").click()
    page.get_by_label("Any service").select_option("billing")
    page.get_by_role("searchbox").fill("POST invoice")
    for text in page.locator(".row").all_inner_texts():
        assert "POST" in text
        assert "billing" in text
        assert "invoice" in text
    page.get_by_role("button", name="Effort").click()
    efforts = page.locator(".row .effort").all_inner_texts()
    numbers = [int(text.split()[0]) if text else 0 for text in efforts]
    assert numbers == sorted(numbers, reverse=True)
    assert unquote(page.url).endswith(
        "#/entries?down=1&q=POST+invoice&service=billing&sort=effort"
    )
    page.get_by_role("searchbox").fill("nothing is called like this")
    page.get_by_role("button", name="Clear the filters").click()
    expect(total).to_have_text("138 entry points")


def test_from_an_entry_point_to_the_line_and_the_rule(
    page: Page, report: str, analysis: Analysis
) -> None:
    finding = next(f for f in analysis.findings if f.rule == "process/thread-in-request")
    page.goto(f"{report}#/entry/{percent(finding.entry_points[0])}")
    expect(page.locator(".derivation")).to_contain_text("mandatory finding")
    page.get_by_role("link", name="Thread that outlives its request").first.click()
    marked = page.locator(".source .marked")
    number, text = marked.inner_text().split(None, 1)
    source = (MONOLITH / finding.location.file).read_text().splitlines()
    assert int(number) == finding.location.line
    assert text == source[int(number) - 1].strip()
    steps = page.locator(".chain > li > .function").all_inner_texts()
    assert steps == list(finding.chain)
    page.reload()
    expect(marked).to_be_visible()
    page.get_by_role("link", name="process/thread-in-request").click()
    expect(page).to_have_url(f"{report}#/rule/process/thread-in-request")
    expect(page.get_by_role("heading", name="Instead")).to_be_visible()
    page.go_back()
    expect(marked).to_be_visible()


def test_what_is_accepted_does_not_count_and_what_is_new_is_said(
    page: Page, folder: Path, analysis: Analysis
) -> None:
    accepted, new, *rest = analysis.findings
    marked = msgspec.structs.replace(
        analysis,
        findings=(
            msgspec.structs.replace(
                accepted, suppression=Suppression("inline", "known & wanted", "clinic/app.py:1")
            ),
            msgspec.structs.replace(new, state=State.NEW),
            *rest,
        ),
        gone=(),
    )
    page.goto(write(marked, folder / "accepted.html"))
    expect(page.locator(".lead")).to_contain_text(f"{len(rest) + 1} findings")
    expect(page.locator(".lead")).to_contain_text("1 more is accepted")
    page.get_by_role("link", name="new: 1").click()
    expect(page.locator(".total")).to_have_text(f"1 of {len(rest) + 2} findings")
    expect(page.locator(".row .place")).to_have_text(str(new.location))
    page.get_by_label("Any standing").select_option("accepted")
    expect(page.locator(".row .place")).to_have_text(str(accepted.location))
    page.locator(".row a").click()
    expect(page.locator("article")).to_contain_text(
        "Accepted by the comment at clinic/app.py:1: known & wanted"
    )


def test_a_click_on_a_place_selects_it(page: Page, report: str) -> None:
    page.goto(f"{report}#/findings")
    place = page.locator(".row .place").first
    place.click()
    assert page.evaluate("String(getSelection())") == place.inner_text()
    expect(page).to_have_url(f"{report}#/findings")


def test_all_of_it_with_keys(page: Page, report: str, analysis: Analysis) -> None:
    focused = page.locator(".row a:focus")
    page.goto(report)
    page.keyboard.press("3")
    expect(page).to_have_url(f"{report}#/findings")
    page.keyboard.press("/")
    page.keyboard.type("files/local-disk-write")
    found = sum(one.rule == "files/local-disk-write" for one in analysis.findings)
    expect(page.locator(".total")).to_have_text(f"{found} of {len(analysis.findings)} findings")
    page.keyboard.press("Enter")
    expect(focused).to_have_text("Writes to the local disk")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert page.locator(".row.current").get_attribute("data-at") == "1"
    place = page.locator(".row.current .place").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".source figcaption")).to_have_text(place)
    page.keyboard.press("j")
    expect(page.locator(".back")).to_contain_text(f"3 of {found}")
    page.keyboard.press("k")
    expect(page.locator(".source figcaption")).to_have_text(place)
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{report}#/findings?q=files%2Flocal-disk-write")
    expect(focused).to_have_count(1)
    assert page.locator(".row.current").get_attribute("data-at") == "1"
    page.keyboard.press("Escape")
    expect(page.locator(".total")).to_have_text(f"{len(analysis.findings)} findings")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{report}#/overview")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_the_switch_is_remembered(browser: Browser, report: str, scheme: str, other: str) -> None:
    with open_page(browser, scheme=scheme) as page:
        page.goto(report)
        before = page.evaluate("getComputedStyle(document.body).color")
        page.keyboard.press("t")
        assert page.locator("html").get_attribute("data-theme") == other
        page.reload()
        assert page.locator("html").get_attribute("data-theme") == other
        assert page.evaluate("getComputedStyle(document.body).color") != before


@pytest.mark.parametrize("width", WIDTHS)
def test_five_thousand_of_each(browser: Browser, folder: Path, width: int) -> None:
    file = folder / "large.html"
    if not file.exists():
        file.write_text(FORMATS["html"](large_analysis(5_000), Paper()))
    with open_page(browser, width=width) as page:
        for section, noun in (("entries", "entry points"), ("findings", "findings")):
            page.goto(f"{file.as_uri()}#/{section}")
            expect(page.locator(".total")).to_have_text(f"5,000 {noun}")
            assert page.locator(".row").count() < 100
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            expect(page.locator('.row[data-at="4999"]')).to_be_visible()
            milliseconds = page.evaluate(
                "(() => { const search = document.querySelector('.search');"
                "const start = performance.now(); search.value = '_499';"
                "search.dispatchEvent(new Event('input')); return performance.now() - start; })()"
            )
            assert milliseconds < 1_000  # a tenth of it, on an idle machine
            expect(page.locator(".total")).to_have_text(f"11 of 5,000 {noun}")


def test_paper_has_every_row(page: Page, report: str) -> None:
    page.goto(f"{report}#/entries")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".row").count() == 138
    boxes = page.locator(".row").evaluate_all(
        "rows => rows.map(r => r.getBoundingClientRect().top)"
    )
    assert boxes == sorted(set(boxes))
    expect(page.locator(".search")).to_be_hidden()


def test_markup_in_the_source_is_text(page: Page, folder: Path) -> None:
    source = folder / "hostile"
    source.mkdir()
    (source / "shop.py").write_text(HANDLER)
    address = write(analyze(source), folder / "hostile.html")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}#/entries")
    expect(page.locator(".row .path")).to_have_text("/<img src=x onerror=alert(1)>")
    page.locator(".row a").click()
    page.get_by_role("link", name="Thread that outlives its request").click()
    expect(page.locator(".marked")).to_contain_text("</script><script>alert(1)</script>")
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
