"""Routes that stay, but whose paths a moving route's template takes as well.

The facade knows templates, not the converters of the framework: ``/orders/{id}`` takes
``/orders/export``.
"""

import re
from collections.abc import Iterator

from migrator.generation.gateway import gateway_path
from migrator.model.extraction import Selection
from migrator.model.program import HttpRoute, Program

PARAMETER = re.compile(r"\{[^{}]+\}")


def find_overlaps(program: Program, selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield (label of the moving route, label of the one that stays); sorted by the first."""
    moving = [r.trigger for r in selection.routes if isinstance(r.trigger, HttpRoute)]
    staying = {e.trigger for e in program.entry_points if isinstance(e.trigger, HttpRoute)}
    staying.difference_update(moving)
    for mine in sorted(moving):
        for other in sorted(staying):
            if _takes(mine, other):
                yield f"{mine.method} {mine.path}", f"{other.method} {other.path}"


def _takes(mine: HttpRoute, other: HttpRoute) -> bool:
    if mine.method != other.method and "ANY" not in {mine.method, other.method}:
        return False
    pieces = re.split(r"(\{[^{}]+\})", gateway_path(mine))
    pattern = "".join(
        (".+" if piece.endswith("+}") else "[^/]+") if piece.startswith("{") else re.escape(piece)
        for piece in pieces
    )
    return re.fullmatch(pattern, PARAMETER.sub("1", other.path)) is not None
