"""The map in a real browser, opened from a file as people open it, and served."""

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from migrator.adapters.filesystem import FileSystem
from migrator.adapters.map_server import open_map_server
from migrator.grouping import Study
from migrator.grouping.judge import measure_plan
from migrator.model.grouping import PlanMetrics
from migrator.model.ownership import service_of_module
from migrator.model.plan import MigrationPlan
from migrator.model.plan_file import load_plan
from migrator.model.program import Program
from migrator.reporting.map_html import render_map
from migrator.usecases.drift import find_drift
from migrator.usecases.map import Chart, draw_chart, save_plan
from migrator.usecases.program import build_program
from tests.browser.chromium import WIDTHS, open_browser, open_page
from tests.browser.large import large_program
from tests.browser.test_report import HANDLER
from tests.monolith import MONOLITH
from tests.practice.applications import APPLICATIONS, CACHE, unpacked

pytestmark = pytest.mark.slow

MOVED, FROM, TO = "clinic.lab.lims", "lab", "billing"
REAL = "flaskbb"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("map")


@pytest.fixture(scope="module")
def program() -> Program:
    return build_program(MONOLITH)


@pytest.fixture(scope="module")
def chart(program: Program, folder: Path) -> Chart:
    return draw_chart(program, MONOLITH, folder / "migration.yaml")


@pytest.fixture(scope="module")
def address(chart: Chart, folder: Path) -> str:
    """Write the map of the example; return its address."""
    return write(chart, folder / "map.html")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with open_page(browser) as opened:
        yield opened


def write(chart: Chart, file: Path) -> str:
    file.write_text(render_map(chart))
    return file.as_uri()


def open_map(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.migrateMap")


def measured(program: Program, plan: MigrationPlan) -> dict[str, object]:
    """Say what Python measures, as the page holds it."""
    metrics = plain(measure_plan(Study(program), plan))
    return msgspec.json.decode(msgspec.json.encode(metrics), type=dict[str, object])


def plain(metrics: PlanMetrics) -> dict[str, object]:
    places = [f"{place.file}:{place.line}" for place in metrics.spanning]
    return {**msgspec.structs.asdict(metrics), "spanning": places}


def shown_metrics(page: Page) -> dict[str, object]:
    found: dict[str, object] = page.evaluate(
        """(() => {
            const { metrics, program } = migrateMap;
            const placeOf = ({ file, line }) => program.place(file, line);
            return {
                ...metrics,
                two_writers: metrics.two_writers.map((table) => table.name).sort(),
                spanning: metrics.spanning.map(placeOf).sort(),
            };
        })()"""
    )
    return found


def sorted_places(metrics: dict[str, object]) -> dict[str, object]:
    spanning = metrics["spanning"]
    assert isinstance(spanning, list)
    return {**metrics, "spanning": sorted(spanning)}


def drag(page: Page, module: str, area: str) -> None:
    """Drag a module with the mouse into a free corner of an area."""
    start, end = page.evaluate(
        """([name, area]) => {
            const { view, program, idOfBox } = migrateMap;
            const box = view.graph.$id(idOfBox(program.numberOfModule.get(name)));
            const room = view.graph.$id(`a:${area}`).renderedBoundingBox();
            const map = document.getElementById("map").getBoundingClientRect();
            const place = ({ x, y }) => [x + map.x, y + map.y];
            return [
                place(box.renderedPosition()),
                place({ x: room.x2 - 4, y: room.y1 + 4 }),
            ];
        }""",
        [module, area],
    )
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_in_silence_and_fits(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    with open_page(browser, width=width, scheme=scheme) as page:
        open_map(page, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, paper[4:-1].split(","))) < 200) is (scheme == "dark")
        bounds = page.evaluate("migrateMap.view.graph.nodes('.area').renderedBoundingBox()")
        room = page.locator("#map").bounding_box()
        assert room is not None
        assert bounds["x1"] >= 0
        assert bounds["y1"] >= 0
        assert bounds["x2"] <= room["width"]
        assert bounds["y2"] <= room["height"]


def test_areas_and_their_names_do_not_overlap(page: Page, address: str) -> None:
    open_map(page, address)
    overlapping = page.evaluate(
        """(() => {
            const boxes = migrateMap.view.graph.nodes(".area").map((node) => node.boundingBox());
            return boxes.filter((a, at) => boxes.some((b, other) => other > at
                && a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2)).length;
        })()"""
    )
    assert overlapping == 0
    cut = page.evaluate(
        """migrateMap.view.graph.nodes(".name").filter((name) =>
            name.renderedBoundingBox({includeNodes: false, includeEdges: false}).w
            > migrateMap.view.graph.$id(name.id().replace("n:", "a:")).renderedBoundingBox().w + 12
        ).map((name) => name.data("title"))"""
    )
    assert cut == []


def test_it_measures_what_python_measures(
    page: Page, address: str, program: Program, chart: Chart
) -> None:
    open_map(page, address)
    expected = measured(program, load_plan(chart.text))
    assert shown_metrics(page) == sorted_places(expected)


