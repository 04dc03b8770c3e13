"""``enqueue``: a task is put on a queue."""

from collections.abc import Iterator

import msgspec

from migrator.model.program import Enqueue
from migrator.rules.conditions.calls import ArgumentIs, is_so, value_of
from migrator.rules.index import Index
from migrator.rules.match import Match


class EnqueueOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task that is put on a queue.

    Attributes:
        method: only by calling one of these: ``delay``, ``apply_async``.
        argument: only where this argument of the call is so.
        inside: only in one of these ways, as for ``call``; ``after-commit`` where that is put
            off until the transaction is committed.
        outside: only in none of these.
    """

    method: tuple[str, ...] = ()
    argument: ArgumentIs | None = None
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def find(condition: EnqueueOf, index: Index) -> Iterator[Match]:
    """Yield the places."""
    for one in index.program.enqueues:
        if _counts(condition, one) and _runs(condition, one, index):
            value = value_of(condition.argument, one) if condition.argument else ""
            yield Match(one.location, one.task, (one.function,), value)


def _counts(condition: EnqueueOf, one: Enqueue) -> bool:
    if condition.method and one.method not in condition.method:
        return False
    return condition.argument is None or is_so(condition.argument, one)


def _runs(condition: EnqueueOf, one: Enqueue, index: Index) -> bool:
    if not condition.inside and not condition.outside:
        return True
    ways = index.ways(one, one.method)
    is_inside = not condition.inside or not ways.isdisjoint(condition.inside)
    return is_inside and ways.isdisjoint(condition.outside)
