"""What a plan names and the monolith no longer has, each with its line in the plan."""

from collections.abc import Callable, Iterator

import msgspec

from migrator.model.drift import Change
from migrator.model.location import Location
from migrator.model.ownership import covers
from migrator.model.program import Program
from migrator.model.strict_yaml import Node

REMEDY = "remove the line, or name what it is called now"
# What services list, and the kind of change where it is gone.
LISTS = {
    "modules": "module-gone",
    "entry_points": "entry-point-gone",
    "owns": "table-gone",
    "reads": "table-gone",
    "shared": "module-gone",
    "calls": "call-gone",
}
CONSTRAINTS = ("together", "apart", "pinned")


class Named(msgspec.Struct, frozen=True):
    """A name in the plan: what kind of change it is that it is gone, whose it is, its line."""

    kind: str
    name: str
    service: str
    line: int


def find_gone(program: Program, plan: Node, file: str) -> Iterator[Change]:
    """Yield what is gone, in the order of the lists, then of lines."""
    is_there = _presence(program)
    for named in (*_of_services(plan), *_of_others(plan)):
        if not is_there[named.kind](named.name):
            place = Location(file, named.line)
            yield Change(named.kind, named.name, named.service, place, REMEDY)


def _presence(program: Program) -> dict[str, Callable[[str], bool]]:
    """Say by kind of change how to tell what the monolith has."""
    modules = {module.name for module in program.modules}
    labels = {entry_point.label for entry_point in program.entry_points}
    functions = {function.name for function in program.functions}
    functions |= {call.callee for call in program.calls}
    tables = {table.name for table in program.tables}
    tables |= {access.table for access in program.accesses}

    def has_module(name: str) -> bool:
        return any(covers(name, module) for module in modules)

    return {
        "module-gone": has_module,
        "entry-point-gone": labels.__contains__,
        "table-gone": tables.__contains__,
        "call-gone": functions.__contains__,
        "constraint-gone": lambda name: name in labels | functions or has_module(name),
    }


def _of_services(plan: Node) -> Iterator[Named]:
    services = plan.at("services")
    for key, kind in LISTS.items():
        for service in services.items if services else ():
            owner = str(service.fields["name"].scalar)
            listed = service.at(key)
            for node in listed.items if listed else ():
                name = node.at("to") or node
                yield Named(kind, str(name.scalar), owner, name.line)


def _of_others(plan: Node) -> Iterator[Named]:
    shared = plan.at("shared")
    for node in shared.items if shared else ():
        yield Named("module-gone", str(node.scalar), "", node.line)
    for key in CONSTRAINTS:
        listed = plan.at("constraints", key)
        for node in listed.items if listed else ():
            for name in node.items or (node.at("name") or node,):
                yield Named("constraint-gone", str(name.scalar), "", name.line)
