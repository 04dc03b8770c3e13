"""Plan: give every entry point a service, and leave alone what a person has decided."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from migrator.errors import ConstraintError, PlanError
from migrator.grouping import Study, propose
from migrator.grouping.crossings import add_crossings
from migrator.model.history import Commit
from migrator.model.ownership import covers
from migrator.model.plan import MigrationPlan, Monolith, Service
from migrator.model.plan_edit import renew_plan, update_plan
from migrator.model.plan_file import load_plan, render_plan
from migrator.model.program import Program
from migrator.model.strict_yaml import Mistake, nearest, parse, raise_for

REQUIREMENTS = (
    "requirements.txt",
    "requirements/production.txt",
    "requirements/prod.txt",
    "requirements/base.txt",
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "pyproject.toml",
)


class Wish(msgspec.Struct, frozen=True):
    """What is asked of a new plan.

    Attributes:
        depth: the package level that makes a service; None for the best division.
        is_fresh: whether services and shared packages are proposed anew.
        history: commits of the monolith that should count.
    """

    depth: int | None = None
    is_fresh: bool = False
    history: tuple[Commit, ...] = ()


class Planned(msgspec.Struct, frozen=True):
    """The plan as it should be written.

    Attributes:
        plan: what it says.
        text: what migration.yaml should hold; the same bytes where nothing is missing.
        added: what was added, one sentence each.
        gone: entry points that the plan lists and the monolith no longer has.
    """

    plan: MigrationPlan
    text: str
    added: tuple[str, ...]
    gone: tuple[str, ...]


def make_plan(
    program: Program, text: str, *, file: str, monolith: Monolith, wish: Wish | None = None
) -> Planned:
    """Propose a plan on top of ``text``, which is empty the first time.

    Raises:
        PlanError: the present plan has mistakes, or its constraints contradict each other.
    """
    wish = wish or Wish()
    written = load_plan(text, file=file) if text else MigrationPlan(monolith=monolith)
    raise_for(_unknown_pins(program, text, file), file=file)
    old = msgspec.structs.replace(written, services=(), shared=()) if wish.is_fresh else written
    study = Study(program, history=wish.history)
    try:
        proposed = propose(program, old, depth=wish.depth, study=study)
    except ConstraintError as error:
        where = f"{file}:{_line_of(error.names, text, file)}: "
        raise PlanError(f"{where}{error}", hint=error.hint) from error
    new = add_crossings(study, proposed)
    return Planned(
        plan=new,
        text=_text(text, new, file=file, is_fresh=wish.is_fresh),
        added=tuple(_added(old, new)),
        gone=_gone(program, old),
    )


def _line_of(names: Sequence[str], text: str, file: str) -> int:
    """Find the line on which a constraint names one of ``names``; 1 where none does."""
    waiting = [node for node in [parse(text, file=file).at("constraints")] if node]
    lines = []
    while waiting:
        node = waiting.pop()
        waiting += [*node.fields.values(), *node.items]
        if node.scalar in names:
            lines.append(node.line)
    return min(lines, default=1)


def _unknown_pins(program: Program, text: str, file: str) -> Iterator[Mistake]:
    """Find pins of what the monolith does not have."""
    known = {function.name for function in program.functions}
    known.update(entry_point.label for entry_point in program.entry_points)
    known.update(module.name for module in program.modules)
    pins = parse(text, file=file).at("constraints", "pinned")
    for pin in pins.items if pins else ():
        name = pin.fields["name"]
        if not any(one == name.scalar or covers(str(name.scalar), one) for one in known):
            near = nearest(str(name.scalar), known)
            yield Mistake(name.line, f"{name.scalar!r} is nowhere in the monolith{near}")


def _text(text: str, plan: MigrationPlan, *, file: str, is_fresh: bool) -> str:
    if not text:
        return render_plan(plan)
    return renew_plan(text, plan, file=file) if is_fresh else update_plan(text, plan, file=file)


def describe_monolith(program: Program, source: Path, plan_file: Path) -> Monolith:
    """Say where the monolith is, seen from the plan's folder."""
    relative = os.path.relpath(source.resolve(), plan_file.resolve().parent)
    applications = sorted(program.applications, key=lambda a: (not a.is_factory, a.name))
    folders = (source, plan_file.parent)
    present = (
        Path(os.path.relpath((folder / name).resolve(), source.resolve())).as_posix()
        for folder in folders
        for name in REQUIREMENTS
        if (folder / name).is_file()
    )
    return Monolith(
        source=Path(relative).as_posix(),
        application=applications[0].name if applications else "",
        requirements=next(present, REQUIREMENTS[0]),
    )


def _added(old: MigrationPlan, new: MigrationPlan) -> Iterator[str]:
    before = {service.name: service for service in old.services}
    for service in new.services:
        if service.name not in before:
            count = len(service.entry_points)
            points = "1 entry point" if count == 1 else f"{count} entry points"
            yield f"service {service.name}: {points}, owns {', '.join(service.owns) or 'no table'}"
            continue
        yield from _added_labels(before[service.name], service)
    yield from (f"shared: {name}" for name in new.shared if name not in old.shared)


def _added_labels(old: Service, new: Service) -> Iterator[str]:
    for label in new.entry_points:
        if label not in old.entry_points:
            yield f"service {new.name}: {label}"
    calls = len(new.calls) - len(old.calls)
    if calls:
        what = "1 call" if calls == 1 else f"{calls} calls"
        yield f"service {new.name}: {what} of other services"
    shared = [name for name in new.shared if name not in old.shared]
    if shared:
        yield f"service {new.name}: shares {', '.join(shared)}"


def _gone(program: Program, plan: MigrationPlan) -> tuple[str, ...]:
    present = {e.label for e in program.entry_points}
    listed = {label for service in plan.services for label in service.entry_points}
    return tuple(sorted(listed - present))
