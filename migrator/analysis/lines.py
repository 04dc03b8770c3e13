"""Line numbers of syntax nodes, for a small part of the price of a parse.

libcst keeps no positions in its nodes; its PositionProvider costs twice a parse. Walking a module
in the order of its source while counting the newlines in its whitespace and strings gives the
same start and end lines.
https://libcst.readthedocs.io/en/latest/metadata.html#position-metadata
"""

from collections.abc import Iterable
from typing import Any

import libcst as cst
import msgspec

from migrator.analysis import layouts
from migrator.analysis.nodes import by_record, record_of

Span = tuple[int, int]

BLANK = frozenset({"", " "})
EXPRESSIONS = by_record(layouts.EXPRESSIONS)
PARTS = by_record(layouts.PARTS)
STATEMENTS = by_record(layouts.STATEMENTS)
NAME = record_of(cst.Name)
SPACE = record_of(cst.SimpleWhitespace)
STARRED = record_of(cst.StarredElement)
TEXTS = frozenset(
    {NAME, record_of(cst.SimpleString)}
    | {record_of(cst.Integer), record_of(cst.Float), record_of(cst.Imaginary)}
)
WHOLE_LINES = frozenset({record_of(cst.TrailingWhitespace), record_of(cst.EmptyLine)})


def find_spans(module: Any) -> dict[int, Span]:  # noqa: ANN401  (records have no types)
    """Return the first and last line of every expression and statement, by ``id(node)``."""
    lines = _Lines()
    lines.count((module.header, module.body), 1)
    return lines.spans


class _Lines:
    def __init__(self) -> None:
        self.spans: dict[int, Span] = {}

    def count(self, nodes: Iterable[Any], line: int) -> int:  # noqa: C901, PLR0912  (see below)
        """Note the spans of what starts on ``line``; return the line on which it ends.

        It sees every node there is, ten a line: one function, with what is frequent first.
        """
        spans = self.spans
        for node in nodes:
            kind = type(node)
            if kind is SPACE:
                if node.value not in BLANK:
                    line += _newlines(node.value)
            elif node is None:
                continue
            elif kind is tuple:
                if node:
                    line = self.count(node, line)
            elif kind is NAME and not node.lpar:
                spans[id(node)] = line, line
            elif kind in PARTS:
                line = self.count(PARTS[kind](node), line)
            elif kind in EXPRESSIONS:
                start = self.count(node.lpar, line) if node.lpar else line
                line = self.count(EXPRESSIONS[kind](node), start)
                spans[id(node)] = start, line
                line = self.count(node.rpar, line) if node.rpar else line
            elif kind in TEXTS:
                start = self.count(node.lpar, line) if node.lpar else line
                line = start + _newlines(node.value)
                spans[id(node)] = start, line
                line = self.count(node.rpar, line) if node.rpar else line
            elif kind in WHOLE_LINES:
                line += 1 + _newlines(node.whitespace.value)
            elif kind in STATEMENTS:
                line = self._statement(node, line)
            else:
                line = self._other(node, line)
        return line

    def _other(self, node: Any, line: int) -> int:  # noqa: ANN401
        kind = type(node)
        if kind is str:
            return line + _newlines(node)
        if kind is STARRED:
            start = self.count(node.lpar, line)
            line = self.count((node.whitespace_before_value, node.value), start)
            self.spans[id(node)] = start, line
            return self.count((*node.rpar, node.comma), line)
        # What a later libcst may have: in the order that it declares.
        return self.count(msgspec.structs.astuple(node), line)

    def _statement(self, node: Any, line: int) -> int:  # noqa: ANN401
        layout = STATEMENTS[type(node)]
        start = self.count(layout.before(node), line)
        line = self.count(layout.inside(node), start)
        self.spans[id(node)] = start, self._end(node, layout.ends) or line
        return self.count(layout.after(node), line)

    def _end(self, node: object, ends: Iterable[str]) -> int:
        for field in ends:
            last = getattr(node, field)
            if last:
                return self.spans[id(last[-1] if type(last) is tuple else last)][1]
        return 0


def _newlines(text: str) -> int:
    return text.count("\n") or text.count("\r")
