"""``class``: a class inherits from something, near or far."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class ClassOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class with such an ancestor, by its dotted name."""

    base: tuple[str, ...]


def find(condition: ClassOf, index: Index) -> Iterator[Match]:
    """Yield the classes, each as a matter of its methods."""
    for one in index.inheritances.matching(condition.base):
        yield Match(one.location, one.base, index.members.get(one.cls) or (one.cls,), one.cls)
