"""What a person wants of the grouping: modules that stay together, modules that part."""

from collections.abc import Iterable
from itertools import combinations

from migrator.errors import ConstraintError
from migrator.model.ownership import covers, service_of_entry_point, service_of_module
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.model.reach import module_of


def merge_together(
    joined: Iterable[Iterable[str]], together: Iterable[tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """Merge groups of areas so that each group of prefixes ends up in one of them; sorted."""
    groups = [{*areas} for areas in joined]
    for prefixes in together:
        touched = [g for g in groups if any(_overlap(a, p) for a in g for p in prefixes)]
        if len(touched) > 1:
            groups = [g for g in groups if g not in touched]
            groups.append(set().union(*touched))
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def check_apart(program: Program, plan: MigrationPlan) -> None:
    """Check that no service holds two prefixes that a person wants apart.

    Raises:
        ConstraintError: naming the two and the service.
    """
    for prefixes in plan.constraints.apart:
        for one, other in combinations(prefixes, 2):
            both = _services_with(one, program, plan) & _services_with(other, program, plan)
            if both:
                raise ConstraintError(
                    f"{one} and {other} must be apart, but service {min(both)!r} holds both",
                    names=(one, other),
                    hint="move one of them in migration.yaml, or change constraints.apart",
                )


def _services_with(prefix: str, program: Program, plan: MigrationPlan) -> set[str]:
    modules = (m.name for m in program.modules if covers(prefix, m.name))
    by_module = (service_of_module(m, plan) for m in modules)
    handled = (e for e in program.entry_points if covers(prefix, module_of(e.handler)))
    by_entry_point = (service_of_entry_point(e.label, plan) for e in handled)
    return {s.name for s in (*by_module, *by_entry_point) if s is not None}


def _overlap(area: str, prefix: str) -> bool:
    return covers(area, prefix) or covers(prefix, area)