def test_it_measures_a_real_application_as_well(page: Page, folder: Path) -> None:
    (application,) = (one for one in APPLICATIONS if one.name == REAL)
    CACHE.mkdir(exist_ok=True)
    source = unpacked(application)
    program = build_program(source)
    chart = draw_chart(program, source, folder / REAL / "migration.yaml")
    open_map(page, write(chart, folder / f"{REAL}.html"))
    expected = measured(program, load_plan(chart.text))
    assert shown_metrics(page) == sorted_places(expected)


def test_search_finds_and_goes_there(page: Page, address: str) -> None:
    open_map(page, address)
    page.keyboard.press("/")
    page.keyboard.type("billing next_number")
    found = page.locator("#found [role=option]")
    expect(found.first).to_contain_text("next_number")
    page.keyboard.press("Enter")
    title = page.locator("#facts h2")
    expect(title).to_have_text("next_number")
    expect(page.locator("#facts .place").first).to_contain_text("clinic/billing/")
    assert page.evaluate("migrateMap.view.graph.zoom()") >= 1
    page.keyboard.press("Escape")
    expect(page.locator("#facts")).to_be_empty()
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("nothing is called like this")
    expect(page.locator("#found")).to_have_text("nothing is called like this")


def test_hover_shows_facts_and_a_click_keeps_them(page: Page, address: str) -> None:
    open_map(page, address)
    x, y = page.evaluate(
        """(() => {
            const { view, program, idOfBox } = migrateMap;
            const box = program.numberOfModule.get("clinic.billing.service");
            const { x, y } = view.graph.$id(idOfBox(box)).renderedPosition();
            const map = document.getElementById("map").getBoundingClientRect();
            return [x + map.x, y + map.y - 12];
        })()"""
    )
    page.mouse.move(x, y)
    tip = page.locator("#tip")
    expect(tip).to_contain_text("clinic.billing.service")
    expect(tip).to_contain_text("clinic/billing/service.py:1")
    page.mouse.click(x, y)
    page.mouse.move(5, 200)
    expect(tip).to_be_hidden()
    facts = page.locator("#facts")
    expect(facts.locator("h2")).to_have_text("clinic.billing.service")
    tied = facts.locator("section", has=page.get_by_role("heading", name="Is tied to"))
    tied.locator("summary").first.click()
    expect(tied.locator(".signal").first).to_contain_text("facts")
    expect(tied.locator(".place").first).to_contain_text(".py:")


def test_a_line_says_what_it_is_made_of(page: Page, address: str) -> None:
    open_map(page, address)
    page.evaluate(
        """(() => {
            const line = migrateMap.view.graph.edges(".link")
                .filter((edge) => edge.data("link").counts.transactions)[0];
            line.emit({ type: "tap", position: line.midpoint() });
        })()"""
    )
    facts = page.locator("#facts")
    expect(facts.locator("h2")).to_contain_text("→")
    expect(facts.locator("h3").first).to_contain_text("transaction")
    expect(facts.locator(".place").first).to_contain_text(".py:")


def test_a_module_is_dragged_and_the_plan_is_downloaded(
    page: Page, address: str, program: Program, chart: Chart
) -> None:
    open_map(page, address)
    before = shown_metrics(page)
    drag(page, MOVED, TO)
    expect(page.locator("#news")).to_have_text(f"{MOVED} is in {TO} now.")
    expect(page.locator("[data-metric=calls] .now")).to_have_class("now worse")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename == "migration.yaml"
    text = waiting.value.path().read_text("utf-8")
    plan, old = load_plan(text), load_plan(chart.text)
    changed = [
        (module.name, home(module.name, old), home(module.name, plan))
        for module in program.modules
        if home(module.name, old) != home(module.name, plan)
    ]
    assert changed == [(MOVED, FROM, TO)]
    assert [s.entry_points for s in plan.services] == [s.entry_points for s in old.services]
    assert added_lines(chart.text, text) == [f"      - {MOVED}"]
    left = find_drift(program, plan, text, file="migration.yaml")
    assert {change.kind for change in left} <= {"call-without-mode"}
    after = shown_metrics(page)
    assert after == sorted_places(measured(program, plan))
    assert after != before
    page.keyboard.press("u")
    assert shown_metrics(page) == before


def home(module: str, plan: MigrationPlan) -> str:
    service = service_of_module(module, plan)
    return service.name if service else ""


def added_lines(before: str, after: str) -> list[str]:
    old = before.splitlines()
    return [line for line in after.splitlines() if line not in old]


def test_what_cannot_be_is_said_and_nothing_moves(page: Page, address: str) -> None:
    open_map(page, address)
    drag(page, "clinic.billing.views", " shared")
    expect(page.locator("#news.trouble")).to_contain_text("only a service can")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_table_moves_by_keys_alone(page: Page, address: str, chart: Chart) -> None:
    open_map(page, address)
    page.keyboard.press("/")
    page.keyboard.type("lab_result")
    page.keyboard.press("Enter")
    page.keyboard.press("m")
    expect(page.get_by_label("Move to")).to_be_focused()
    page.get_by_label("Move to").select_option("billing")
    plan = load_plan(page.evaluate("migrateMap.text"))
    owners = {table: service.name for service in plan.services for table in service.owns}
    assert owners["lab_result"] == "billing"
    (lab,) = (service for service in plan.services if service.name == "lab")
    assert "lab_result" in lab.reads
    assert len(load_plan(chart.text).services) == len(plan.services)


