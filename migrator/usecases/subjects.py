"""Subjects: what a person may ask about, by the names that people write."""

from collections.abc import Callable, Iterator

from migrator.errors import UnknownNameError
from migrator.grouping.ties import home_of, is_table, node_of_table
from migrator.model.explanation import Subject
from migrator.model.ownership import (
    covers,
    service_of_entry_point,
    service_of_module,
    service_of_table,
)
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import EntryPoint, HttpRoute, Program
from migrator.model.reach import module_of
from migrator.model.strict_yaml import nearest

KINDS = ("service", "table", "module", "function")
ARROWS = ("->", "→")


def find_subjects(thing: str, program: Program, plan: MigrationPlan) -> tuple[Subject, ...]:
    """Find everything that ``thing`` names: a route may be listed once for each method.

    Raises:
        UnknownNameError: nothing has this name; the hint names the nearest.
    """
    for arrow in ARROWS:
        one, found, other = thing.partition(arrow)
        if found and one.strip() and other.strip():
            ends = tuple(_end(end.strip(), program, plan) for end in (one, other))
            return (Subject("edge", f"{ends[0].name} -> {ends[1].name}", ends=ends),)
    subjects = tuple(_subjects(thing, program, plan))
    if not subjects:
        word, _, rest = thing.partition(" ")
        meant = rest if word in KINDS and rest else thing
        near = nearest(meant, _known(program, plan)).strip(" ()")
        raise UnknownNameError(
            f"nothing is called {thing!r}",
            hint=near or "name a route, module, function, table or service; see migrate analyze",
        )
    return subjects


def _end(name: str, program: Program, plan: MigrationPlan) -> Subject:
    """Find what one end of an edge names: of several things, the one that is called just so."""
    found = find_subjects(name, program, plan)
    return next((one for one in found if one.name == name), found[0])


def names_of(entry_point: EntryPoint) -> set[str]:
    """Name an entry point in all ways that people do: label, handler, path."""
    trigger = entry_point.trigger
    path = {trigger.path} if isinstance(trigger, HttpRoute) else set()
    return {entry_point.label, entry_point.handler, *path}


def inside(subject: Subject, program: Program, service_of: Callable[[str], str]) -> set[str]:
    """Name what a subject is made of: functions, module code and tables.

    ``service_of`` says where such a thing is.
    """
    match subject.kind:
        case "table":
            return {node_of_table(subject.name)}
        case "service":
            return {node for node in _nodes(program) if service_of(node) == subject.name}
        case "module":
            return {
                node
                for node in _nodes(program)
                if not is_table(node) and covers(subject.name, home_of(node))
            }
        case "entry point":
            handlers = {e.handler for e in program.entry_points if e.label == subject.name}
            return {node for handler in handlers for node in _with_methods(handler, program)}
        case _:
            return {*_with_methods(subject.name, program)}


def _with_methods(name: str, program: Program) -> Iterator[str]:
    yield name
    below = f"{name}."
    yield from (f.name for f in program.functions if f.name.startswith(below))


def _nodes(program: Program) -> Iterator[str]:
    yield from (function.name for function in program.functions)
    yield from (f"{module.name}:" for module in program.modules)
    yield from (node_of_table(table.name) for table in program.tables)


def _subjects(thing: str, program: Program, plan: MigrationPlan) -> Iterator[Subject]:
    word, _, rest = thing.partition(" ")
    labels = {entry_point.label for entry_point in program.entry_points}
    kinds, name = ((word,), rest) if word in KINDS and thing not in labels else (KINDS, thing)
    if kinds is KINDS:
        seen = {e.label: e for e in program.entry_points if thing in names_of(e)}
        for label in seen:
            yield Subject("entry point", label, _name(service_of_entry_point(label, plan)))
    if "service" in kinds and any(service.name == name for service in plan.services):
        yield Subject("service", name, name)
    if "table" in kinds and name in _tables(program):
        yield Subject("table", name, _name(service_of_table(name, plan)))
    if "module" in kinds and any(covers(name, module.name) for module in program.modules):
        yield Subject("module", name, _name(service_of_module(name, plan)))
    if "function" in kinds and any(function.name == name for function in program.functions):
        pinned = {pin.name: pin.service for pin in plan.constraints.pinned}
        own = _name(service_of_module(module_of(name), plan))
        yield Subject("function", name, pinned.get(name, own))


def _tables(program: Program) -> set[str]:
    """Name the tables, also those that no model declares."""
    used = {access.table for access in program.accesses}
    return used | {table.name for table in program.tables}


def _name(service: Service | None) -> str:
    return service.name if service else ""


def _known(program: Program, plan: MigrationPlan) -> set[str]:
    names = {name for e in program.entry_points for name in names_of(e)}
    names |= {service.name for service in plan.services} | _tables(program)
    names |= {module.name for module in program.modules}
    return names | {function.name for function in program.functions}
