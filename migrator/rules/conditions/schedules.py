"""``schedule``: a clock starts something."""

import re
from collections.abc import Iterator

import msgspec

from migrator.model.program import Schedule
from migrator.rules.index import Index
from migrator.rules.match import Match


class ScheduleOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A schedule.

    Attributes:
        has_equivalent: only those that AWS can express (true) or cannot (false).
        declared: a regular expression that the declared form contains.
    """

    has_equivalent: bool | None = None
    declared: str = ""


def find(condition: ScheduleOf, index: Index) -> Iterator[Match]:
    """Yield the schedules."""
    for point in index.program.entry_points:
        trigger = point.trigger
        if not isinstance(trigger, Schedule) or not re.search(
            condition.declared, trigger.declared
        ):
            continue
        if condition.has_equivalent in {None, bool(trigger.expression)}:
            place = point.registered_at[0] if point.registered_at else point.location
            label = (point.label,)
            yield Match(place, point.label, (point.handler,), trigger.declared, labels=label)