def test_services_one_after_the_other_and_both_lights(page: Page, address: str) -> None:
    open_map(page, address)
    names = page.evaluate("migrateMap.view.areas")
    title = page.locator("#facts h2")
    for name in names[:2]:
        page.keyboard.press("n")
        expect(title).to_have_text(name)
    page.keyboard.press("p")
    expect(title).to_have_text(names[0])
    page.keyboard.press("Escape")
    page.locator("#map").focus()
    before = page.evaluate("migrateMap.view.graph.pan().x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    assert page.evaluate("migrateMap.view.graph.pan().x") < before
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper


def test_kinds_of_lines_are_shown_and_hidden(page: Page, address: str) -> None:
    open_map(page, address)
    lines = "migrateMap.view.graph.edges('.link.reads').length"
    assert page.evaluate(lines) == 0
    page.get_by_role("button", name="reads").click()
    assert page.evaluate(lines) > 0
    for kind in ("transactions", "writes", "foreign keys", "calls", "reads"):
        page.get_by_role("button", name=kind).click()
    assert page.evaluate("migrateMap.view.graph.edges('.link').length") == 0


def test_markup_in_the_source_is_text(page: Page, folder: Path) -> None:
    source = folder / "hostile"
    source.mkdir()
    (source / "shop.py").write_text(HANDLER)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    chart = draw_chart(build_program(source), source, folder / "hostile" / "migration.yaml")
    open_map(page, write(chart, folder / "hostile.html"))
    page.keyboard.press("/")
    page.keyboard.type("<img")
    expect(page.locator("#found")).to_contain_text("<img src=x onerror=alert(1)>")
    page.keyboard.press("Enter")
    expect(page.locator("#facts")).to_contain_text("answers GET /<img src=x onerror=alert(1)>")
    assert page.locator("img").count() == 0


def test_it_is_served_and_saved(browser: Browser, folder: Path, program: Program) -> None:
    file = folder / "served" / "migration.yaml"
    file.parent.mkdir()
    first = draw_chart(program, MONOLITH, file).text
    file.write_text(f"# ours\n{first}")
    with open_map_server(_Site(program, file), 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        with open_page(browser, origin=server.origin, expected="409") as page:
            open_map(page, server.address)
            drag(page, MOVED, TO)
            page.get_by_role("button", name="Save").click()
            expect(page.locator("#news")).to_have_text("migration.yaml is written.")
            text = file.read_text()
            assert text.startswith("# ours\n")
            assert home(MOVED, load_plan(text)) == TO
            assert find_drift(program, load_plan(text), text, file=str(file)) == ()
            file.write_text(text + "# somebody else\n")
            drag(page, "clinic.lab.ranges", TO)
            with page.expect_response("**/plan") as answer:
                page.get_by_role("button", name="Save").click()
            assert answer.value.status == 409
            expect(page.locator("#news.trouble")).to_contain_text("was changed since")
        server.shutdown()
    assert file.read_text() == text + "# somebody else\n"


class _Site:
    def __init__(self, program: Program, file: Path) -> None:
        self._program, self._file = program, file

    def page(self) -> str:
        return render_map(draw_chart(self._program, MONOLITH, self._file, "plan"))

    def save(self, text: str, digest: str) -> str:
        files = FileSystem()
        return save_plan(self._program, self._file, text, digest=digest, files=files)


def test_two_hundred_thousand_lines_stay_fluid(page: Page, folder: Path) -> None:
    program = large_program()
    assert program.lines >= 200_000
    chart = draw_chart(program, folder, folder / "large" / "migration.yaml")
    open_map(page, write(chart, folder / "large.html"))
    times = page.evaluate(
        """(async () => {
            const { graph } = migrateMap.view;
            const middle = { x: graph.width() / 2, y: graph.height() / 2 };
            const times = [];
            const frame = () => new Promise((done) => requestAnimationFrame(done));
            let last = await frame();
            const next = async () => {
                const now = await frame();
                times.push(now - last);
                last = now;
            };
            for (let step = 0; step < 90; step++) {
                graph.zoom({ level: graph.zoom() * 1.06, renderedPosition: middle });
                await next();
            }
            for (let step = 0; step < 60; step++) {
                graph.panBy({ x: 20 * Math.cos(step / 9), y: 20 * Math.sin(step / 9) });
                await next();
            }
            return times.sort((one, other) => one - other);
        })()"""
    )
    assert page.evaluate("migrateMap.view.graph.nodes('.function').length") > 0
    assert times[len(times) // 2] < 150  # an idle machine needs a tenth of it
    assert times[len(times) * 9 // 10] < 600
