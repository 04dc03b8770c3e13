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
    on a line of its own of the next line that is no such comment.
    """
    own_lines: dict[int, re.Match[str]] = {}
    pending: list[tuple[int, re.Match[str]]] = []
    start = 0  # the line on which the statement began
    for token in _tokens(source):
        line = token.start[0]
        if token.type == tokenize.COMMENT and (found := COMMENT.search(token.string)):
            if token.line[: token.start[1]].strip():
                pending.append((line, found))
            else:
                own_lines[line] = found
        elif token.type in _ENDS:
            yield from (_ignore(at, found, start, line) for at, found in pending)
            pending, start = [], 0
        elif token.type not in _NO_CODE:
            start = start or line
    for line, found in own_lines.items():
        below = line + 1
        while below in own_lines:
            below += 1
        yield _make(line, found, line, below)


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


def _ignore(line: int, found: re.Match[str], start: int, end: int) -> facts.Ignore:
    return _make(line, found, start, end) if line == end else _make(line, found, line, line)


def _make(line: int, found: re.Match[str], first: int, last: int) -> facts.Ignore:
    rules = (rule.strip() for rule in (found["rules"] or "").split(","))
    reason = found["reason"].strip().lstrip(":- ")
    return facts.Ignore(line, first, last, tuple(rule for rule in rules if rule), reason)
