"""Crossings: which shared packages a service uses, and what it calls of other services."""

from collections import deque
from collections.abc import Iterable, Mapping

import msgspec

from migrator.grouping.cuts import Cutter
from migrator.grouping.homes import homes_of
from migrator.grouping.study import Study
from migrator.model.ownership import longest_prefix
from migrator.model.plan import CrossingCall, MigrationPlan, Service
from migrator.model.reach import module_of


def add_crossings(study: Study, plan: MigrationPlan) -> MigrationPlan:
    """Add to each service the shared packages that it uses, and what it calls of others.

    What is there already stays, with its mode.
    """
    cutter = Cutter(study, plan)
    imports = {m.name: [one.target for one in m.imports] for m in study.program.modules}
    modules: dict[str, set[str]] = {}
    for name, home in homes_of(study.program, plan).items():
        modules.setdefault(home, set()).add(module_of(name))
    services = []
    for service in plan.services:
        used = _shared(modules.get(service.name, ()), imports, plan.shared)
        services.append(_with_crossings(service, used, cutter))
    return msgspec.structs.replace(plan, services=tuple(services))


def _with_crossings(service: Service, used: Iterable[str], cutter: Cutter) -> Service:
    known = {call.to for call in service.calls}
    modes = cutter.modes(service.name)
    calls = (CrossingCall(to, mode) for to, mode in modes.items() if to not in known)
    shared = (name for name in used if name not in service.shared)
    return msgspec.structs.replace(
        service, shared=(*service.shared, *shared), calls=(*service.calls, *calls)
    )


def _shared(
    start: Iterable[str], imports: Mapping[str, list[str]], shared: Iterable[str]
) -> list[str]:
    """Name the shared packages that modules import, directly or through others like them."""
    found: set[str] = set()
    seen, queue = {*start}, deque(sorted(start))
    while queue:
        for target in imports.get(queue.popleft(), ()):
            prefix = longest_prefix(target, shared)
            if prefix and target not in seen:
                seen.add(target)
                found.add(prefix)
                queue.append(target)
    return sorted(found)
