"""``read``: an attribute of something external is read."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class ReadOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A read of an attribute: ``flask.request.files``; ``request.FILES`` of a parameter.

    Attributes:
        of: in a ``handler`` (a function that answers routes) or in ``other`` functions; empty
            for both.
    """

    name: tuple[str, ...]
    of: str = ""


def find(condition: ReadOf, index: Index) -> Iterator[Match]:
    """Yield the reads."""
    for one in index.attribute_reads.matching(condition.name):
        if condition.of and (condition.of == "handler") != (one.function in index.handlers):
            continue
        yield Match(one.location, one.name, (one.function,))
