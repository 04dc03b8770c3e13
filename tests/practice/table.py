"""What an application has when it runs: one row a (method, path), or a task."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

COLUMNS = ("kind", "method", "path", "own", "handlers")
BRACKETS = {"<": ">", "{": "}"}


class Row(NamedTuple):
    """One line of a table.

    Attributes:
        kind: ``http``, ``websocket`` or ``task``.
        method: ``ANY`` for a view that takes any, ``-`` where there is none.
        path: with ``{}`` for each parameter; of a task, its handler.
        is_own: whether the application's source has the handler: others count for precision only.
        handlers: ``file:qualified.name`` of each function or class that may be given for it.
    """

    kind: str
    method: str
    path: str
    is_own: bool
    handlers: tuple[str, ...]


def read_table(text: str) -> tuple[Row, ...]:
    """Read a table of tab-separated columns, the handlers separated by spaces."""
    lines = [line.split("\t") for line in text.splitlines()[1:]]
    return tuple(
        Row(kind, method, path, own == "yes", tuple(handlers.split()))
        for kind, method, path, own, handlers in lines
    )


def write_table(rows: Iterable[Row]) -> str:
    """Write a table as ``read_table`` reads it."""
    lines = ["\t".join(COLUMNS)]
    for row in rows:
        own = "yes" if row.is_own else "no"
        lines.append("\t".join((row.kind, row.method, row.path, own, " ".join(row.handlers))))
    return "\n".join(lines) + "\n"


def shape(path: str) -> str:
    r"""Give ``/a/<int:id>``, ``/a/{id:path}`` and ``^a/(?P<id>\d+)/$`` one spelling: ``/a/{}``."""
    plain = re.sub(r"\\([./-])", r"\1", path).replace(r"\Z", "")
    text = re.sub("/{2,}", "/", "/" + "".join(_parts(plain)))
    return text.removesuffix("/?").rstrip("/") or "/"


def _parts(path: str) -> Iterator[str]:
    position = 0
    while position < len(path):
        char = path[position]
        if char == "(":
            position = _group_end(path, position + 1)
            position += path[position : position + 1] in ("?", "*", "+")
            yield "{}"
        elif char in BRACKETS:
            end = path.find(BRACKETS[char], position)
            position = (end if end > 0 else len(path)) + 1
            yield "{}"
        else:
            position += 1
            yield "" if char in "^$" else char


def _group_end(path: str, position: int) -> int:
    """Return where the group ends whose inside starts at ``position``."""
    depth = 1
    while position < len(path) and depth:
        match path[position]:
            case "\\":
                position += 1
            case "[":
                position = _set_end(path, position)
            case "(":
                depth += 1
            case ")":
                depth -= 1
        position += 1
    return position


def _set_end(path: str, position: int) -> int:
    while position < len(path) and path[position] != "]":
        position += 2 if path[position] == "\\" else 1
    return position
