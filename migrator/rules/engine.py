"""Evaluate rules on a program: which findings, who reaches them, and the verdicts."""

from collections.abc import Iterable, Iterator, Mapping

from migrator.model.findings import Category, Finding, Verdict
from migrator.model.program import EntryPoint, Program
from migrator.model.reach import CallGraph, chain_to, module_of
from migrator.rules.matches import Match, find_matches
from migrator.rules.rule import Rule, Within


def evaluate(program: Program, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """Find every place where a rule applies, with the entry points that reach it; sorted."""
    callers = _Callers(program)
    findings = (
        finding
        for rule in rules
        for match in find_matches(rule.when, program)
        for finding in _finding(rule, match, callers)
    )
    return tuple(sorted(findings))


def judge(
    entry_points: Iterable[EntryPoint], findings: Iterable[Finding], rules: Iterable[Rule]
) -> tuple[Verdict, ...]:
    """Say for each entry point whether it may leave: its gravest mandatory finding decides."""
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
    return tuple(verdicts.get(e.label, Verdict.EXTRACT) for e in entry_points)


def _finding(rule: Rule, match: Match, callers: "_Callers") -> Iterator[Finding]:
    reached = callers.of(match.functions)
    if not reached and rule.when.within is Within.ENTRY_POINT:
        return
    chains = [chain for chain, _ in reached]
    function = min(chains, key=_length_first)[-1] if chains else match.functions[0]
    yield Finding(
        location=match.location,
        rule=rule.id,
        category=rule.category,
        effort=rule.effort,
        message=rule.message.format(name=match.name, function=function).strip(),
        function=function,
        entry_points=tuple(sorted({label for _, label in reached})),
        chain=min(chains, key=_length_first) if chains else (),
    )


def _length_first(chain: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return len(chain), chain


class _Callers:
    """Who reaches a function, and by which shortest chain.

    Code at module level runs when any function of the module is about to: it counts as
    reached by whoever reaches one of the functions.
    """

    def __init__(self, program: Program) -> None:
        graph = CallGraph(program)
        self._walks: list[tuple[str, Mapping[str, str]]] = []
        self._reached_by: dict[str, list[tuple[int, str]]] = {}
        for number, entry_point in enumerate(program.entry_points):
            parents = graph.parents(graph.roots(entry_point))
            self._walks.append((entry_point.label, parents))
            for function in _first_of_each_module(parents):
                self._reached_by.setdefault(f"{module_of(function)}:", []).append(
                    (number, function)
                )
            for function in parents:
                self._reached_by.setdefault(function, []).append((number, function))

    def of(self, functions: Iterable[str]) -> list[tuple[tuple[str, ...], str]]:
        """List (chain, label of the entry point) for everyone who reaches one of them."""
        reached = []
        for function in functions:
            for number, via in self._reached_by.get(function, ()):
                label, parents = self._walks[number]
                chain = chain_to(via, parents)
                reached.append((chain if via == function else (*chain, function), label))
        return reached


def _first_of_each_module(reached: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for function in reached:
        first.setdefault(module_of(function), function)
    return tuple(first.values())
