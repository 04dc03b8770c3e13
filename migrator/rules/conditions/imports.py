"""``import``: something external is imported."""

from collections.abc import Iterator

import msgspec

from migrator.model.constructs import ExternalImport
from migrator.model.reach import module_of
from migrator.rules.index import Index, stands
from migrator.rules.match import Match


class ImportOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An import, once a module: ``pandas`` also is ``from pandas.io import sql``.

    Attributes:
        where: ``module`` (when the module is imported) or ``function``; empty for both.
        once: each name once, at its first import, as a matter of all that import it.
        is_certain: only what is required (a distribution of such a name is), or imported whether
            or not it is installed, by modules that are loaded before any handler; false: only the
            others.
    """

    name: tuple[str, ...]
    where: str = ""
    once: bool = False
    is_certain: bool | None = None


def find(condition: ImportOf, index: Index) -> Iterator[Match]:
    """Yield the first import in each module, or of all."""
    for name in condition.name:
        found = list(_firsts(name, condition, index))
        if condition.once and found:
            functions = tuple(
                dict.fromkeys(function for one in found for function in one.functions)
            )
            yield Match(found[0].location, name, functions, str(len(found)))
        else:
            yield from found


def _firsts(name: str, condition: ImportOf, index: Index) -> Iterator[Match]:
    seen: set[str] = set()
    found = index.imports.matching((name,))
    for one in sorted(found, key=lambda one: (one.location, one.name)):
        if one.location.file in seen or not stands(one.function, condition.where):
            continue
        if condition.is_certain not in {None, _is_certain(one, index)}:
            continue
        seen.add(one.location.file)
        shown = one.name if "*" in name else name
        yield Match(one.location, shown, (one.function,))


def _is_certain(one: ExternalImport, index: Index) -> bool:
    module = one.name.partition(".")[0].replace("_", "-")
    if index.requires(f"{module}*"):
        return True
    if not stands(one.function, "module") or index.guards(one.location):
        return False
    return module_of(one.function) in index.loaded
