"""``decorator``: a function or class is decorated."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class DecoratorOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decorator, by its dotted name; those of the project have a colon."""

    name: tuple[str, ...]


def find(condition: DecoratorOf, index: Index) -> Iterator[Match]:
    """Yield the decorators, each as a matter of what stands below it."""
    for one in index.decorations.matching(condition.name):
        yield Match(one.location, one.name, index.members.get(one.target) or (one.target,))
