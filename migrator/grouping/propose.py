"""Propose services: keep what a person decided, find a place for what has none yet."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from migrator.grouping.areas import Layout, find_layout
from migrator.grouping.constraints import check_apart, merge_together
from migrator.grouping.tables import share_tables
from migrator.grouping.units import place_units
from migrator.model.ownership import longest_prefix, service_of_module
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import Program
from migrator.model.reach import Reach, module_of


def propose(
    program: Program,
    plan: MigrationPlan | None = None,
    *,
    depth: int | None = None,
    reaches: Sequence[Reach] | None = None,
) -> MigrationPlan:
    """Propose a plan in which every entry point has exactly one service.

    Services of ``plan`` stay as they are, but for new entry points whose handler lies in
    their modules. New areas become new services. ``reaches`` is what each entry point reaches,
    where that is known already.

    Raises:
        PlanError: when ``constraints.apart`` cannot be respected.
    """
    plan = plan or MigrationPlan()
    layout = find_layout(program, depth=depth)
    homes = _homes(program)
    plan = _extend_services(plan, homes)
    plan, new = _add_services(plan, homes, layout)
    if new:
        plan = _add_units(program, plan, layout, new)
        plan = share_tables(program, plan, new.values(), reaches)
    check_apart(program, plan)
    return plan


def _homes(program: Program) -> dict[str, str]:
    """Map each label to the module of its handler; of equal labels the first one counts."""
    homes: dict[str, str] = {}
    for entry_point in program.entry_points:
        homes.setdefault(entry_point.label, module_of(entry_point.handler))
    return homes


def _extend_services(plan: MigrationPlan, homes: Mapping[str, str]) -> MigrationPlan:
    """Add new entry points to the services that hold their module, or others of the same."""
    holders = {homes[la]: s for s in plan.services for la in s.entry_points if la in homes}
    added: dict[str, list[str]] = {}
    for label in _without_service(plan, homes):
        module = homes[label]
        service = service_of_module(module, plan) or holders.get(module)
        service = service or _wanted_with(module, plan)
        if service:
            added.setdefault(service.name, []).append(label)
    return msgspec.structs.replace(
        plan, services=tuple(_with_entry_points(s, added.get(s.name, ())) for s in plan.services)
    )


def _add_services(
    plan: MigrationPlan, homes: Mapping[str, str], layout: Layout
) -> tuple[MigrationPlan, dict[str, str]]:
    """Add a service for each area with entry points that nobody has; also area -> service."""
    labels: dict[str, list[str]] = {}
    for label in _without_service(plan, homes):
        labels.setdefault(layout.area_of(homes[label]), []).append(label)
    services, names = list(plan.services), {}
    for areas in merge_together(labels, plan.constraints.together):
        name = _free_name(areas[0], {s.name for s in services})
        names.update(dict.fromkeys(areas, name))
        modules = [m for area in areas for m in layout.claim_of(area)]
        entry_points = _by_path(label for area in areas for label in labels[area])
        taken = {*plan.shared, *(m for s in services for m in s.modules)}
        services.append(Service(name, tuple(m for m in modules if m not in taken), entry_points))
    return msgspec.structs.replace(plan, services=tuple(services)), names


def _add_units(
    program: Program, plan: MigrationPlan, layout: Layout, new: Mapping[str, str]
) -> MigrationPlan:
    """Give each new service the packages that only it uses; list the shared ones."""
    owners = {a: s.name for a in layout.areas if (s := service_of_module(a, plan))}
    units = place_units(program, layout, {**owners, **new})
    known = {*plan.shared, *(m for s in plan.services for m in s.modules)}
    private: dict[str, list[str]] = {}
    for unit, service in units.private:
        if service in new.values() and not longest_prefix(unit, known):
            private.setdefault(service, []).append(unit)
    shared = [u for u in units.shared if not longest_prefix(u, known)]
    return msgspec.structs.replace(
        plan,
        services=tuple(_with_modules(s, private.get(s.name, ())) for s in plan.services),
        shared=(*plan.shared, *shared),
    )


def _without_service(plan: MigrationPlan, homes: Mapping[str, str]) -> list[str]:
    listed = {label for service in plan.services for label in service.entry_points}
    return [label for label in homes if label not in listed]


def _wanted_with(module: str, plan: MigrationPlan) -> Service | None:
    """Find the service of a module that ``constraints.together`` wants with this one."""
    for prefixes in plan.constraints.together:
        if longest_prefix(module, prefixes):
            found = (service_of_module(p, plan) for p in prefixes)
            return next((s for s in found if s), None)
    return None


def _with_entry_points(service: Service, labels: Iterable[str]) -> Service:
    return msgspec.structs.replace(
        service, entry_points=(*service.entry_points, *_by_path(labels))
    )


def _with_modules(service: Service, modules: Iterable[str]) -> Service:
    return msgspec.structs.replace(service, modules=(*service.modules, *sorted(modules)))


def _free_name(area: str, taken: set[str]) -> str:
    """Name a service after its area: the last part, with more parts where that is taken."""
    parts = area.replace("_", "-").lower().strip("-").split(".")
    names = ("-".join(parts[-count:]) for count in range(1, len(parts) + 1))
    numbered = (f"{parts[-1]}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (*names, *numbered) if name not in taken)


def _by_path(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(labels, key=lambda label: (label.partition(" ")[2], label)))
