"""Evaluate rules on a program: which findings, who reaches them, and the verdicts."""

from collections.abc import Iterable, Iterator, Sequence

from migrator.model.findings import Category, Finding, Verdict
from migrator.model.program import EntryPoint, Program
from migrator.model.reach import CallGraph, Reach, chain_to, find_reaches, module_of
from migrator.rules.matches import Match, find_matches
from migrator.rules.rule import Rule, Within


def evaluate(
    program: Program, rules: Iterable[Rule], reaches: Sequence[Reach] | None = None
) -> tuple[Finding, ...]:
    """Find every place where a rule applies, with the entry points that reach it; sorted.

    Args:
        program: the monolith.
        rules: what to look for.
        reaches: what each entry point reaches, where that is known already.
    """
    callers = _Callers(program, find_reaches(program) if reaches is None else reaches)
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
    labels = callers.labels(match.functions)
    if not labels and rule.when.within is Within.ENTRY_POINT:
        return
    chains = [chain for chain in map(callers.chain, match.functions) if chain]
    chain = min(chains, key=lambda names: (len(names), names), default=())
    function = chain[-1] if chain else match.functions[0]
    yield Finding(
        location=match.location,
        rule=rule.id,
        category=rule.category,
        effort=rule.effort,
        message=rule.message.format(name=match.name, function=function).strip(),
        function=function,
        entry_points=labels,
        chain=chain,
    )


class _Callers:
    """Who reaches a function, and by which shortest chain.

    Code at module level, or in the body of a class, runs when any function of the module is
    about to: it counts as reached by whoever reaches one of the functions.
    """

    def __init__(self, program: Program, reaches: Sequence[Reach]) -> None:
        graph = CallGraph(program)
        roots = [root for point in program.entry_points for root in graph.roots(point)]
        self._parents = graph.parents(roots)
        self._classes = {f.name for f in program.functions if f.kind == "class"}
        self._members: dict[str, list[str]] = {}
        for function in {*self._parents, *(f.name for f in program.functions)}:
            self._members.setdefault(module_of(function), []).append(function)
        self._reached = [
            (point.label, {*reach.functions, *graph.roots(point)})
            for point, reach in zip(program.entry_points, reaches, strict=True)
        ]

    def labels(self, functions: Iterable[str]) -> tuple[str, ...]:
        """List the entry points that reach one of ``functions``; sorted."""
        wanted = {name for function in functions for name in self._runs_with(function)}
        found = {label for label, reached in self._reached if not wanted.isdisjoint(reached)}
        return tuple(sorted(found))

    def chain(self, function: str) -> tuple[str, ...]:
        """Find a shortest chain from any entry point; empty where none reaches it."""
        if function in self._parents:
            return chain_to(function, self._parents)
        members = (name for name in self._runs_with(function) if name in self._parents)
        chains = [(*chain_to(name, self._parents), function) for name in members]
        return min(chains, key=lambda names: (len(names), names), default=())

    def _runs_with(self, function: str) -> Iterable[str]:
        is_loose = function.endswith(":") or function in self._classes
        return self._members.get(module_of(function), ()) if is_loose else (function,)
