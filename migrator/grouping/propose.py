"""Propose services: keep what a person decided, find a place for what has none yet."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from migrator.grouping.areas import (
    Layout,
    find_layout,
    find_utilities,
    part_areas,
    project_prefixes,
    split_large,
)
from migrator.grouping.constraints import check_apart, merge_together
from migrator.grouping.costs import LARGE
from migrator.grouping.files import divide_files
from migrator.grouping.join import join_areas
from migrator.grouping.pins import pin, pinned_labels
from migrator.grouping.study import Study
from migrator.grouping.tables import share_tables
from migrator.grouping.units import place_units
from migrator.model.ownership import longest_prefix, service_of_module
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import Program
from migrator.model.reach import Reach, module_of

# Entry points that a service has on the average where large areas are taken apart, at least.
USUAL = 10

Groups = tuple[tuple[str, ...], ...]


def propose(
    program: Program,
    plan: MigrationPlan | None = None,
    *,
    depth: int | None = None,
    reaches: Sequence[Reach] | None = None,
    study: Study | None = None,
) -> MigrationPlan:
    """Propose a plan in which every entry point has exactly one service.

    Services of ``plan`` stay as they are, but for new entry points whose handler lies in
    their modules. New areas become new services. ``reaches`` is what each entry point reaches,
    where that is known already, ``study`` what grouping learnt of the program.

    Raises:
        ConstraintError: when constraints contradict each other, or cannot be respected.
    """
    plan = plan or MigrationPlan()
    homes = _homes(program)
    study = study or Study(program)
    layout, joined = _joined(study, plan, homes, depth)
    written = frozenset(service.name for service in plan.services)
    plan = pin(program, plan)
    plan = _extend_services(plan, homes, pinned_labels(program, plan))
    project = project_prefixes(program)
    plan, new = _add_services(plan, homes, layout, joined, written, project)
    if depth is None:
        plan = divide_files(study, plan, homes, {*new.values()})
    if new:
        plan = _add_units(program, plan, layout, new)
    added = [service.name for service in plan.services if service.name not in written]
    if added:
        plan = share_tables(program, plan, added, reaches)
    check_apart(program, plan)
    return plan


def _homes(program: Program) -> dict[str, str]:
    """Map each label to the module of its handler; of equal labels the first one counts."""
    homes: dict[str, str] = {}
    for entry_point in program.entry_points:
        homes.setdefault(entry_point.label, module_of(entry_point.handler))
    return homes


def _extend_services(
    plan: MigrationPlan, homes: Mapping[str, str], pinned: frozenset[str]
) -> MigrationPlan:
    """Add new entry points to the services that hold their module, or others of the same.

    What is pinned draws nothing else along.
    """
    holders = {
        homes[label]: service
        for service in plan.services
        for label in service.entry_points
        if label in homes and label not in pinned
    }
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


def _joined(
    study: Study, plan: MigrationPlan, homes: Mapping[str, str], depth: int | None
) -> tuple[Layout, Groups]:
    """Group the areas with entry points that nobody has; a chosen depth joins none.

    Pins do not count: what is pinned moves alone. Large areas are taken apart where that is worth
    more, and does not make crumbs.
    """
    layout = part_areas(find_layout(study.program, depth=depth), study.program, plan.constraints)
    plan = _extend_services(plan, homes, frozenset())
    if depth is not None or not _without_service(plan, homes):
        return layout, tuple((area,) for area in layout.areas)
    finer = split_large(layout, study.program, limit=3 * LARGE)
    found = []
    for areas in dict.fromkeys((layout, finer)):
        one = find_utilities(areas, study.program, limit=LARGE)
        labels = _labels_by_area(plan, homes, one)
        handlers = {area: len(listed) for area, listed in labels.items()}
        is_own = one.areas == layout.areas
        joined = join_areas(study, one, handlers, plan.constraints.apart, is_own=is_own)
        if is_own or sum(handlers.values()) >= USUAL * len(joined.groups):
            found.append((one, joined))
    best, groups = max(found, key=lambda pair: pair[1].worth)
    return best, groups.groups


def _labels_by_area(
    plan: MigrationPlan, homes: Mapping[str, str], layout: Layout
) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    for label in _without_service(plan, homes):
        labels.setdefault(layout.area_of(homes[label]), []).append(label)
    return labels


def _add_services(
    plan: MigrationPlan,
    homes: Mapping[str, str],
    layout: Layout,
    joined: Groups,
    written: frozenset[str],
    project: frozenset[str],
) -> tuple[MigrationPlan, dict[str, str]]:
    """Add a service for each group of areas; also area -> service.

    What is not in ``project`` are modules of a framework: no service has them.

    A service that is not ``written`` is there because something is pinned to it: the group of
    this name is it.
    """
    labels = _labels_by_area(plan, homes, layout)
    services = [service for service in plan.services if service.name in written]
    pinned = {service.name: service for service in plan.services if service.name not in written}
    taken = {*plan.shared, *(m for s in plan.services for m in s.modules)}
    names: dict[str, str] = {}
    groups = ([area for area in areas if area in labels] for areas in joined)
    for areas in merge_together(filter(None, groups), plan.constraints.together):
        largest = max(areas, key=lambda area: len(labels[area]))
        name = _free_name(largest, {s.name for s in services})
        names.update(dict.fromkeys(areas, name))
        claimed = [m for area in areas for m in layout.claim_of(area) if m in project]
        modules = [module for module in claimed if module not in taken]
        service = pinned.pop(name, Service(name))
        service = _with_modules(service, modules)
        services.append(_with_entry_points(service, (la for area in areas for la in labels[area])))
        taken.update(modules)
    plan = msgspec.structs.replace(plan, services=(*services, *pinned.values()))
    return plan, names


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
