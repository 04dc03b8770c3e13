"""Affinity: how much modules and tables belong together, and which facts say so."""

from collections.abc import Callable, Iterable, Mapping
from math import sqrt

import msgspec

from migrator.grouping.signals import SIGNALS, Weighed
from migrator.grouping.ties import Material, Tie, home_of

KEPT = 3


class Evidence(msgspec.Struct):
    """What one signal says of a pair: its weight, how many facts, and the strongest of them."""

    weight: float = 0.0
    count: int = 0
    facts: list[Tie] = []

    def add(self, tie: Tie, weight: float) -> None:
        """Count one more fact; the strongest are kept."""
        self.weight += weight
        self.count += 1
        if len(self.facts) < KEPT or tie.weight > self.facts[-1].weight:
            self._keep([tie])

    def merge(self, other: "Evidence") -> None:
        """Count all that ``other`` counts as well."""
        self.weight += other.weight
        self.count += other.count
        self._keep(other.facts)

    def _keep(self, facts: list[Tie]) -> None:
        self.facts = sorted([*self.facts, *facts], key=lambda tie: -tie.weight)[:KEPT]


Pair = tuple[str, str]


class Affinity:
    """Weighted pairs of nodes; a node is a module or a table.

    Attributes:
        nodes: sorted.
        pairs: what each signal says of a pair, by the signal's name; the pair is sorted.
    """

    def __init__(self, nodes: Iterable[str], pairs: Mapping[Pair, Mapping[str, Evidence]]) -> None:
        self.nodes = tuple(sorted(nodes))
        self.pairs = dict(sorted(pairs.items()))

    def between(self, one: str, other: str) -> Mapping[str, Evidence]:
        """Say what ties two nodes together, by signal."""
        return self.pairs.get((min(one, other), max(one, other)), {})

    def merged(self, node_of: Callable[[str], str]) -> "Affinity":
        """Merge nodes: ``node_of`` names what each becomes part of, '' for nothing."""
        names = {node: node_of(node) for node in self.nodes}
        pairs: dict[Pair, dict[str, Evidence]] = {}
        for (first, second), found in self.pairs.items():
            one, other = names[first], names[second]
            if one and other and one != other:
                said = pairs.setdefault((min(one, other), max(one, other)), {})
                for name, evidence in found.items():
                    said.setdefault(name, Evidence()).merge(evidence)
        return Affinity({*names.values()} - {""}, pairs)

    def weights(self) -> dict[Pair, float]:
        """Sum the signals up."""
        return {pair: weigh(said) for pair, said in self.pairs.items()}


def weigh(said: Mapping[str, Evidence]) -> float:
    """Sum up what signals say; a hundred calls say ten times as much as one."""
    return sum(
        evidence.weight / sqrt(evidence.count) for evidence in said.values() if evidence.count
    )


def measure_affinity(material: Material, signals: Iterable[Weighed] = SIGNALS) -> Affinity:
    """Ask all signals what ties modules and tables together."""
    nodes = {module.name for module in material.program.modules}
    pairs: dict[Pair, dict[str, Evidence]] = {}
    for signal in signals:
        for tie in signal.find(material):
            one, other = home_of(tie.one), home_of(tie.other)
            if one != other:
                nodes.update((one, other))
                said = pairs.setdefault((min(one, other), max(one, other)), {})
                evidence = said.setdefault(signal.name, Evidence())
                evidence.add(tie, signal.weight * tie.weight)
    return Affinity(nodes, pairs)
