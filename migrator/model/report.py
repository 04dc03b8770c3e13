"""The result of ``migrate analyze``: the program, and what was concluded from it."""

import msgspec

from migrator.model.findings import Category, Finding, Verdict
from migrator.model.live import LiveComparison
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import EntryPoint, Program
from migrator.model.reach import Reach
from migrator.model.traffic import Traffic


class AssessedEntryPoint(msgspec.Struct, frozen=True):
    """An entry point, what it reaches, and whether it can leave."""

    entry_point: EntryPoint
    reach: Reach
    verdict: Verdict


class Analysis(msgspec.Struct, frozen=True):
    """Everything that a report of ``migrate analyze`` may say.

    Attributes:
        entry_points: as ``program.entry_points``, in the same order, with conclusions.
        fixes: for each rule that found something, its id, title and what to do.
        plan: proposed by the grouping, on top of migration.yaml where that exists.
        live: how the running application's own routes differ, where they were asked for.
        traffic: what access logs say, where they were given.
        unanswered: ids of the rules that need traffic, where it was not given.
    """

    program: Program
    entry_points: tuple[AssessedEntryPoint, ...] = ()
    findings: tuple[Finding, ...] = ()
    fixes: tuple[tuple[str, str, str], ...] = ()
    plan: MigrationPlan = MigrationPlan()
    live: LiveComparison | None = None
    traffic: Traffic | None = None
    unanswered: tuple[str, ...] = ()

    @property
    def services(self) -> tuple[Service, ...]:
        """The services of the plan."""
        return self.plan.services

    def has(self, category: Category) -> bool:
        """Tell whether there is a finding that is at least as grave as ``category``."""
        order = tuple(Category)
        return any(order.index(f.category) <= order.index(category) for f in self.findings)
