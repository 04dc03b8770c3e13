"""Divide: communities at several resolutions, and the one that costs least and is steady."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import comb

import msgspec

from migrator.grouping.affinity import Affinity
from migrator.grouping.communities import WeightedGraph
from migrator.grouping.costs import Cost

RESOLUTIONS = (1.0, 1.5, 2.0, 3.0, 4.0)
SEEDS = (5, 6, 7)
UNCLEAR = 0.02  # less of Newman's modularity than the best: communities that are none
OWN = 0.25  # people know their own areas: others have to be better by this much

Groups = tuple[tuple[str, ...], ...]


class Candidate(msgspec.Struct, frozen=True):
    """A way to divide, and what speaks for it.

    Attributes:
        parts: the number of the part of each node.
        resolution: at which it was found; 0 for what people made themselves.
        stability: how far other seeds give the same, from 0 to 1.
    """

    parts: Mapping[str, int]
    resolution: float
    stability: float
    cost: Cost

    @property
    def worth(self) -> float:
        """Sum up: sizes and steadiness, less the borders that are crossed."""
        cost = self.cost
        crossed = cost.transactions + cost.writers + cost.calls
        own = 0.0 if self.resolution else OWN
        return cost.balance + self.stability + own - crossed


Price = Callable[[Mapping[str, int]], Cost]


def candidates(affinity: Affinity, price_of: Price) -> list[Candidate]:
    """Find communities at each resolution, and price them."""
    numbers = {node: number for number, node in enumerate(affinity.nodes)}
    weights = {
        (numbers[one], numbers[other]): weight
        for (one, other), weight in affinity.weights().items()
    }
    graph = WeightedGraph(len(numbers), weights)
    divided = [
        (resolution, [graph.leiden(resolution, seed) for seed in SEEDS])
        for resolution in RESOLUTIONS
    ]
    clear = max(graph.modularity(runs[0]) for _, runs in divided) - UNCLEAR
    found = []
    for resolution, runs in divided:
        if graph.modularity(runs[0]) < clear:
            continue
        parts = dict(zip(affinity.nodes, runs[0], strict=True))
        steady = sum(agreement(runs[0], other) for other in runs[1:]) / (len(runs) - 1)
        found.append(Candidate(parts, resolution, steady, price_of(parts)))
    return found


def best(found: Iterable[Candidate]) -> Candidate:
    """Pick the candidate that is worth most; of equal ones the first."""
    return max(found, key=lambda one: one.worth)


def agreement(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the adjusted Rand index of two partitions: 1 the same, 0 chance."""
    both = _pairs(zip(one, other, strict=True))
    ones, others = _pairs(one), _pairs(other)
    pairs = comb(len(one), 2)
    chance = ones * others / pairs if pairs else 0.0
    highest = (ones + others) / 2
    return 1.0 if highest == chance else (both - chance) / (highest - chance)


def _pairs(parts: Iterable[object]) -> int:
    return sum(comb(count, 2) for count in Counter(parts).values())
