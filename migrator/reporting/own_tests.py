"""Reports of the monolith's own tests: text, markdown, JSON."""

from collections.abc import Callable, Iterator, Mapping

import msgspec
from rich.text import Text

from migrator.model.own_tests import OwnTest, OwnTestsReport, Verdict
from migrator.reporting.page import Page

_SHOWN = (Verdict.DIFFERENT, Verdict.CANNOT_CROSS, Verdict.NOT_PASSING)
_STYLES = {Verdict.DIFFERENT: "bold red", Verdict.CANNOT_CROSS: "yellow"}


def render_text(report: OwnTestsReport, page: Page) -> str:
    """Name each test that says nothing for the service, and why; then count."""
    parts: list[Text] = []
    for verdict in _SHOWN:
        for test in report.tests:
            if test.verdict is verdict:
                parts.append(Text(f"{verdict}: {test.name}", _STYLES.get(verdict, "")))
                parts += [Text(f"  {line}") for line in _why(test)]
    return page.draw(*parts, *([""] if parts else []), *summarize(report))


def render_markdown(report: OwnTestsReport, _: Page) -> str:
    """Write the same as markdown."""
    lines = [f"## The monolith's own tests, with `{report.service}`", ""]
    lines += [f"- {line}" for line in summarize(report)]
    for verdict in _SHOWN:
        found = [test for test in report.tests if test.verdict is verdict]
        if found:
            lines += ["", f"### {verdict.capitalize()}", ""]
            lines += [f"- `{test.name}`: {'; '.join(_why(test))}" for test in found]
    return "\n".join(lines) + "\n"


def render_json(report: OwnTestsReport, _: Page) -> str:
    """Write the report with every test."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def summarize(report: OwnTestsReport) -> Iterator[str]:
    """Yield the sentences that say how far the proof reaches."""
    requests = sum(test.requests for test in report.tests if test.verdict is Verdict.EQUAL)
    equal = report.count(Verdict.EQUAL)
    crossing = equal + report.count(Verdict.DIFFERENT)
    yield f"{len(report.tests)} tests found; {crossing} of them ask {report.service} and can cross"
    yield f"{equal} of {crossing} come out the same with its handlers ({requests} requests)"
    for verdict in (Verdict.CANNOT_CROSS, Verdict.OUTSIDE, Verdict.NOT_PASSING):
        if report.count(verdict):
            yield f"{report.count(verdict)} {verdict}"
    if report.unasked:
        yield f"routes that no test asks for: {', '.join(report.unasked)}"


def _why(test: OwnTest) -> Iterator[str]:
    yield from test.reasons
    yield from (line for line in test.message.splitlines() if line.strip())


OWN_TESTS_FORMATS: Mapping[str, Callable[[OwnTestsReport, Page], str]] = {
    "text": render_text,
    "json": render_json,
    "markdown": render_markdown,
}
