"""``read``: an attribute of something external is read."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class ReadOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A read of an attribute: ``flask.request.files``; ``request.FILES`` of a parameter."""

    name: tuple[str, ...]


def find(condition: ReadOf, index: Index) -> Iterator[Match]:
    """Yield the reads."""
    for one in index.attribute_reads.matching(condition.name):
        yield Match(one.location, one.name, (one.function,))
