"""Join: areas that are too small to be a service, or that do everything together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

import msgspec

from migrator.grouping.areas import Layout
from migrator.grouping.costs import LARGE, Cost, Division, price
from migrator.grouping.divide import Candidate, best, candidates
from migrator.grouping.homes import members
from migrator.grouping.study import Study
from migrator.grouping.ties import is_table
from migrator.model.ownership import covers
from migrator.model.reach import module_of

FEW = 2
TOO_LARGE = 2 * LARGE


class Joined(msgspec.Struct, frozen=True):
    """Groups of areas, and what they are worth; the groups are sorted."""

    groups: tuple[tuple[str, ...], ...]
    worth: float = 0.0


def join_areas(
    study: Study,
    layout: Layout,
    handlers: Mapping[str, int],
    apart: Iterable[tuple[str, ...]],
    *,
    is_own: bool = True,
) -> Joined:
    """Group areas that should be one service; ``handlers`` counts those of each area.

    The areas as people made them (where ``is_own``) compete with communities at several
    resolutions, in all of which an area stays whole. The application's own module joins nobody,
    nor do utilities.
    """
    alone = tuple((area,) for area in sorted(handlers))
    free = [area for area in handlers if area and area not in layout.glue | layout.utilities]
    if len(free) <= FEW or sum(handlers[area] for area in free) <= LARGE:
        return Joined(alone)
    inside = _inside(study, layout)
    affinity = study.affinity.merged(lambda node: _merged(node, layout))

    def groups_of(parts: Mapping[str, int]) -> dict[str, int | str]:
        """Map each area to its group; what must be apart, or would be too large, is not one."""
        groups = {area: parts.get(area, area) for area in free}
        broken = {
            groups[one] for one, other in _enemies(free, apart) if groups[one] == groups[other]
        }
        sizes: Counter[int | str] = Counter()
        for area, group in groups.items():
            sizes[group] += handlers[area]
        broken |= {group for group, size in sizes.items() if size > TOO_LARGE}
        return {area: area if group in broken else group for area, group in groups.items()}

    def price_of(parts: Mapping[str, int]) -> Cost:
        groups = groups_of(parts)
        homes = {name: str(groups.get(area, area)) for name, area in inside.items() if area}
        sizes: Counter[str] = Counter()
        for area, count in handlers.items():
            sizes[str(groups.get(area, area))] += count
        return price(study.facts, Division(study.facts, homes), sizes)

    own = {node: number for number, node in enumerate(affinity.nodes)}
    found = [Candidate(own, 0, 1.0, price_of(own))] if is_own else []
    found += candidates(affinity, price_of)
    winner = best(c for c in found if len({*groups_of(c.parts).values()}) > 1)
    chosen = groups_of(winner.parts)
    joined: dict[int | str, list[str]] = {}
    for area in sorted(handlers):
        joined.setdefault(chosen.get(area, area), []).append(area)
    return Joined(tuple(sorted(map(tuple, joined.values()))), winner.worth)


def _inside(study: Study, layout: Layout) -> dict[str, str]:
    """Map each function to its area, '' where it is in none."""
    areas = {m.name: layout.area_of(m.name) for m in study.program.modules}
    areas = {name: area for name, area in areas.items() if area not in layout.utilities}
    return {name: areas.get(module_of(name), "") for name in members(study.program)}


def _merged(node: str, layout: Layout) -> str:
    """Name the area of a module; tables and other modules stay, the application's is left out."""
    if is_table(node):
        return node
    return "" if node in layout.glue else layout.area_of(node) or node


def _enemies(areas: Iterable[str], apart: Iterable[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Pair the areas that hold, or lie in, prefixes that a person wants apart."""
    return [
        pair
        for prefixes in apart
        for one, other in combinations(prefixes, 2)
        for pair in combinations(sorted(areas), 2)
        if (_meets(pair[0], one) and _meets(pair[1], other))
        or (_meets(pair[0], other) and _meets(pair[1], one))
    ]


def _meets(area: str, prefix: str) -> bool:
    return covers(area, prefix) or covers(prefix, area)
