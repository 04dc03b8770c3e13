"""Areas: the packages whose entry points belong together, by where their handlers lie."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import msgspec

from migrator.model.ownership import covers
from migrator.model.plan import Constraints
from migrator.model.program import Program
from migrator.model.reach import module_of

# An area that holds more than this share of the entry points, and more than so many, is split.
TOO_LARGE = 2 / 3
TOO_MANY = 20
# What fewer areas than this import is nobody's utility.
FEW = 3


class Layout(msgspec.Struct, frozen=True):
    """How the modules of a monolith fall into areas and the rest.

    Attributes:
        areas: packages and modules that hold entry points, sorted; none lies in another,
            except below one that is the ``__init__`` of their package.
        glue: modules that put the application together; they belong to nobody.
        utilities: areas that travel with whoever uses them, though they have entry points.
    """

    areas: tuple[str, ...]
    glue: frozenset[str]
    utilities: frozenset[str] = frozenset()

    def area_of(self, module: str) -> str:
        """Name the area that holds ``module``; empty where none does."""
        if module in self.areas:
            return module
        return next((a for a in self.areas if covers(a, module) and self.is_whole(a)), "")

    def is_whole(self, area: str) -> bool:
        """Tell whether ``area`` stands for all modules below it, not only for itself."""
        return not any(other != area and covers(area, other) for other in self.areas)

    def unit_of(self, module: str) -> str:
        """Name the package that goes where ``module`` goes; empty for areas and glue.

        A utility is such a package.
        """
        area = self.area_of(module)
        if module in self.glue or area:
            return area if area in self.utilities else ""
        parts = module.split(".")
        prefixes = (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        return next((p for p in prefixes if not any(covers(p, a) for a in self.areas)), "")

    def claim_of(self, area: str) -> tuple[str, ...]:
        """List what a service of this area may call its modules."""
        is_claimed = self.is_whole(area) and area not in self.glue | self.utilities
        return (area,) if is_claimed else ()


def project_prefixes(program: Program) -> frozenset[str]:
    """Name all packages and modules of the monolith: handlers may be of a framework."""
    names = (module.name.split(".") for module in program.modules)
    return frozenset(".".join(parts[:n]) for parts in names for n in range(1, len(parts) + 1))


def find_layout(program: Program, *, depth: int | None = None) -> Layout:
    """Find the areas at ``depth`` levels, by default the first level that tells them apart."""
    homes = Counter(module_of(e.handler) for e in program.entry_points)
    areas = _cut(homes, depth) if depth else _split(_first_level(homes), homes)
    glue = frozenset(module_of(a.name) for a in program.applications)
    return Layout(tuple(sorted(areas)), glue)


def find_utilities(layout: Layout, program: Program, *, limit: int) -> Layout:
    """Find areas with at most ``limit`` entry points that most other areas import.

    They declare no table: who does has data of its own, and is a service for the others.
    """
    homes = Counter(layout.area_of(module_of(e.handler)) for e in program.entry_points)
    declaring = {layout.area_of(module_of(table.model)) for table in program.tables}
    importers: dict[str, set[str]] = {}
    for module in program.modules:
        area = layout.area_of(module.name)
        for target in {layout.area_of(one.target) for one in module.imports} - {area}:
            importers.setdefault(target, set()).add(area)
    found = {
        area
        for area in {*layout.areas} - layout.glue - declaring
        if layout.is_whole(area) and homes[area] <= limit
        if len(importers.get(area, set()) - {""}) >= max(FEW, len(layout.areas) / 2)
    }
    return Layout(layout.areas, layout.glue, frozenset(found))


def split_large(layout: Layout, program: Program, *, limit: int) -> Layout:
    """Take areas with more than ``limit`` entry points apart, as deep as it takes.

    One of which a part would still hold most stays whole.
    """
    homes = Counter(module_of(e.handler) for e in program.entry_points)
    areas: set[str] = set()
    for area in layout.areas:
        inside = {m: count for m, count in homes.items() if layout.area_of(m) == area}
        sizes = Counter(_parts_below(area, inside, limit))
        most = max(sizes.values(), default=0)
        areas |= {area} if most > TOO_LARGE * sum(inside.values()) else {*sizes}
    return Layout(tuple(sorted(areas)), layout.glue)


def _parts_below(area: str, homes: Mapping[str, int], limit: int) -> Iterator[str]:
    """Yield the part of each entry point below ``area``, itself where that is small enough."""
    total, depth = sum(homes.values()), area.count(".") + 2
    if total <= limit or {*homes} <= {area}:
        yield from [area] * total
        return
    for part in sorted(_cut(homes, depth)):
        inside = {m: n for m, n in homes.items() if _cut([m], depth) == {part}}
        yield from _parts_below(part, inside, limit) if part != area else [area] * homes[area]


def part_areas(layout: Layout, program: Program, constraints: Constraints) -> Layout:
    """Take areas apart that hold two prefixes which a person wants apart, one level at a time.

    Where both are one module, or one lies in the other, the area stays: the check says so.
    """
    homes = Counter(module_of(e.handler) for e in program.entry_points)
    areas = {*layout.areas}
    for one, other in (p for prefixes in constraints.apart for p in combinations(prefixes, 2)):
        while both := next((a for a in sorted(areas) if _holds(a, one) and _holds(a, other)), ""):
            inside = [module for module in homes if covers(both, module)]
            parts = _cut(inside, both.count(".") + 2)
            if parts <= {both} or covers(one, other) or covers(other, one):
                break
            areas = (areas - {both}) | parts
    return Layout(tuple(sorted(areas)), layout.glue)


def _holds(area: str, prefix: str) -> bool:
    """Tell whether a prefix lies below an area that can be taken apart."""
    return area != prefix and covers(area, prefix)


def _first_level(homes: Mapping[str, int]) -> set[str]:
    deepest = max((module.count(".") + 1 for module in homes), default=0)
    for depth in range(1, deepest + 1):
        areas = _cut(homes, depth)
        if len(areas) > 1:
            return areas
    return set(homes)


def _split(
    areas: set[str], homes: Mapping[str, int], done: frozenset[str] = frozenset()
) -> set[str]:
    """Look one level deeper into an area that holds nearly everything.

    An area in ``done`` was split: what is left of it are the routes of its ``__init__``.
    """
    total = sum(homes.values())
    for area in sorted(areas - done):
        inside = {m: count for m, count in homes.items() if covers(area, m)}
        parts = _cut(inside, area.count(".") + 2)
        size = sum(inside.values())
        if size > TOO_LARGE * total and size > TOO_MANY and len(parts) > 1:
            return _split((areas - {area}) | parts, homes, done | {area})
    return areas


def _cut(modules: Iterable[str], depth: int) -> set[str]:
    return {".".join(module.split(".")[:depth]) for module in modules}
