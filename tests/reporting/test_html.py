"""The page as a file: nothing of the monolith can become markup, and it stays small."""

import json
import re
from html.parser import HTMLParser

import msgspec
import pytest

from migrator.model.program import Program
from migrator.model.report import Analysis
from migrator.reporting import FORMATS, Page
from migrator.reporting.analysis_html import SCRIPTS, STYLE
from migrator.resources import TEMPLATES
from migrator.usecases.analyze import assess
from tests.programs import SHOP
from tests.reporting.large import large_analysis
from tests.reporting.rules import SOME_RULES

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "]]>&lt;&amp;'\"`",
    "{{ 7 * 7 }}{% raw %}",
    "\u2028\u2029\x00\x7f",
    "\udce9\ud800",
    "../../etc/passwd",
)


class Elements(HTMLParser):
    """The elements of a page with their text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data)


def render(analysis: Analysis) -> str:
    return FORMATS["html"](analysis, Page())


def renamed(program: Program, name: str) -> Program:
    """Spell the names of a program otherwise."""
    packed = msgspec.to_builtins(program)

    def spell(value: object) -> object:
        match value:
            case str():
                return value.replace("shop", name)
            case dict():
                return {key: spell(inner) for key, inner in value.items()}
            case list() | tuple():
                return [spell(inner) for inner in value]
        return value

    return msgspec.convert(spell(packed), Program)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text(name: str) -> None:
    page = render(assess(renamed(SHOP, name), SOME_RULES))
    page.encode("utf-8")
    elements = Elements(page).found
    shape = [(tag, attributes) for tag, attributes, _ in elements]
    plain = [(t, a) for t, a, _ in Elements(render(assess(SHOP, SOME_RULES))).found]
    assert shape == plain
    (data,) = (text for _, attributes, text in elements if attributes.get("id") == "data")
    assert json.loads(data)["root"] == name


def test_the_page_asks_for_nothing() -> None:
    page = render(assess(SHOP, SOME_RULES))
    loaded = [
        (tag, attributes)
        for tag, attributes, _ in Elements(page).found
        if {"src", "href", "srcset", "action"} & attributes.keys()
    ]
    assert loaded == [("link", {"rel": "icon", "href": "data:,"})]
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert "@import" not in page
    assert "url(" not in page


def test_scripts_make_text_of_names() -> None:
    folder = TEMPLATES / "report"
    assert {f.name for f in folder.iterdir()} == {*SCRIPTS, STYLE, "report.html.jinja"}
    ways = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    )
    for name in SCRIPTS:
        text = (folder / name).read_text("utf-8")
        assert ways.findall(text) == []
        assert "</script" not in text.lower()


def test_the_same_analysis_gives_the_same_page() -> None:
    rules = SOME_RULES
    assert render(assess(SHOP, rules)) == render(assess(SHOP, rules))


def test_an_empty_program_has_a_page() -> None:
    assert "<title>nothing: migration report</title>" in render(Analysis(Program("nothing")))


def test_five_thousand_of_each_stay_below_eight_megabytes() -> None:
    assert len(render(large_analysis(5_000)).encode()) < 8_000_000
