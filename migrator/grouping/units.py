"""Packages without entry points: shared, or part of the only service that uses them."""

from collections import deque
from collections.abc import Mapping

import msgspec

from migrator.grouping.areas import Layout
from migrator.model.program import Program


class Units(msgspec.Struct, frozen=True):
    """Where the packages without entry points go.

    Attributes:
        private: pairs of a package and the one service that uses it.
        shared: packages that several services use.
    """

    private: tuple[tuple[str, str], ...] = ()
    shared: tuple[str, ...] = ()


def place_units(program: Program, layout: Layout, service_of_area: Mapping[str, str]) -> Units:
    """Place each package that has no entry points by who imports it.

    What nobody but the application's own set-up imports stays in the monolith.
    """
    users = _users(program, layout, service_of_area)
    return Units(
        private=tuple(sorted((u, min(names)) for u, names in users.items() if len(names) == 1)),
        shared=tuple(sorted(u for u, names in users.items() if len(names) > 1)),
    )


def _users(
    program: Program, layout: Layout, service_of_area: Mapping[str, str]
) -> dict[str, set[str]]:
    """Map each unit to the services that import it, directly or through other units."""
    imports = {m.name: sorted({i.target for i in m.imports}) for m in program.modules}
    areas = {module: layout.area_of(module) for module in imports}
    units = {module: layout.unit_of(module) for module in imports}
    users: dict[str, set[str]] = {}
    for area, service in sorted(service_of_area.items()):
        if area in layout.glue | layout.utilities:
            continue
        start = [module for module, its in areas.items() if its == area]
        for unit in _reached_units(start, imports, units):
            users.setdefault(unit, set()).add(service)
    return users


def _reached_units(
    start: list[str], imports: Mapping[str, list[str]], units: Mapping[str, str]
) -> set[str]:
    reached, seen, queue = set(), set(start), deque(start)
    while queue:
        for target in imports.get(queue.popleft(), ()):
            unit = units.get(target)
            if unit and target not in seen:
                seen.add(target)
                reached.add(unit)
                queue.append(target)
    return reached
