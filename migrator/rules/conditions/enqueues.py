"""``enqueue``: a task is put on a queue."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class EnqueueOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task that is put on a queue.

    Attributes:
        inside: only in one of these ways, as for ``call``.
    """

    inside: tuple[str, ...] = ()


def find(condition: EnqueueOf, index: Index) -> Iterator[Match]:
    """Yield the places."""
    for one in index.program.enqueues:
        if not condition.inside or not index.ways(one).isdisjoint(condition.inside):
            yield Match(one.location, one.task, (one.function,))
