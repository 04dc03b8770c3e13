"""Comments that accept a finding: ``# migrate: ignore[rule, other] reason``.

Facts hold no comments, so they are read from the source, by Python's own tokenizer: a string that
looks like one is none. https://docs.python.org/3/library/tokenize.html
"""

import io
import re
import tokenize
from collections.abc import Iterable, Iterator

from migrator.model import facts
from migrator.model.ignores import InlineIgnore
from migrator.model.location import Location

MARK = b"migrate:"
COMMENT = re.compile(r"#\s*migrate:\s*ignore\b(?:\s*\[(?P<rules>[^\]]*)\])?(?P<reason>.*)")

_ENDS = frozenset({tokenize.NEWLINE, tokenize.ENDMARKER})
_NO_CODE = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT})


def may_ignore(source: bytes) -> bool:
    """Tell whether a file may have such a comment: hardly any does."""
    return MARK in source


def read_ignores(source: bytes) -> Iterator[facts.Ignore]:
    """Read the comments of a file.

    A comment speaks of its own line; at the end of a statement over several lines of all of them;
    on a line of its own of the next line that is no such comment: above decorators, up to ``def``.
    """
    reader = _Reader()
    for token in _tokens(source):
        if token.type == tokenize.COMMENT:
            reader.comment(token)
        elif token.type in _ENDS:
            yield from reader.end(token.start[0])
        elif token.type not in _NO_CODE and not reader.start:
            reader.begin(token)
    yield from reader.above()


class _Reader:
    """What was read of a file so far.

    Attributes:
        start: the line on which the present statement began; 0 between statements.
    """

    def __init__(self) -> None:
        self.start = 0
        self._own_lines: dict[int, re.Match[str]] = {}
        self._behind: list[tuple[int, re.Match[str]]] = []
        self._decorators: list[int] = []
        self._defs: dict[int, int] = {}  # from the line of a decorator to that of its ``def``

    def comment(self, token: tokenize.TokenInfo) -> None:
        if found := COMMENT.search(token.string):
            line, column = token.start
            if token.line[:column].strip():
                self._behind.append((line, found))
            else:
                self._own_lines[line] = found

    def begin(self, token: tokenize.TokenInfo) -> None:
        self.start = token.start[0]
        if token.string == "@":
            self._decorators.append(self.start)
        else:
            self._defs |= dict.fromkeys(self._decorators, self.start)
            self._decorators.clear()

    def end(self, line: int) -> Iterator[facts.Ignore]:
        """End the statement: a comment on its last line speaks of all of them."""
        for at, found in self._behind:
            yield _make(at, found, self.start, line) if at == line else _make(at, found, at, at)
        self._behind, self.start = [], 0

    def above(self) -> Iterator[facts.Ignore]:
        """Return the comments that have a line of their own."""
        for line, found in self._own_lines.items():
            below = line + 1
            while below in self._own_lines:
                below += 1
            yield _make(line, found, line, self._defs.get(below, below))


def find_ignores(modules: Iterable[facts.ModuleFacts]) -> Iterator[InlineIgnore]:
    """List the comments of all files, in the order of files and lines."""
    for module in modules:
        for found in sorted(module.digest.ignores, key=lambda ignore: ignore.line):
            at = Location(module.file, found.line)
            yield InlineIgnore(at, found.first, found.last, found.rules, found.reason)


def _tokens(source: bytes) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.tokenize(io.BytesIO(source).readline)
    except (tokenize.TokenError, SyntaxError):
        return  # another Python's syntax: what comes after it is not read


def _make(line: int, found: re.Match[str], first: int, last: int) -> facts.Ignore:
    rules = (rule.strip() for rule in (found["rules"] or "").split(","))
    reason = found["reason"].strip().lstrip(":- ")
    return facts.Ignore(line, first, last, tuple(rule for rule in rules if rule), reason)
