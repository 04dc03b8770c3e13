"""Tables: owned by the service that writes them most, read by the others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from migrator.grouping.pins import pinned_labels
from migrator.model.ownership import service_of_module
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import AccessMode, Program
from migrator.model.reach import Reach, find_reaches, module_of


class Use(msgspec.Struct):
    """How a service uses each table: writes in its own modules, and entry points that reach it."""

    direct: Counter[str] = msgspec.field(default_factory=Counter)
    written: Counter[str] = msgspec.field(default_factory=Counter)
    touched: Counter[str] = msgspec.field(default_factory=Counter)


def share_tables(
    program: Program,
    plan: MigrationPlan,
    names: Iterable[str],
    reaches: Sequence[Reach] | None = None,
) -> MigrationPlan:
    """Fill ``owns`` and ``reads`` of the services in ``names``; the others stay as they are.

    ``reaches`` is what each entry point reaches, where that is known already.
    """
    new = frozenset(names)
    owned = {table for service in plan.services for table in service.owns}
    holders = {m.name: service_of_module(m.name, plan) for m in program.modules}
    reaches = find_reaches(program) if reaches is None else reaches
    used = _find_uses(program, plan, holders, reaches)
    owners = _owners(program, holders, used)
    return msgspec.structs.replace(
        plan,
        services=tuple(
            _with_tables(s, owners, owned, used[s.name].touched) if s.name in new else s
            for s in plan.services
        ),
    )


def find_owners(program: Program, plan: MigrationPlan) -> dict[str, str]:
    """Map each table to the service that should own it; '' where nobody has to do with it."""
    holders = {m.name: service_of_module(m.name, plan) for m in program.modules}
    return _owners(program, holders, _find_uses(program, plan, holders, find_reaches(program)))


def _owners(
    program: Program, holders: Mapping[str, Service | None], used: Mapping[str, Use]
) -> dict[str, str]:
    owners = {}
    for table in program.tables:
        home = holders.get(module_of(table.model))
        owners[table.name] = find_owner(table.name, used, home.name if home else "")
    return owners


def find_owner(table: str, used: Mapping[str, Use], declaring: str) -> str:
    """Name the service that should own a table; empty where nobody has to do with it.

    Writes in a service's own modules count first; then entry points that reach a write in
    shared code; then any use. ``declaring``, the service of the model's module, decides a tie.
    """
    direct = Counter({name: use.direct[table] for name, use in used.items()})
    indirect = Counter({name: use.written[table] for name, use in used.items()})
    touched = Counter({name: use.touched[table] for name, use in used.items()})
    for votes in (+direct, +indirect, Counter({declaring: 1} if declaring else {}), +touched):
        if votes:
            most = max(votes.values())
            tied = sorted(name for name, count in votes.items() if count == most)
            return declaring if declaring in tied else tied[0]
    return ""


def _find_uses(
    program: Program,
    plan: MigrationPlan,
    holders: Mapping[str, Service | None],
    reaches: Sequence[Reach],
) -> dict[str, Use]:
    used = {service.name: Use() for service in plan.services}
    listed = {label: service.name for service in plan.services for label in service.entry_points}
    for entry_point, reach in zip(program.entry_points, reaches, strict=True):
        if entry_point.label in listed:
            _count(reach, used[listed[entry_point.label]])
    answering = _answering(program, plan, listed)
    for access in program.accesses:
        holder = holders.get(module_of(access.function))
        name = answering.get(access.function) or (holder.name if holder else "")
        if name:
            used[name].touched[access.table] += 1
            used[name].direct[access.table] += access.mode is AccessMode.WRITE
    return used


def _answering(program: Program, plan: MigrationPlan, listed: Mapping[str, str]) -> dict[str, str]:
    """Map handlers to the service of their first entry point; what is pinned moves no table."""
    pinned = pinned_labels(program, plan)
    return {
        point.handler: listed[point.label]
        for point in reversed(program.entry_points)
        if point.label in listed and point.label not in pinned
    }


def _count(reach: Reach, use: Use) -> None:
    use.written.update(reach.tables_written)
    use.touched.update({*reach.tables_read, *reach.tables_written})


def _with_tables(
    service: Service, owners: Mapping[str, str], owned: set[str], used: Counter[str]
) -> Service:
    owns = {t for t, owner in owners.items() if owner == service.name and t not in owned}
    return msgspec.structs.replace(
        service, owns=tuple(sorted(owns)), reads=tuple(sorted(set(used) - owns))
    )
