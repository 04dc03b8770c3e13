"""``assignment``: an attribute or item of something external is given a constant."""

import re
from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class AssignmentOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A constant for an attribute or item: `flask.make_response.headers[Content-Type]`.

    Attributes:
        matches: a regular expression that the `repr` of the constant contains.
    """

    name: tuple[str, ...]
    matches: str = ""


def find(condition: AssignmentOf, index: Index) -> Iterator[Match]:
    """Yield the assignments."""
    for one in index.assignments.matching(condition.name):
        if re.search(condition.matches, one.value):
            yield Match(one.location, one.name, (one.function,), one.value)
