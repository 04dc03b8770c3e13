"""Refuse a plan that speaks of another monolith, before anything is concluded from it."""

from collections.abc import Iterator

from migrator.errors import PlanError
from migrator.model.ownership import covers
from migrator.model.program import Program
from migrator.model.strict_yaml import Node, parse
from migrator.usecases.edited import read_edited
from migrator.usecases.source import Located


def require_same_monolith(program: Program, located: Located) -> None:
    """Check that some of what a plan gives to services is in the monolith.

    Raises:
        PlanError: most modules and entry points are not, with the line of the first.
    """
    if located.plan is None or not located.plan.services:
        return
    file = str(located.plan_file)
    named = list(_named(parse(read_edited(located.plan_file), file=file), program))
    missing = [node for node, is_there in named if not is_there]
    if 2 * len(missing) > len(named):
        first = min(missing, key=lambda node: node.line)
        raise PlanError(
            f"{file}:{first.line}: {first.scalar!r} is not in the monolith, and in all "
            f"{len(missing)} of the {len(named)} modules and entry points of this plan are not: "
            "it seems to be the plan of another one",
            hint="correct monolith.source, name the right SRC, or write a plan of its own: "
            "migrate plan SRC -o another.yaml",
        )


def _named(plan: Node, program: Program) -> Iterator[tuple[Node, bool]]:
    """Yield each module and entry point of services, and whether the monolith has it."""
    modules = {module.name for module in program.modules}
    labels = {entry_point.label for entry_point in program.entry_points}
    services = plan.at("services")
    for service in services.items if services else ():
        for node in _items(service, "modules"):
            yield node, any(covers(str(node.scalar), module) for module in modules)
        for node in _items(service, "entry_points"):
            yield node, node.scalar in labels


def _items(service: Node, key: str) -> tuple[Node, ...]:
    found = service.at(key)
    return found.items if found else ()
