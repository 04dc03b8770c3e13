"""Explain: why a thing is where it is, what ties it there, and what would move it."""

from collections.abc import Callable, Iterator
from functools import partial

from migrator.errors import UnknownNameError
from migrator.grouping import Study
from migrator.grouping.cuts import Cutter
from migrator.grouping.moves import (
    find_moves,
    with_entry_point,
    with_function,
    with_modules,
    with_service,
    with_table,
)
from migrator.grouping.pulls import Places, find_bonds, find_pulls
from migrator.model.cuts import CutList
from migrator.model.explanation import Cited, Explanation, Move, Pull, Subject
from migrator.model.location import Location
from migrator.model.ownership import longest_prefix
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program, Unresolved
from migrator.model.reach import module_of
from migrator.model.strict_yaml import Node, nearest
from migrator.usecases.subjects import find_subjects, inside


def explain(
    thing: str,
    study: Study,
    plan: MigrationPlan,
    written: tuple[str, Node] | None = None,
) -> tuple[Explanation, ...]:
    """Explain each thing of this name; ``written`` is migration.yaml, its name and content.

    Raises:
        UnknownNameError: nothing has this name.
    """
    places = Places(study, plan)
    return tuple(
        _explain(subject, study, plan, places, written)
        for subject in find_subjects(thing, study.program, plan)
    )


def _explain(
    subject: Subject,
    study: Study,
    plan: MigrationPlan,
    places: Places,
    written: tuple[str, Node] | None,
) -> Explanation:
    program = study.program
    if subject.kind == "edge":
        one, other = (inside(end, program, places.service_of) for end in subject.ends)
        bonds = find_bonds(study, one.__contains__, other.__contains__)
        unseen = tuple(_unseen(one | other, study))
        return Explanation(subject, bonds=bonds, unseen=unseen)
    nodes = inside(subject, program, places.service_of)
    pulls = find_pulls(study, places, nodes.__contains__)
    return Explanation(
        subject,
        placed=tuple(_placed(subject, program, plan, written)),
        pulls=pulls,
        moves=_moves(subject, study, plan, pulls),
        unseen=tuple(_unseen(nodes, study)),
        cuts=Cutter(study, plan).of(subject.name) if subject.kind == "service" else None,
    )


def find_cuts(service: str, study: Study, plan: MigrationPlan) -> CutList:
    """List what to cut of a service.

    Raises:
        UnknownNameError: no service has this name.
    """
    names = [one.name for one in plan.services]
    if service not in names:
        near = nearest(service, names).strip(" ()")
        raise UnknownNameError(
            f"no service is called {service!r}",
            hint=near or f"name one of {', '.join(sorted(names))}",
        )
    return Cutter(study, plan).of(service)


def _placed(
    subject: Subject, program: Program, plan: MigrationPlan, written: tuple[str, Node] | None
) -> Iterator[Cited]:
    """Say what put a thing where it is: what is written, and else how it was proposed."""
    names = {subject.name}
    if subject.kind == "entry point":
        names |= {e.handler for e in program.entry_points if e.label == subject.name}
    pins = [pin for pin in plan.constraints.pinned if pin.name in names]
    for pin in pins:
        yield Cited(f"pinned to {pin.service}", _line(pin.name, written))
    if pins or subject.kind == "service":
        return
    if subject.kind in {"table", "entry point"}:
        if subject.service:
            line = _line(subject.name, written)
            list_ = "owns" if subject.kind == "table" else "entry_points"
            verb = "listed" if line else "proposed"
            yield Cited(f"{verb} in {list_} of {subject.service}", line)
        names.discard(subject.name)
    for module in sorted({module_of(name) for name in names}):
        yield _holder(module, plan, written)


def _holder(module: str, plan: MigrationPlan, written: tuple[str, Node] | None) -> Cited:
    """Say which line of the plan says where a module is."""
    held = dict.fromkeys(plan.shared, "")
    held.update({prefix: service.name for service in plan.services for prefix in service.modules})
    prefix = longest_prefix(module, held)
    if not prefix:
        return Cited(f"{module} is in no service")
    whose = f"a module of {held[prefix]}" if held[prefix] else "shared"
    return Cited(f"{module} is {whose}, as {prefix}", _line(prefix, written))


def _line(name: str, written: tuple[str, Node] | None) -> Location | None:
    """Find the first line of migration.yaml that says exactly this."""
    if written is None:
        return None
    file, root = written
    lines, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        waiting += [*node.fields.values(), *node.items]
        if node.scalar == name:
            lines.append(node.line)
    return Location(file, min(lines)) if lines else None


def _moves(
    subject: Subject, study: Study, plan: MigrationPlan, pulls: tuple[Pull, ...]
) -> tuple[Move, ...]:
    name, points = subject.name, study.program.entry_points
    moved: Callable[[str], MigrationPlan]
    match subject.kind:
        case "service":
            moved = partial(with_service, plan, name)
        case "table":
            moved = partial(with_table, plan, name)
        case "module":
            moved = partial(with_modules, plan, name, points)
        case "entry point":
            moved = partial(with_entry_point, plan, name)
        case _:
            moved = partial(with_function, plan, name, points)
    how = partial(_how, subject)
    return find_moves(study, plan, pulls, service=subject.service, moved=moved, how=how)


def _how(subject: Subject, to: str) -> str:
    match subject.kind:
        case "service":
            return f"list what it has under {to} instead, and remove it"
        case "table":
            return f"list it in owns of {to} instead"
        case _:
            return f'pinned: [{{name: "{subject.name}", service: {to}}}]'


def _unseen(nodes: set[str], study: Study) -> Iterator[Unresolved]:
    """Yield what could not be read inside functions of ``nodes``, and of users of its tables."""
    program = study.program
    tables = {node.removeprefix("table ") for node in nodes if node.startswith("table ")}
    users = {access.function for access in program.accesses if access.table in tables}
    touched = nodes | users
    modules = {node.removesuffix(":") for node in nodes if node.endswith(":")}
    files = {module.file for module in program.modules if module.name in modules}
    spans: dict[str, list[range]] = {}
    for function in program.functions:
        if function.name in touched:
            lines = range(function.location.line, function.end_line + 1)
            spans.setdefault(function.location.file, []).append(lines)
    for one in sorted(set(program.unresolved)):
        place = one.location
        if place.file in files or any(place.line in lines for lines in spans.get(place.file, ())):
            yield one
