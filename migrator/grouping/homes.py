"""Homes: the service of each function, as a plan has it."""

from collections.abc import Iterable

from migrator.model.ownership import service_of_module
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.model.reach import module_of


def homes_of(program: Program, plan: MigrationPlan) -> dict[str, str]:
    """Map each function, class and module code to the name of its service; '' to none.

    What is pinned is where it is pinned; a handler is where its first entry point is listed; all
    else where its module is.
    """
    modules = {
        m.name: s.name if (s := service_of_module(m.name, plan)) else "" for m in program.modules
    }
    homes = {name: modules.get(module_of(name), "") for name in members(program)}
    listed = {label: s.name for s in plan.services for label in s.entry_points}
    handlers: set[str] = set()
    for entry_point in program.entry_points:
        service = listed.get(entry_point.label)
        if service and entry_point.handler not in handlers:
            handlers.add(entry_point.handler)
            homes[entry_point.handler] = service
    homes.update((pin.name, pin.service) for pin in plan.constraints.pinned if pin.name in homes)
    return homes


def members(program: Program) -> Iterable[str]:
    """Name all functions and classes, and whatever calls or is called or uses a table."""
    names = {function.name for function in program.functions}
    names.update(f"{module.name}:" for module in program.modules)
    names.update(call.caller for call in program.calls)
    names.update(call.callee for call in program.calls)
    names.update(access.function for access in program.accesses)
    return sorted(names)
