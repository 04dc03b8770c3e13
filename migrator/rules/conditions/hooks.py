"""``hook``: the framework runs a function around routes."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class HookOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A function that runs around routes.

    Attributes:
        around: ``all`` routes, or those of ``some``.
        framework: of these routes, ``flask``, ``fastapi``, …; any by default.
    """

    around: str
    framework: tuple[str, ...] = ()


def find(condition: HookOf, index: Index) -> Iterator[Match]:
    """Yield the functions where they are defined; not those of libraries."""
    program = index.program
    points = [
        point
        for point in program.entry_points
        if not condition.framework or point.framework in condition.framework
    ]
    some = {hook for point in points for hook in point.hooks} - {*program.hooks}
    everywhere = program.hooks if points else ()
    for name in sorted(some) if condition.around == "some" else everywhere:
        place = index.location_of(name)
        if place is not None:
            yield Match(place, name, (name,))
