"""Line numbers of syntax nodes, for about a third of the price of a parse.

libcst keeps no positions in its nodes; its PositionProvider costs twice a parse. Generating the
code of a module while counting newlines gives the same start and end lines.
https://libcst.readthedocs.io/en/latest/metadata.html#position-metadata
"""

from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst
from libcst._nodes.internal import CodegenState

Span = tuple[int, int]


class _Counter(CodegenState):
    """Generates nothing; remembers on which lines each node starts and ends."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(
            default_indent=module.default_indent, default_newline=module.default_newline
        )
        self.line = 1
        self.spans: dict[int, Span] = {}

    def add_token(self, value: str) -> None:
        self.line += value.count("\n") or value.count("\r")

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


def find_spans(module: cst.Module) -> dict[int, Span]:
    """Return the first and last line of every node of ``module``, by ``id(node)``."""
    counter = _Counter(module)
    module._codegen(counter)  # noqa: SLF001  (the only way in; PositionProvider does the same)
    return counter.spans
