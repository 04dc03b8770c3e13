"""Quote the monolith: the lines around findings, for reports that show them."""

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping

from migrator.model.location import Location
from migrator.model.report import Analysis, Excerpt
from migrator.model.tree import Steps
from migrator.usecases.program import OpenedSource

AROUND = 4  # lines before and after
MOST_LINES = 50_000  # of a report; a finding after that has its place and no excerpt
MOST_COLUMNS = 240  # of a line; minified text has no end

_LINE_END = re.compile(r"\r\n|\r|\n")  # what Python counts; str.splitlines knows more


def quote(analysis: Analysis, opened: OpenedSource) -> tuple[Excerpt, ...]:
    """Return the source around each finding, what calls it, and what was not resolved; sorted."""
    texts = _Texts(opened)
    excerpts: list[Excerpt] = []
    left = MOST_LINES
    for file, numbers in sorted(_wanted(analysis).items()):
        lines = texts.lines(file)
        for first, last in _runs(sorted(number for number in numbers if number <= len(lines))):
            if last - first >= left:
                return tuple(excerpts)
            left -= last - first + 1
            shown = (line[:MOST_COLUMNS].rstrip() for line in lines[first - 1 : last])
            excerpts.append(Excerpt(file, first, tuple(shown)))
    return tuple(excerpts)


class _Texts:
    """The text of files, decoded when it is asked for."""

    def __init__(self, opened: OpenedSource) -> None:
        self._contents = {source.file.file: source.content for source in opened.sources}
        self._documents: Mapping[str, str] = opened.documents

    def lines(self, file: str) -> list[str]:
        """Return the lines of a file; none where it is not one of the analyzed."""
        content = self._contents.get(file)
        text = self._documents.get(file, "") if content is None else _decoded(content)
        lines = _LINE_END.split(text)
        return lines if lines[-1] else lines[:-1]


def _decoded(content: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding, "replace")
    except (SyntaxError, LookupError):
        return content.decode("utf-8", "replace")


def _wanted(analysis: Analysis) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for location in (finding.location for finding in analysis.findings):
        lines = range(max(location.line - AROUND, 1), location.line + AROUND + 1)
        wanted.setdefault(location.file, set()).update(lines)
    for location in _single_lines(analysis):
        if location.line > 0:
            wanted.setdefault(location.file, set()).add(location.line)
    return wanted


def _single_lines(analysis: Analysis) -> Iterator[Location]:
    """Yield where chains of findings call, and what was not resolved."""
    steps = {
        step
        for finding in analysis.findings
        for step in zip(finding.chain, finding.chain[1:], strict=False)
    }
    known = Steps(analysis.program)
    yield from (known.of(*step).location for step in steps)
    yield from (doubt.location for doubt in analysis.program.unresolved)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of numbers that follow each other."""
    first = last = 0
    for number in numbers:
        if number == last + 1 and first:
            last = number
            continue
        if first:
            yield first, last
        first = last = number
    if first:
        yield first, last
