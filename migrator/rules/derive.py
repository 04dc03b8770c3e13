"""Why a verdict is what it is: the findings that decide it, and how the entry point gets there."""

from collections.abc import Iterable, Mapping, Sequence

from migrator.model.findings import Category, Derivation, Evidence, Finding, Verdict
from migrator.model.program import Command, EntryPoint, Program
from migrator.model.reach import CallGraph
from migrator.rules.rule import Rule

COMMAND_STAYS = (
    "people run it where the code and its database are; it stays with the monolith until its "
    "tables have moved"
)
SHOWN = 5  # pieces of evidence; the report lists every finding with those who reach it


def derive(
    program: Program,
    verdicts: Sequence[Verdict],
    reached: Mapping[str, Sequence[Finding]],
    rules: Iterable[Rule],
) -> tuple[Derivation, ...]:
    """Say for each entry point what its verdict follows from, in the order of the program.

    Args:
        program: the monolith.
        verdicts: of its entry points.
        reached: by label of an entry point, what it reaches; also what is accepted.
        rules: those that were evaluated.
    """
    stays = {rule.id for rule in rules if rule.verdict is Verdict.STAY}
    ways = _Ways(program)
    return tuple(
        _derive(point, verdict, reached.get(point.label, ()), stays, ways)
        for point, verdict in zip(program.entry_points, verdicts, strict=True)
    )


def _derive(
    point: EntryPoint, verdict: Verdict, found: Sequence[Finding], stays: set[str], ways: "_Ways"
) -> Derivation:
    counted = _incidents(finding for finding in found if finding.counts)
    mandatory = [f for f in counted if f.category is Category.MANDATORY]
    is_command = isinstance(point.trigger, Command)
    decides = [f for f in mandatory if f.rule in stays or verdict is not Verdict.STAY]
    deciding = [] if is_command else decides
    gravest = sorted(deciding, key=lambda f: (-f.effort, f.rule, f.location))
    return Derivation(
        evidence=tuple(
            Evidence(finding.rule, finding.location, ways.chain(point, finding))
            for finding in gravest[:SHOWN]
        ),
        deciding=len(deciding),
        mandatory=len(mandatory),
        optional=sum(finding.category is Category.OPTIONAL for finding in counted),
        potential=sum(finding.category is Category.POTENTIAL for finding in counted),
        accepted=len(_incidents(finding for finding in found if not finding.counts)),
        reason=COMMAND_STAYS if is_command else "",
    )


def _incidents(findings: Iterable[Finding]) -> list[Finding]:
    """Keep one finding of a rule at a place."""
    return list({(finding.rule, finding.location): finding for finding in findings}.values())


class _Ways:
    """Shortest call chains from each entry point to a finding.

    They are searched backwards: many entry points share the few functions with findings.
    """

    def __init__(self, program: Program) -> None:
        self._graph = CallGraph(program)
        self._known: dict[tuple[str, ...], dict[str, tuple[int, str]]] = {}

    def chain(self, point: EntryPoint, finding: Finding) -> tuple[str, ...]:
        """Name the functions from what runs for ``point`` to where ``finding`` matched."""
        functions = finding.functions or (finding.function,)
        ways = self._ways(functions)
        roots = [root for root in self._graph.roots(point) if root in ways]
        if not roots:
            return ()
        name = min(roots, key=lambda root: ways[root][0])
        chain = []
        while name:
            chain.append(name)
            name = ways[name][1]
        ends = [f for f in functions if chain[-1] in self._graph.runs_with(f)]
        return tuple(chain) if chain[-1] in functions else (*chain, *ends[:1])

    def _ways(self, functions: tuple[str, ...]) -> dict[str, tuple[int, str]]:
        if functions not in self._known:
            targets = [name for f in functions for name in (f, *self._graph.runs_with(f))]
            self._known[functions] = self._graph.ways_to(targets)
        return self._known[functions]
