"""Evaluate rules on a program: which findings, who reaches them, and the verdicts."""

from collections.abc import Iterable, Iterator, Sequence

from migrator.model.findings import Category, Finding, Verdict
from migrator.model.plan import MigrationPlan
from migrator.model.program import Command, EntryPoint, Program
from migrator.model.reach import Reach
from migrator.model.traffic import Traffic
from migrator.rules.callers import Callers
from migrator.rules.conditions import find_matches
from migrator.rules.index import Index
from migrator.rules.match import Match
from migrator.rules.merge import Counted, merged
from migrator.rules.rule import Rule, Within


def evaluate(
    program: Program,
    rules: Iterable[Rule],
    reaches: Sequence[Reach] | None = None,
    plan: MigrationPlan | None = None,
    traffic: Traffic | None = None,
) -> tuple[Finding, ...]:
    """Find every place where a rule applies, with the entry points that reach it; sorted.

    Args:
        program: the monolith.
        rules: what to look for.
        reaches: what each entry point reaches, where that is known already.
        plan: its services, for rules about what crosses from one to another.
        traffic: what access logs say, for rules that ask that.
    """
    index = Index(program, plan, reaches, traffic)
    callers = Callers(index)
    findings = {
        finding
        for rule in rules
        if _speaks(rule, index)
        for match, labels in merged(_counting(rule, index, callers), rule.when.once)
        for finding in (_finding(rule, match, labels, callers),)
    }
    return tuple(sorted(findings))


def _speaks(rule: Rule, index: Index) -> bool:
    given, unless = rule.when.given, rule.when.unless
    if given is not None and not find_matches(given, index):
        return False
    return unless is None or not find_matches(unless, index)


def judge(
    entry_points: Iterable[EntryPoint], findings: Iterable[Finding], rules: Iterable[Rule]
) -> tuple[Verdict, ...]:
    """Say for each entry point whether it may leave: its gravest mandatory finding decides.

    Commands stay, whatever they reach: people run them beside the code and its database.
    """
    stays = {rule.id for rule in rules if rule.verdict is Verdict.STAY}
    verdicts: dict[str, Verdict] = {}
    for finding in findings:
        if finding.category is not Category.MANDATORY:
            continue
        for label in finding.entry_points:
            if finding.rule in stays:
                verdicts[label] = Verdict.STAY
            else:
                verdicts.setdefault(label, Verdict.FIX_FIRST)
    return tuple(
        Verdict.STAY
        if isinstance(point.trigger, Command)
        else verdicts.get(point.label, Verdict.EXTRACT)
        for point in entry_points
    )


def _counting(rule: Rule, index: Index, callers: Callers) -> Iterator[Counted]:
    """Yield the matches at places that count, with the entry points that are affected."""
    within = rule.when.within
    # What hurts where it moves does not hurt in what stays.
    is_moving = rule.category is Category.MANDATORY and rule.verdict is not Verdict.STAY
    for match in find_matches(rule.when, index):
        if match.labels:
            labels = callers.counting(match.labels, within)
        elif within is not Within.ANYWHERE and _is_script(match, index):
            labels = ()
        else:
            labels = callers.labels(match.functions, within)
        if is_moving and labels and callers.staying.issuperset(labels):
            continue
        if labels or within is Within.ANYWHERE:
            yield match, labels


def _is_script(match: Match, index: Index) -> bool:
    return all(index.is_script(function, match.location) for function in match.functions)


def _finding(rule: Rule, match: Match, labels: tuple[str, ...], callers: Callers) -> Finding:
    chains = [chain for chain in map(callers.chain, match.shown or match.functions) if chain]
    chain = min(chains, key=lambda names: (len(names), names), default=())
    function = chain[-1] if chain else next(iter(match.functions), "")
    return Finding(
        location=match.location,
        rule=rule.id,
        category=rule.category,
        effort=rule.effort,
        message=rule.message.format(name=match.name, function=function, value=match.value).strip(),
        function=function,
        entry_points=labels,
        chain=chain,
        functions=match.functions,
    )
