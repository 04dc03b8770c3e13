"""The result of ``migrate analyze``: the program, and what was concluded from it."""

from datetime import date

import msgspec

from migrator.model.acceptance import Acceptance
from migrator.model.baseline import Known
from migrator.model.effort import Effort, sum_effort
from migrator.model.findings import Category, Derivation, Finding, RuleText, State, Verdict
from migrator.model.grouping import Grouping
from migrator.model.history import Commit
from migrator.model.live import LiveComparison, LiveTable
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import EntryPoint, Program
from migrator.model.reach import Reach
from migrator.model.traffic import Traffic

SCHEMA = 1  # of the JSON; it counts incompatible changes


class AssessedEntryPoint(msgspec.Struct, frozen=True):
    """An entry point, what it reaches, whether it can leave, and what that takes."""

    entry_point: EntryPoint
    reach: Reach
    verdict: Verdict
    derivation: Derivation = Derivation()
    effort: Effort = Effort()


class Circumstances(msgspec.Struct, frozen=True):
    """What a report depends on besides the source, the rules and the plan.

    Attributes:
        live: the routes of the running application, to be compared.
        baseline: the findings of an earlier report, to be compared.
        today: on which waivers may have ended; None where none has an end.
        folder: of the source, seen from where a reader of the report is; empty where it is there.
        traffic: what access logs say.
        history: the latest commits of the monolith, where they are asked for.
    """

    live: LiveTable | None = None
    baseline: tuple[Known, ...] | None = None
    today: date | None = None
    folder: str = ""
    traffic: Traffic | None = None
    history: tuple[Commit, ...] = ()


class Excerpt(msgspec.Struct, frozen=True, order=True):
    """Some lines of a file of the monolith, from line ``first`` on."""

    file: str
    first: int
    lines: tuple[str, ...]


class Analysis(msgspec.Struct, frozen=True):
    """Everything that a report of ``migrate analyze`` may say.

    Attributes:
        entry_points: as ``program.entry_points``, in the same order, with conclusions.
        findings: all of them, also those that somebody accepted.
        fixes: for each rule that found something, its id, title and what to do.
        rules: for each rule that found something, all that it says; sorted by id.
        acceptances: comments and waivers, with what became of them.
        service_efforts: effort by name of the service, in the order of the plan.
        gone: what an earlier report has and this one has not; None where there is none to
            compare with.
        plan: proposed by the grouping, on top of migration.yaml where that exists.
        live: how the running application's own routes differ, where they were asked for.
        traffic: what access logs say, where they were given.
        unanswered: ids of the rules that need traffic, where it was not given.
        grouping: how good the plan is, and which service to move first.
        excerpts: source around findings, for reports that quote; sorted, without overlaps.
    """

    program: Program
    entry_points: tuple[AssessedEntryPoint, ...] = ()
    findings: tuple[Finding, ...] = ()
    fixes: tuple[tuple[str, str, str], ...] = ()
    plan: MigrationPlan = MigrationPlan()
    live: LiveComparison | None = None
    traffic: Traffic | None = None
    unanswered: tuple[str, ...] = ()
    rules: tuple[RuleText, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    service_efforts: tuple[tuple[str, Effort], ...] = ()
    gone: tuple[Known, ...] | None = None
    folder: str = ""
    excerpts: tuple[Excerpt, ...] = ()
    grouping: Grouping = Grouping()

    @property
    def effort(self) -> Effort:
        """The effort in all: each finding at its place once."""
        return sum_effort(self.findings)

    @property
    def services(self) -> tuple[Service, ...]:
        """The services of the plan."""
        return self.plan.services

    def has(self, category: Category) -> bool:
        """Tell whether there is a finding that counts and is at least as grave as ``category``.

        Where there is an earlier report, only what is new counts.
        """
        order = tuple(Category)
        grave = order[: order.index(category) + 1]
        return any(
            f.category in grave and f.counts and f.state in {None, State.NEW}
            for f in self.findings
        )
