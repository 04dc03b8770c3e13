"""Plan: give every entry point a service, and leave alone what a person has decided."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from migrator.grouping import propose
from migrator.model.plan import MigrationPlan, Monolith, Service
from migrator.model.plan_edit import update_plan
from migrator.model.plan_file import load_plan, render_plan
from migrator.model.program import Program

REQUIREMENTS = (
    "requirements.txt",
    "requirements/production.txt",
    "requirements/prod.txt",
    "requirements/base.txt",
)


class Planned(msgspec.Struct, frozen=True):
    """The plan as it should be written.

    Attributes:
        text: what migration.yaml should hold; the same bytes where nothing is missing.
        added: what was added, one sentence each.
        gone: entry points that the plan lists and the monolith no longer has.
    """

    text: str
    added: tuple[str, ...]
    gone: tuple[str, ...]


def make_plan(
    program: Program, text: str, *, file: str, monolith: Monolith, depth: int | None = None
) -> Planned:
    """Propose a plan on top of ``text``, which is empty the first time.

    Raises:
        PlanError: the present plan has mistakes, or its constraints contradict each other.
    """
    old = load_plan(text, file=file) if text else MigrationPlan(monolith=monolith)
    new = propose(program, old, depth=depth)
    return Planned(
        text=update_plan(text, new, file=file) if text else render_plan(new),
        added=tuple(_added(old, new)),
        gone=_gone(program, old),
    )


def find_unplanned(program: Program, plan: MigrationPlan) -> tuple[str, ...]:
    """List the entry points of the monolith that no service of the plan has; sorted."""
    listed = {label for service in plan.services for label in service.entry_points}
    return tuple(sorted({e.label for e in program.entry_points} - listed))


def describe_monolith(program: Program, source: Path, plan_file: Path) -> Monolith:
    """Say where the monolith is, seen from the plan's folder."""
    relative = os.path.relpath(source.resolve(), plan_file.resolve().parent)
    applications = sorted(program.applications, key=lambda a: (not a.is_factory, a.name))
    present = (name for name in REQUIREMENTS if (source / name).is_file())
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


def _gone(program: Program, plan: MigrationPlan) -> tuple[str, ...]:
    present = {e.label for e in program.entry_points}
    listed = {label for service in plan.services for label in service.entry_points}
    return tuple(sorted(listed - present))
