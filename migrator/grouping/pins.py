"""Pins: what a person put into a certain service."""

from collections.abc import Iterator

import msgspec

from migrator.errors import ConstraintError
from migrator.model.ownership import covers, service_of_entry_point
from migrator.model.plan import MigrationPlan, Pin, Service
from migrator.model.program import Program
from migrator.model.reach import module_of


def pinned_labels(program: Program, plan: MigrationPlan) -> frozenset[str]:
    """Name the entry points that are pinned, by themselves, their handler or its module."""
    return frozenset(_labels(program, plan))


def pin(program: Program, plan: MigrationPlan) -> MigrationPlan:
    """Put what is pinned where it is pinned; services that do not exist yet are added.

    A module brings the entry points of its handlers, but for those that are pinned by name.

    Raises:
        ConstraintError: naming an entry point that another service lists already.
    """
    services = {service.name: service for service in plan.services}
    for one in plan.constraints.pinned:
        services.setdefault(one.service, Service(one.service))
    for label, one in _labels(program, plan).items():
        listed = service_of_entry_point(label, plan)
        if listed is None:
            service = services[one.service]
            labels = (*service.entry_points, label)
            services[one.service] = msgspec.structs.replace(service, entry_points=labels)
        elif listed.name != one.service:
            raise ConstraintError(
                f"{one.name} is pinned to {one.service!r}, but service {listed.name!r} "
                f"lists {label}",
                names=(one.name,),
                hint=f"move {label} to {one.service!r} in migration.yaml, or change the pin",
            )
    for one in plan.constraints.pinned:
        service = services[one.service]
        if _is_module(one) and one.name not in service.modules:
            modules = (*service.modules, one.name)
            services[one.service] = msgspec.structs.replace(service, modules=modules)
    return msgspec.structs.replace(plan, services=tuple(services.values()))


def _labels(program: Program, plan: MigrationPlan) -> dict[str, Pin]:
    """Map the entry points that are pinned to the most exact of their pins."""
    found: dict[str, Pin] = {}
    for exactness in (_as_module, _as_function, _as_label):
        found.update(exactness(program, plan))
    return found


def _as_module(program: Program, plan: MigrationPlan) -> Iterator[tuple[str, Pin]]:
    pins = sorted(filter(_is_module, plan.constraints.pinned), key=lambda one: len(one.name))
    for one in pins:
        for entry_point in program.entry_points:
            if covers(one.name, module_of(entry_point.handler)):
                yield entry_point.label, one


def _as_function(program: Program, plan: MigrationPlan) -> Iterator[tuple[str, Pin]]:
    for one in plan.constraints.pinned:
        for entry_point in program.entry_points:
            if entry_point.handler == one.name:
                yield entry_point.label, one


def _as_label(program: Program, plan: MigrationPlan) -> Iterator[tuple[str, Pin]]:
    labels = {entry_point.label for entry_point in program.entry_points}
    yield from ((one.name, one) for one in plan.constraints.pinned if one.name in labels)


def _is_module(one: Pin) -> bool:
    return ":" not in one.name and " " not in one.name
