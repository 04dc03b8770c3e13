"""Moves: what would put a thing into another service, and what that does to the plan."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from migrator.grouping.judge import measure_plan
from migrator.grouping.study import Study
from migrator.model.explanation import Change, Move, Pull
from migrator.model.grouping import PlanMetrics
from migrator.model.ownership import covers
from migrator.model.plan import MigrationPlan, Pin, Service
from migrator.model.program import EntryPoint
from migrator.model.reach import module_of

MOST = 3  # services that a move is tried to: those that pull most

Moved = Callable[[str], MigrationPlan]


def find_moves(
    study: Study,
    plan: MigrationPlan,
    pulls: Sequence[Pull],
    *,
    service: str,
    moved: Moved,
    how: Callable[[str], str],
) -> tuple[Move, ...]:
    """Say what moves a thing of ``service`` to those that pull it most, strongest first.

    ``moved`` makes the plan in which it is elsewhere, ``how`` says what to write for that.
    """
    others = [pull for pull in pulls if pull.service not in {service, ""}][:MOST]
    if not others:
        return ()
    own = next((pull for pull in pulls if pull.service == service), Pull("", 0.0, ()))
    before = measure_plan(study, plan)
    return tuple(
        Move(
            other.service,
            how(other.service),
            fewest_signals(own, other),
            changes(before, measure_plan(study, moved(other.service))),
        )
        for other in others
    )


def fewest_signals(own: Pull, other: Pull) -> tuple[str, ...]:
    """Name the fewest signals without which ``other`` would pull more than ``own``."""
    more = {signal.signal: signal.weight for signal in own.signals}
    for signal in other.signals:
        more[signal.signal] = more.get(signal.signal, 0.0) - signal.weight
    lead, without = sum(more.values()), []
    for name, weight in sorted(more.items(), key=lambda item: (-item[1], item[0])):
        if lead < 0 or weight <= 0:
            break
        lead -= weight
        without.append(name)
    return tuple(without)


def changes(before: PlanMetrics, after: PlanMetrics) -> tuple[Change, ...]:
    """List the metrics that differ; of lists, their lengths."""
    values = ((field, _number(before, field), _number(after, field)) for field in _FIELDS)
    return tuple(Change(*value) for value in values if value[1] != value[2])


_FIELDS = tuple(field for field in PlanMetrics.__struct_fields__ if field != "transactions")


def _number(metrics: PlanMetrics, field: str) -> float:
    value = getattr(metrics, field)
    return len(value) if isinstance(value, tuple) else value


def with_function(
    plan: MigrationPlan, name: str, points: Iterable[EntryPoint], to: str
) -> MigrationPlan:
    """Return the plan in which a function, and what it answers, is pinned to ``to``."""
    labels = {point.label for point in points if point.handler == name}
    plan = _with_labels(plan, labels, to)
    kept = (pin for pin in plan.constraints.pinned if pin.name != name)
    pinned = (*kept, Pin(name, to))
    constraints = msgspec.structs.replace(plan.constraints, pinned=pinned)
    return msgspec.structs.replace(plan, constraints=constraints)


def with_entry_point(plan: MigrationPlan, label: str, to: str) -> MigrationPlan:
    """Return the plan in which ``to`` lists an entry point."""
    return _with_labels(plan, {label}, to)


def with_modules(
    plan: MigrationPlan, prefix: str, points: Iterable[EntryPoint], to: str
) -> MigrationPlan:
    """Return the plan in which a module or package, and what it answers, belongs to ``to``."""
    labels = {p.label for p in points if covers(prefix, module_of(p.handler))}
    services = (
        msgspec.structs.replace(
            service,
            modules=(
                *(m for m in service.modules if not covers(prefix, m)),
                *([prefix] if service.name == to else []),
            ),
        )
        for service in plan.services
    )
    shared = tuple(module for module in plan.shared if not covers(prefix, module))
    plan = msgspec.structs.replace(plan, services=tuple(services), shared=shared)
    return _with_labels(plan, labels, to)


def with_table(plan: MigrationPlan, table: str, to: str) -> MigrationPlan:
    """Return the plan in which ``to`` owns a table."""
    services = (
        msgspec.structs.replace(
            service,
            owns=(
                *(name for name in service.owns if name != table),
                *([table] if service.name == to else []),
            ),
        )
        for service in plan.services
    )
    return msgspec.structs.replace(plan, services=tuple(services))


def with_service(plan: MigrationPlan, name: str, to: str) -> MigrationPlan:
    """Return the plan in which a service is part of ``to``."""
    gone = next(service for service in plan.services if service.name == name)
    pinned = tuple(
        Pin(pin.name, to) if pin.service == name else pin for pin in plan.constraints.pinned
    )
    constraints = msgspec.structs.replace(plan.constraints, pinned=pinned)
    services = (_merged(s, gone) if s.name == to else s for s in plan.services if s.name != name)
    return msgspec.structs.replace(plan, services=tuple(services), constraints=constraints)


def _merged(service: Service, other: Service) -> Service:
    lists = {
        field: (*getattr(service, field), *getattr(other, field))
        for field in ("modules", "entry_points", "owns")
    }
    return msgspec.structs.replace(service, **lists)


def _with_labels(plan: MigrationPlan, labels: set[str], to: str) -> MigrationPlan:
    services = (
        msgspec.structs.replace(
            service,
            entry_points=(
                *(label for label in service.entry_points if label not in labels),
                *(sorted(labels) if service.name == to else []),
            ),
        )
        for service in plan.services
    )
    return msgspec.structs.replace(plan, services=tuple(services))
