"""``cycle``: modules import each other."""

from collections.abc import Iterable, Iterator

import msgspec

from migrator.model.location import Location
from migrator.rules.index import Index
from migrator.rules.match import Match

SHOWN = 4  # modules of a circle


class CycleOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Modules that import each other, straight or through others.

    Attributes:
        crosses: only cycles with modules of several services.
        hidden: not those that there are when modules are loaded, but imports in functions that
            would close one at module level.
    """

    crosses: bool = False
    hidden: bool = False


def find(condition: CycleOf, index: Index) -> Iterator[Match]:
    """Yield each cycle at the import by which its first module enters it, or that hides it."""
    yield from _hidden(condition, index) if condition.hidden else _loaded(condition, index)


def _loaded(condition: CycleOf, index: Index) -> Iterator[Match]:
    for cycle in index.import_cycles:
        if condition.crosses and not _crosses(cycle, index):
            continue
        first = next(module for module in index.program.modules if module.name == cycle[0])
        line = next(one.line for one in first.imports if one.target in cycle)
        value = f"{len(cycle)} modules: {', '.join(cycle[:SHOWN])}"
        loose = tuple(f"{name}:" for name in cycle)
        yield Match(Location(first.file, line), first.name, loose, value)


def _hidden(condition: CycleOf, index: Index) -> Iterator[Match]:
    for one in index.hidden_cycles:
        if not condition.crosses or _crosses(one.circle, index):
            names = (*one.circle[:SHOWN], *(("…",) if len(one.circle) > SHOWN else ()))
            value = " → ".join((*names, one.circle[0]))
            yield Match(one.location, one.circle[1], (one.function,), value)


def _crosses(modules: Iterable[str], index: Index) -> bool:
    return len({index.service_of(f"{name}:") for name in modules} - {""}) > 1
