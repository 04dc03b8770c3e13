"""``reaches``: how much an entry point reaches."""

from collections.abc import Iterator

import msgspec

from migrator.model.reach import Reach, module_of
from migrator.rules.index import Index
from migrator.rules.match import Match

OF = (
    "functions",
    "modules",
    "tables_read",
    "tables_written",
    "settings",
    "settings_bytes",
    "aws",
    "hosts",
    "tasks",
)


class ReachesOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry point that reaches more than so many.

    Attributes:
        of: one of ``OF``; ``settings_bytes`` is the length of the names of all settings.
        share: ``more_than`` is a percentage of what the monolith has (modules only).
    """

    of: str
    more_than: int
    share: bool = False


def find(condition: ReachesOf, index: Index) -> Iterator[Match]:
    """Yield the entry points."""
    whole = len(index.program.modules)
    for point, reach in zip(index.program.entry_points, index.reaches, strict=True):
        size = _size(condition.of, reach)
        if condition.share:
            size = round(100 * size / max(whole, 1))
        if size > condition.more_than:
            label = (point.label,)
            yield Match(point.location, point.label, (point.handler,), str(size), labels=label)


def _size(of: str, reach: Reach) -> int:
    if of == "modules":
        return len({module_of(function) for function in reach.functions})
    if of == "settings_bytes":
        return sum(len(key) for key in reach.settings)
    found: tuple[str, ...] = getattr(reach, of)
    return len(found)
