"""Tables: owned by the service that writes them most, read by the others."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from migrator.model.ownership import service_of_entry_point, service_of_module
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import AccessMode, Program, Table
from migrator.model.reach import Reach, find_reaches, module_of


def share_tables(program: Program, plan: MigrationPlan, names: Iterable[str]) -> MigrationPlan:
    """Fill ``owns`` and ``reads`` of the services in ``names``; the others stay as they are."""
    new = frozenset(names)
    owned = {table for service in plan.services for table in service.owns}
    used = _used_tables(program, plan)
    owners = {t.name: find_owner(t, program, plan, used) for t in program.tables}
    return msgspec.structs.replace(
        plan,
        services=tuple(
            _with_tables(s, owners, owned, used[s.name].all) if s.name in new else s
            for s in plan.services
        ),
    )


class Use(msgspec.Struct):
    """How many entry points of a service reach a table, to write and at all."""

    written: Counter[str]
    all: Counter[str]


def find_owner(
    table: Table, program: Program, plan: MigrationPlan, used: Mapping[str, Use]
) -> str:
    """Name the service that should own a table; empty where nobody has to do with it.

    Writes in a service's own modules count first; then entry points that reach a write in
    shared code; then any use. The module that declares the table decides a tie.
    """
    direct: Counter[str] = Counter()
    for access in program.accesses:
        service = service_of_module(module_of(access.function), plan)
        if service and access.table == table.name and access.mode is AccessMode.WRITE:
            direct[service.name] += 1
    home = service_of_module(module_of(table.model), plan)
    declaring = home.name if home else ""
    indirect = Counter({name: use.written[table.name] for name, use in used.items()})
    touched = Counter({name: use.all[table.name] for name, use in used.items()})
    for votes in (+direct, +indirect, Counter({declaring: 1} if declaring else {}), +touched):
        if votes:
            most = max(votes.values())
            tied = sorted(name for name, count in votes.items() if count == most)
            return declaring if declaring in tied else tied[0]
    return ""


def _used_tables(program: Program, plan: MigrationPlan) -> dict[str, Use]:
    used = {s.name: Use(Counter(), Counter()) for s in plan.services}
    for entry_point, reach in zip(program.entry_points, find_reaches(program), strict=True):
        service = service_of_entry_point(entry_point.label, plan)
        if service:
            _count(reach, used[service.name])
    for access in program.accesses:
        service = service_of_module(module_of(access.function), plan)
        if service:
            used[service.name].all[access.table] += 1
    return used


def _count(reach: Reach, use: Use) -> None:
    use.written.update(reach.tables_written)
    use.all.update({*reach.tables_read, *reach.tables_written})


def _with_tables(
    service: Service, owners: Mapping[str, str], owned: set[str], used: Counter[str]
) -> Service:
    owns = {t for t, owner in owners.items() if owner == service.name and t not in owned}
    return msgspec.structs.replace(
        service, owns=tuple(sorted(owns)), reads=tuple(sorted(set(used) - owns))
    )
