"""Modules that import each other: when they are loaded, or would without imports in functions."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from migrator.model.components import components
from migrator.model.import_closure import imports_at_start
from migrator.model.location import Location
from migrator.model.program import Program


class HiddenCycle(msgspec.Struct, frozen=True, order=True):
    """An import in a function that would close a circle if it stood at module level.

    Attributes:
        location: of the import.
        function: in which it stands.
        circle: the modules: that of the function, what it imports there, and so on on a
            shortest way, until the last of them imports the first.
    """

    location: Location
    function: str
    circle: tuple[str, ...]


def find_import_cycles(program: Program) -> tuple[tuple[str, ...], ...]:
    """List the groups of modules of which each imports all others, straight or not; sorted.

    Imports in functions do not count: they are how people get out of such a group. Nor do those
    for type checkers, or that run only where the file is the program: nothing is loaded by them.
    """
    return _cycles(_loaded(program))


def find_hidden_cycles(program: Program) -> tuple[HiddenCycle, ...]:
    """List the imports in functions that keep a circle of modules from being one; sorted.

    Within a group of modules that import each other anyway, they keep nothing.
    """
    loaded = _loaded(program)
    group = {name: cycle for cycle in _cycles(loaded) for name in cycle}
    backwards: dict[str, list[str]] = {name: [] for name in loaded}
    for name, targets in loaded.items():
        for target in targets:
            backwards[target].append(name)
    found: set[HiddenCycle] = set()
    for module in program.modules:
        hidden = [one for one in module.imports if one.scope and one.target != module.name]
        ways = _ways_to(module.name, backwards) if hidden else {}
        for one in hidden:
            if one.target in ways and one.target not in group.get(module.name, ()):
                circle = (module.name, *_follow(one.target, ways))
                location = Location(module.file, one.line)
                found.add(HiddenCycle(location, f"{module.name}:{one.scope}", circle))
    return tuple(sorted(found))


def _cycles(loaded: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(group for group in components(loaded) if len(group) > 1))


def _loaded(program: Program) -> Mapping[str, Sequence[str]]:
    """Map each module to those that it imports when it is loaded, sorted."""
    known = {module.name for module in program.modules}
    return {
        module.name: sorted({one.target for one in imports} & known)
        for module, imports in imports_at_start(program)
    }


def _ways_to(module: str, backwards: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Map whoever loads ``module`` to what comes next on a shortest way to it."""
    found = {module: ""}
    queue = deque(found)
    while queue:
        name = queue.popleft()
        for importer in backwards[name]:
            if importer not in found:
                found[importer] = name
                queue.append(importer)
    return found


def _follow(name: str, ways: Mapping[str, str]) -> Iterator[str]:
    """Yield the modules on a way, without the one that it ends in."""
    while ways[name]:
        yield name
        name = ways[name]
