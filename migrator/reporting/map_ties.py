"""How much modules and tables belong together, and which facts say so, for the map."""

from collections.abc import Iterator

from migrator.grouping.affinity import Affinity, weigh
from migrator.grouping.signals import SIGNALS
from migrator.grouping.ties import Tie
from migrator.reporting import map_shape as shape
from migrator.reporting.map_index import MapIndex
from migrator.reporting.map_shape import NONE

DIGITS = 6  # of weights: what is measured with them is shown with three


def tie_rows(affinity: Affinity, index: MapIndex) -> Iterator[shape.TieRow]:
    """Yield each pair with its weight and what each signal says of it."""
    numbers = {signal.name: number for number, signal in enumerate(SIGNALS)}
    for (one, other), said in affinity.pairs.items():
        ends = index.box(one), index.box(other)
        if NONE not in ends:
            evidence = tuple(
                shape.EvidenceRow(
                    numbers[signal],
                    round(found.weight, DIGITS),
                    found.count,
                    tuple(_fact(tie, index) for tie in found.facts),
                )
                for signal, found in said.items()
            )
            yield shape.TieRow(*ends, round(weigh(said), DIGITS), evidence)


def _fact(tie: Tie, index: MapIndex) -> shape.FactRow:
    return shape.FactRow(index.node(tie.one), index.node(tie.other), *index.place(tie.location))
