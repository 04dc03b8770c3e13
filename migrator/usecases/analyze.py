"""Analyze: what the monolith has, and what stands between each entry point and its service."""

from collections.abc import Sequence

from migrator.analysis.garbage import seldom_collecting
from migrator.grouping import propose
from migrator.model.extraction import Concern
from migrator.model.live import LiveTable
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.model.reach import find_reaches
from migrator.model.report import Analysis, AssessedEntryPoint
from migrator.model.traffic import Traffic
from migrator.rules.engine import evaluate, judge
from migrator.rules.rule import Rule
from migrator.usecases.live import compare


def assess(
    program: Program,
    rules: Sequence[Rule],
    plan: MigrationPlan | None = None,
    live: LiveTable | None = None,
    traffic: Traffic | None = None,
) -> Analysis:
    """Draw the conclusions: findings, verdicts, and services (those of ``plan`` first).

    Where ``live`` lists the routes of the running application, they are compared.
    """
    with seldom_collecting():
        return _assess(program, rules, plan, live, traffic)


def _assess(
    program: Program,
    rules: Sequence[Rule],
    plan: MigrationPlan | None,
    live: LiveTable | None,
    traffic: Traffic | None,
) -> Analysis:
    reaches = find_reaches(program)
    whole = propose(program, plan, reaches=reaches)
    findings = evaluate(program, rules, reaches, whole)
    verdicts = judge(program.entry_points, findings, rules)
    found = {finding.rule for finding in findings}
    return Analysis(
        program=program,
        entry_points=tuple(
            AssessedEntryPoint(*parts)
            for parts in zip(program.entry_points, reaches, verdicts, strict=True)
        ),
        findings=findings,
        fixes=tuple((r.id, r.title, r.fix.strip()) for r in rules if r.id in found),
        plan=whole,
        live=compare(program, live) if live else None,
        traffic=traffic,
    )


def find_concerns(program: Program, rules: Sequence[Rule]) -> tuple[Concern, ...]:
    """Find what hurts on Lambda, each with what to do about it."""
    fixes = {rule.id: rule.fix.strip() for rule in rules}
    return tuple(Concern(found, fixes[found.rule]) for found in evaluate(program, rules))
