"""``dependency``: a distribution is required."""

import re
from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index, is_named
from migrator.rules.match import Match


class DependencyOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A distribution by its normalized name.

    Attributes:
        versions: a regular expression that the required versions contain.
    """

    name: tuple[str, ...]
    versions: str = ""


def find(condition: DependencyOf, index: Index) -> Iterator[Match]:
    """Yield the requirements, each distribution once; nobody in particular reaches them."""
    seen: set[str] = set()
    for one in sorted(index.program.dependencies, key=lambda one: (one.location, one.name)):
        if one.name in seen or not is_named(one.name, condition.name):
            continue
        if re.search(condition.versions, one.versions):
            seen.add(one.name)
            yield Match(one.location, one.name, (), one.versions)
