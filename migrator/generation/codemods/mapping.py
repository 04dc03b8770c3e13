"""Where the lines of the monolith are in a file that was cut down since."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

import msgspec


class Spot(msgspec.Struct, frozen=True, order=True):
    """Something on a line.

    Attributes:
        name: what: the dotted name that is called, a path.
        end_line: where the function around it ends, for what concerns all of it.
    """

    line: int
    name: str
    end_line: int = 0


Spots = Sequence[Spot]


def moved(spots: Iterable[Spot], before: str, after: str) -> list[Spot]:
    """Find the spots of ``before`` in ``after``; those whose line is gone or changed are not."""
    lines = lines_of(before, after)
    return [
        msgspec.structs.replace(
            spot,
            line=lines[spot.line],
            end_line=lines[spot.line] + spot.end_line - spot.line if spot.end_line else 0,
        )
        for spot in sorted(set(spots))
        if spot.line in lines
    ]


def lines_of(before: str, after: str) -> Mapping[int, int]:
    """Map the numbers of the lines that ``after`` still has."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return {number: number for number in range(1, len(old) + 1)}
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {b.a + i + 1: b.b + i + 1 for b in blocks for i in range(b.size)}


def changes(before: str, after: str) -> Iterable[tuple[int, str, str]]:
    """Yield line, old and new text of what differs, for the reader."""
    old, new = before.splitlines(), after.splitlines()
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for what, i, j, k, end in steps:
        if what != "equal":
            yield i + 1, _joined(old[i:j]), _joined(new[k:end])


def _joined(lines: Sequence[str]) -> str:
    return " ".join(line.strip() for line in lines)
