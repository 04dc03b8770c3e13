"""Judge a plan: metrics, those of plain Louvain beside them, and what to move first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from migrator.grouping.affinity import Affinity
from migrator.grouping.communities import WeightedGraph
from migrator.grouping.costs import Division, balance, share
from migrator.grouping.homes import homes_of, members
from migrator.grouping.order import Work, rank_services
from migrator.grouping.study import Study
from migrator.model.components import components
from migrator.model.grouping import Grouping, PlanMetrics
from migrator.model.plan import MigrationPlan
from migrator.model.reach import Reach, module_of


def judge(
    study: Study, plan: MigrationPlan, reaches: Sequence[Reach], work: Work | None = None
) -> Grouping:
    """Judge the services of a plan; ``work`` is what the rules say of it."""
    return Grouping(
        metrics=measure_plan(study, plan),
        louvain=measure_louvain(study),
        order=rank_services(study, plan, reaches, work or Work()),
    )


def measure_plan(study: Study, plan: MigrationPlan) -> PlanMetrics:
    """Measure the services of a plan."""
    homes = homes_of(study.program, plan)
    owners = {table: service.name for service in plan.services for table in service.owns}
    handlers = Counter({service.name: len(service.entry_points) for service in plan.services})
    return _measure(study, Division(study.facts, homes, owners), homes, handlers)


def measure_louvain(study: Study) -> PlanMetrics:
    """Measure what plain Louvain makes of the modules: who calls or imports whom, unweighted."""
    parts = plain_louvain(study.affinity)
    homes = {name: parts.get(module_of(name), "") for name in members(study.program)}
    handlers = Counter(homes.get(e.handler, "") for e in study.program.entry_points)
    return _measure(study, Division(study.facts, homes), homes, handlers)


def plain_louvain(affinity: Affinity) -> dict[str, str]:
    """Divide modules by calls and imports alone, each pair counted once."""
    pairs = [pair for pair, said in affinity.pairs.items() if {"calls", "imports"} & {*said}]
    nodes = sorted({node for pair in pairs for node in pair})
    numbers = {node: number for number, node in enumerate(nodes)}
    graph = WeightedGraph(
        len(nodes), {(numbers[one], numbers[other]): 1.0 for one, other in pairs}
    )
    return {node: f"part {part}" for node, part in zip(nodes, graph.louvain(), strict=True)}


def _measure(
    study: Study, division: Division, homes: Mapping[str, str], handlers: Counter[str]
) -> PlanMetrics:
    calls = study.facts.calls
    crossing, inner = division.crossing_calls(), division.inner_calls()
    across, within = (sum(calls[pair] for pair in pairs) for pairs in (crossing, inner))
    loud, quiet = (sum(log(calls[p]) + 1 for p in pairs) for pairs in (crossing, inner))
    names = {part for part in homes.values() if part} | {part for part in handlers if part}
    return PlanMetrics(
        services=len(names),
        modularity=round(_modularity(study, homes), 3),
        calls=across,
        calls_share=round(share(across, across + within), 3),
        inter_partition=round(share(loud, loud + quiet), 3),
        two_writers=tuple(t for t, parts in division.writers().items() if len(parts) > 1),
        entropy=round(division.entropy(), 3),
        spanning=tuple(sorted({location for location, _ in division.spanning()})),
        transactions=len(study.facts.transactions),
        balance=round(balance(n for part, n in handlers.items() if part), 3),
        cycles=_cycles(crossing, homes),
    )


def _modularity(study: Study, homes: Mapping[str, str]) -> float:
    """Measure the modules; what is in no service is a part of its own."""
    affinity = study.affinity
    modules = [n for n in affinity.nodes if f"{n}:" in homes]
    numbers = {node: number for number, node in enumerate(modules)}
    weights = {
        (numbers[one], numbers[other]): weight
        for (one, other), weight in affinity.weights().items()
        if one in numbers and other in numbers
    }
    parts: dict[str, int] = {}
    numbered = [parts.setdefault(homes[f"{m}:"] or m, len(parts)) for m in modules]
    return WeightedGraph(len(modules), weights).modularity(tuple(numbered))


def _cycles(
    crossing: list[tuple[str, str]], homes: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    graph: dict[str, set[str]] = {}
    for caller, callee in crossing:
        graph.setdefault(homes[caller], set()).add(homes[callee])
        graph.setdefault(homes[callee], set())
    found = components({name: sorted(graph[name]) for name in sorted(graph)})
    return tuple(sorted(group for group in found if len(group) > 1))
