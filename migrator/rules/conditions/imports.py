"""``import``: something external is imported."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class ImportOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An import, once a module: ``pandas`` also is ``from pandas.io import sql``.

    Attributes:
        where: ``module`` (when the module is imported) or ``function``; empty for both.
    """

    name: tuple[str, ...]
    where: str = ""


def find(condition: ImportOf, index: Index) -> Iterator[Match]:
    """Yield the first import in each module."""
    for name in condition.name:
        seen: set[str] = set()
        found = index.imports.matching((name,))
        for one in sorted(found, key=lambda one: (one.location, one.name)):
            is_loose = one.function.endswith(":")
            if one.location.file in seen or (
                condition.where and (condition.where == "module") != is_loose
            ):
                continue
            seen.add(one.location.file)
            shown = one.name if "*" in name else name
            yield Match(one.location, shown, (one.function,))
