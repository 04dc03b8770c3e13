"""One walk over a file's facts that says where a closer look is worth it; few places are."""

from collections.abc import Callable
from typing import NamedTuple

from migrator.analysis.walk import BELOW, PLACED, Node
from migrator.model import facts

ASKED = frozenset({facts.Call, *facts.STATEMENTS})


class Survey(NamedTuple):
    """What a file holds.

    Attributes:
        strings: its string constants with their lines, those in f-strings as well.
        joined: its f-strings.
        marked: by ``id``, the functions in or below which something of interest stands.
    """

    strings: list[tuple[str, int]]
    joined: list[facts.Joined]
    marked: frozenset[int]


class _End:
    """Stands behind what is in a function."""


_END = _End()


def survey(  # noqa: C901, PLR0912  (it sees every fact: a call for each would double its time)
    body: tuple[facts.Statement, ...], is_interesting: Callable[[Node], bool]
) -> Survey:
    """Walk all facts once; ``is_interesting`` is asked about statements and calls."""
    strings: list[tuple[str, int]] = []
    joined: list[facts.Joined] = []
    around: list[int] = []  # the functions around what is read, outermost first
    marked: set[int] = set()
    waiting: list[tuple[Node, int]] = [(body, 1)]
    while waiting:
        node, line = waiting.pop()
        kind = type(node)
        if kind is tuple:
            waiting += [(item, line) for item in reversed(node)]  # type: ignore[call-overload]
        elif kind is facts.Name or kind not in BELOW:
            if kind is _End:
                around.pop()
        elif kind is facts.Constant:
            if isinstance(node.value, str):  # type: ignore[attr-defined]
                strings.append((node.value, line))  # type: ignore[attr-defined]
        else:
            if kind in PLACED:
                line = node.line  # type: ignore[attr-defined]
            if kind is facts.FunctionDef:
                around.append(id(node))
                waiting.append((_END, line))
            elif kind is facts.Joined:
                joined.append(node)  # type: ignore[arg-type]
            elif kind in ASKED and around and is_interesting(node):
                marked.update(around)
            for field in BELOW[kind]:
                below = getattr(node, field)
                if below:
                    waiting.append((below, line))
    return Survey(strings, joined, frozenset(marked))
