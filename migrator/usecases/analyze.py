"""Analyze: what the monolith has, and what stands between each entry point and its service."""

from collections.abc import Mapping, Sequence

from migrator.analysis.garbage import seldom_collecting
from migrator.grouping import Study, Work, judge, propose
from migrator.model.acceptance import accept
from migrator.model.baseline import compare_findings
from migrator.model.effort import Effort, by_entry_point, efforts_of_services, sum_effort
from migrator.model.extraction import Concern
from migrator.model.findings import Finding, Verdict
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.model.reach import Reach, find_reaches
from migrator.model.report import Analysis, AssessedEntryPoint, Circumstances
from migrator.rules.derive import derive
from migrator.rules.describe import describe
from migrator.rules.engine import evaluate
from migrator.rules.engine import judge as judge_entry_points
from migrator.rules.proposed import while_proposed
from migrator.rules.rule import Rule
from migrator.usecases.live import compare


def assess(
    program: Program,
    rules: Sequence[Rule],
    plan: MigrationPlan | None = None,
    circumstances: Circumstances | None = None,
    *,
    study: Study | None = None,
) -> Analysis:
    """Draw the conclusions: findings, verdicts, and services (those of ``plan`` first).

    ``study`` is what grouping learnt of the program, where somebody else asks it as well.
    """
    circumstances = circumstances or Circumstances()
    with seldom_collecting():
        if study is None:
            study = Study(program, history=circumstances.history, traffic=circumstances.traffic)
        return _assess(program, rules, plan, circumstances, study)


def _assess(
    program: Program,
    rules: Sequence[Rule],
    plan: MigrationPlan | None,
    circumstances: Circumstances,
    study: Study,
) -> Analysis:
    if plan is None or not plan.services:
        rules = while_proposed(rules)
    reaches = find_reaches(program)
    traffic = circumstances.traffic
    whole = propose(program, plan, reaches=reaches, study=study)
    unanswered = tuple(rule.id for rule in rules if rule.traffic and traffic is None)
    findings, gone = evaluate(program, rules, reaches, whole, traffic), None
    if circumstances.baseline is not None:
        compared = compare_findings(findings, circumstances.baseline)
        findings, gone = compared.findings, compared.gone
    accepted = accept(
        findings,
        program,
        plan.waivers if plan else (),
        rules={rule.id for rule in rules},
        unanswered=unanswered,
        today=circumstances.today,
    )
    findings = accepted.findings
    reached = by_entry_point(findings)
    found = {finding.rule for finding in findings}
    live = circumstances.live
    entry_points = _entry_points(program, reaches, findings, reached, rules)
    efforts = efforts_of_services(whole, findings, reached)
    return Analysis(
        program=program,
        entry_points=entry_points,
        findings=findings,
        fixes=tuple((r.id, r.title, r.fix.strip()) for r in rules if r.id in found),
        plan=whole,
        live=compare(program, live) if live else None,
        rules=tuple(describe(rule) for rule in rules if rule.id in found),
        acceptances=accepted.acceptances,
        service_efforts=efforts,
        grouping=judge(study, whole, reaches, _work(entry_points, efforts)),
        gone=gone,
        folder=circumstances.folder,
        traffic=traffic,
        unanswered=unanswered,
    )


def _work(
    entry_points: Sequence[AssessedEntryPoint], efforts: Sequence[tuple[str, Effort]]
) -> Work:
    staying = (e.entry_point.label for e in entry_points if e.verdict is Verdict.STAY)
    return Work({name: effort.total for name, effort in efforts}, frozenset(staying))


def _entry_points(
    program: Program,
    reaches: Sequence[Reach],
    findings: Sequence[Finding],
    reached: Mapping[str, list[Finding]],
    rules: Sequence[Rule],
) -> tuple[AssessedEntryPoint, ...]:
    points = program.entry_points
    verdicts = judge_entry_points(
        points, [finding for finding in findings if finding.counts], rules
    )
    derivations = derive(program, verdicts, reached, rules)
    efforts = (sum_effort(reached.get(point.label, ())) for point in points)
    parts = zip(points, reaches, verdicts, derivations, efforts, strict=True)
    return tuple(AssessedEntryPoint(*part) for part in parts)


def find_concerns(
    program: Program, rules: Sequence[Rule], plan: MigrationPlan | None = None
) -> tuple[Concern, ...]:
    """Find what hurts on Lambda, each with what to do about it; what is accepted is marked.

    Whether a waiver has ended is not asked: the same source gives the same files.
    """
    fixes = {rule.id: rule.fix.strip() for rule in rules}
    findings = evaluate(program, rules, plan=plan)
    accepted = accept(findings, program, plan.waivers if plan else (), rules=fixes)
    return tuple(Concern(found, fixes[found.rule]) for found in accepted.findings)
