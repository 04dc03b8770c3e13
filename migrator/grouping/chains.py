"""Ties within a group, without a tie for every pair of it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

Item = TypeVar("Item")


def chained(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Pair each item with the next one, and the first with all others.

    That holds a group together as pairs of all would, with twice as many pairs as items.
    """
    yield from pairwise(items)
    yield from ((items[0], other) for other in items[2:])
