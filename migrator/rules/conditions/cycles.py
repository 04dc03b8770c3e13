"""``cycle``: modules import each other."""

from collections.abc import Iterator

import msgspec

from migrator.model.location import Location
from migrator.rules.index import Index
from migrator.rules.match import Match


class CycleOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Modules that import each other, straight or through others.

    Attributes:
        crosses: only cycles with modules of several services.
    """

    crosses: bool = False


def find(condition: CycleOf, index: Index) -> Iterator[Match]:
    """Yield each cycle at the import by which its first module enters it."""
    for cycle in index.import_cycles:
        services = {index.service_of(f"{name}:") for name in cycle} - {""}
        if condition.crosses and len(services) < 2:
            continue
        first = next(module for module in index.program.modules if module.name == cycle[0])
        line = next(one.line for one in first.imports if one.target in cycle)
        value = f"{len(cycle)} modules: {', '.join(cycle[:4])}"
        loose = tuple(f"{name}:" for name in cycle)
        yield Match(Location(first.file, line), first.name, loose, value)
