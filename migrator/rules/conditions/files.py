"""``write``: a file is written."""

import re
from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class WriteOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that is written.

    Attributes:
        path: a regular expression that the path contains; ``{}`` is what is computed.
        unless_path: one that it does not contain.
    """

    path: str = ""
    unless_path: str = ""


def find(condition: WriteOf, index: Index) -> Iterator[Match]:
    """Yield the writes."""
    for one in index.program.file_writes:
        if condition.unless_path and re.search(condition.unless_path, one.path):
            continue
        if re.search(condition.path, one.path):
            yield Match(one.location, one.name, (one.function,), one.path)
