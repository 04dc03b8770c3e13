"""Communities of a weighted graph, by python-igraph: Leiden, and Louvain to compare with.

https://python.igraph.org/en/stable/api/igraph.Graph.html#community_leiden
"""

import random
from collections.abc import Mapping, Sequence

SEED = 5
ROUNDS = 10

Partition = tuple[int, ...]


class WeightedGraph:
    """Nodes by number, with weights on undirected pairs of them."""

    def __init__(self, size: int, weights: Mapping[tuple[int, int], float]) -> None:
        # It takes 0.1 s, which a run that proposes nothing need not spend.
        import igraph  # noqa: PLC0415

        self._igraph = igraph
        pairs = sorted(weights)
        self._graph = igraph.Graph(size, pairs)
        self._weights = [weights[pair] for pair in pairs]
        self.size = size

    def leiden(self, resolution: float, seed: int = SEED) -> Partition:
        """Divide by modularity; the higher the resolution, the smaller the communities."""
        self._sow(seed)
        found = self._graph.community_leiden(
            objective_function="modularity",
            weights=self._weights or None,
            resolution=resolution,
            n_iterations=ROUNDS,
        )
        return renumbered(found.membership)

    def louvain(self, seed: int = SEED) -> Partition:
        """Divide as everybody does."""
        self._sow(seed)
        found = self._graph.community_multilevel(weights=self._weights or None)
        return renumbered(found.membership)

    def modularity(self, partition: Partition) -> float:
        """Return Newman's modularity; 0 where nothing is tied to anything."""
        if not self._weights:
            return 0.0
        return float(self._graph.modularity(partition, weights=self._weights))

    def _sow(self, seed: int) -> None:
        self._igraph.set_random_number_generator(random.Random(seed))  # noqa: S311


def renumbered(membership: Sequence[int]) -> Partition:
    """Number the parts by their first node: the same parts have the same numbers."""
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(part, len(numbers)) for part in membership)
