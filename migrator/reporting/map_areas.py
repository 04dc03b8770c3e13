"""The services of a plan and what ties them, as the first page of the HTML report draws them.

It is the map (``map_html``) at its lowest zoom: ``templates/map/links.js`` counts the same there,
where things can be moved.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from migrator.grouping.homes import homes_of
from migrator.grouping.study import Study
from migrator.model.ownership import longest_prefix, service_of_module
from migrator.model.plan import MigrationPlan
from migrator.model.program import AccessMode, Program
from migrator.model.reach import module_of
from migrator.model.report import Analysis
from migrator.reporting import html_shape as shape

SHARED, NOWHERE = " shared", " nowhere"
KEYS = frozenset({"foreign-key", "relation", "model-name"})

# Kind, and the areas of its two ends.
_Tie = tuple[str, str, str]


def area_data(analysis: Analysis) -> shape.AreasData | None:
    """Say which areas there are and what ties services; None where there is nothing to see."""
    plan, program = analysis.plan, analysis.program
    if len(plan.services) < 2:
        return None
    modules = Counter(_area_of_module(module.name, plan) for module in program.modules)
    owners = {table: service.name for service in plan.services for table in service.owns}
    study = Study(program)
    tables = Counter(owners.get(table, NOWHERE) for table in study.material.tables)
    used = [area for area in (SHARED, NOWHERE) if modules[area] or tables[area]]
    names = [*(service.name for service in plan.services), *used]
    numbers = {name: number for number, name in enumerate(names)}
    counts: dict[tuple[int, int], Counter[str]] = {}
    for kind, one, other in _ties(study, plan, owners):
        if one != other and one in numbers and other in numbers:
            counts.setdefault((numbers[one], numbers[other]), Counter())[kind] += 1
    return shape.AreasData(
        areas=tuple(shape.AreaRow(name, modules[name], tables[name]) for name in names),
        links=tuple(shape.AreaLinkRow(*ends, dict(counts[ends])) for ends in sorted(counts)),
    )


def _ties(study: Study, plan: MigrationPlan, owners: dict[str, str]) -> Iterator[_Tie]:
    area_of = _area_finder(study.program, plan)
    for call in study.program.calls:
        yield "calls", area_of(call.caller), area_of(call.callee)
    for access in study.program.accesses:
        if access.mode is AccessMode.WRITE:
            yield "writes", area_of(access.function), owners.get(access.table, NOWHERE)
    for edge in study.program.hidden_edges:
        if edge.kind in KEYS:
            is_table = edge.target in study.material.tables
            target = owners.get(edge.target, NOWHERE) if is_table else area_of(edge.target)
            yield "keys", area_of(edge.source), target
    for _, _, tables in study.facts.transactions:
        written = sorted({owners[table] for table in tables if table in owners})
        yield from (("transactions", one, other) for one, other in combinations(written, 2))


def _area_finder(program: Program, plan: MigrationPlan) -> Callable[[str], str]:
    """Return what finds the area of a function."""
    homes = homes_of(program, plan)

    def area_of(name: str) -> str:
        return homes.get(name) or _area_of_module(module_of(name), plan)

    return area_of


def _area_of_module(module: str, plan: MigrationPlan) -> str:
    service = service_of_module(module, plan)
    if service:
        return service.name
    return SHARED if longest_prefix(module, plan.shared) else NOWHERE
