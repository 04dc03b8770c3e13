"""Where the monolith is: as said on the command line, or as migration.yaml says."""

from pathlib import Path

import msgspec

from migrator.model.plan import MigrationPlan
from migrator.model.plan_file import NAME, load_plan
from migrator.usecases.edited import read_edited


class Located(msgspec.Struct, frozen=True):
    """The monolith's folder, and the plan that speaks of it, if there is one.

    Attributes:
        plan_file: where the plan is, or would be written.
    """

    source: Path
    plan_file: Path
    plan: MigrationPlan | None = None


def locate(source: Path | None, *, folder: Path, plan_file: Path | None = None) -> Located:
    """Find the monolith from ``folder``.

    Without ``source`` it is the folder that migration.yaml names, else ``folder``. With it,
    migration.yaml counts only if it names the same folder, or lies in it.

    Raises:
        PlanError: migration.yaml has mistakes.
    """
    file = plan_file or folder / NAME
    plan = read_plan(file)
    if source is None:
        return Located(file.parent / plan.monolith.source if plan else folder, file, plan)
    if plan and _same(file.parent / plan.monolith.source, source):
        return Located(source, file, plan)
    if plan_file:
        return Located(source, file, plan)
    inside = source / NAME
    return Located(source, inside if inside.is_file() else file, read_plan(inside))


def read_plan(file: Path) -> MigrationPlan | None:
    """Read a plan; None where there is no such file.

    Raises:
        PlanError: it is no text, or has mistakes.
    """
    return load_plan(read_edited(file), file=str(file)) if file.is_file() else None


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
