"""Line numbers of syntax nodes, for a small part of the price of a parse.

libcst keeps no positions in its nodes; its PositionProvider costs twice a parse. Walking a module
in the order of its source while counting the newlines in its whitespace and strings gives the
same start and end lines. Rare syntax, which ``layouts`` leaves out, is generated as code instead
and the newlines counted in that.
https://libcst.readthedocs.io/en/latest/metadata.html#position-metadata
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState

from migrator.analysis.layouts import EXPRESSIONS, PARTS, STATEMENTS

Span = tuple[int, int]

BLANK = frozenset({"", " "})
TEXTS = frozenset({cst.SimpleString, cst.Integer, cst.Float, cst.Name})
WHOLE_LINES = frozenset({cst.TrailingWhitespace, cst.EmptyLine})


def find_spans(module: cst.Module) -> dict[int, Span]:
    """Return the first and last line of every expression and statement, by ``id(node)``."""
    lines = _Lines(module)
    lines.count((module.header, module.body), 1)
    return lines.spans


class _Lines:
    def __init__(self, module: cst.Module) -> None:
        self.spans: dict[int, Span] = {}
        self._counter = _Counter(module, self.spans)

    def count(self, nodes: Iterable[Any], line: int) -> int:  # noqa: C901, PLR0912  (see below)
        """Note the spans of what starts on ``line``; return the line on which it ends.

        It sees every node there is, ten a line: one function, with what is frequent first.
        """
        spans = self.spans
        for node in nodes:
            kind = type(node)
            if kind is cst.SimpleWhitespace:
                if node.value not in BLANK:
                    line += _newlines(node.value)
            elif node is None or kind is cst.MaybeSentinel:
                continue
            elif kind is tuple:
                if node:
                    line = self.count(node, line)
            elif kind is cst.Name and not node.lpar:
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
            elif kind is cst.FormattedStringText:
                line += _newlines(node.value)
            else:
                line = self._counter.count(node, line)
        return line

    def _statement(self, node: cst.CSTNode, line: int) -> int:
        layout = STATEMENTS[type(node)]
        start = self.count(layout.before(node), line)
        line = self.count(layout.inside(node), start)
        self.spans[id(node)] = start, self._end(node, layout.ends) or line
        return self.count(layout.after(node), line)

    def _end(self, node: cst.CSTNode, ends: Iterable[str]) -> int:
        for field in ends:
            last = getattr(node, field)
            if last:
                return self.spans[id(last[-1] if type(last) is tuple else last)][1]
        return 0


def _newlines(text: str) -> int:
    return text.count("\n") or text.count("\r")


class _Counter(CodegenState):
    """Generates nothing; remembers on which lines each node starts and ends."""

    def __init__(self, module: cst.Module, spans: dict[int, Span]) -> None:
        super().__init__(
            default_indent=module.default_indent, default_newline=module.default_newline
        )
        self.line = 1
        self.spans = spans

    def count(self, node: cst.CSTNode, line: int) -> int:
        """Note the spans of ``node`` and of all below; return the line on which it ends."""
        self.line = line
        node._codegen(self)  # noqa: SLF001  (the only way in; PositionProvider does the same)
        return self.line

    def add_token(self, value: str) -> None:
        self.line += _newlines(value)

    def add_indent_tokens(self) -> None:
        """Indentation holds no newline."""

    @contextmanager
    def record_syntactic_position(
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> Iterator[None]:
        start = self.line
        yield
        if start_node is not None:
            start = self.spans.get(id(start_node), (start, start))[0]
        end = self.line
        if end_node is not None:
            end = self.spans.get(id(end_node), (end, end))[1]
        self.spans[id(node)] = (start, end)
