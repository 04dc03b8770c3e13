"""Divide a program by what it does alone: nothing that people named or placed counts."""

from collections import Counter
from collections.abc import Mapping

from migrator.grouping.affinity import measure_affinity
from migrator.grouping.costs import Cost, Division, price
from migrator.grouping.divide import best, candidates
from migrator.grouping.homes import members
from migrator.grouping.signals import SIGNALS
from migrator.grouping.study import Study
from migrator.model.reach import module_of


def divide_blindly(study: Study) -> dict[str, int]:
    """Map each module and table to a part, by all signals but those of spelling."""
    behaviour = [signal for signal in SIGNALS if not signal.is_spelling]
    affinity = measure_affinity(study.material, behaviour)
    names = list(members(study.program))
    handlers = Counter(module_of(e.handler) for e in study.program.entry_points)

    def price_of(parts: Mapping[str, int]) -> Cost:
        homes = {n: str(parts[m]) for n in names if (m := module_of(n)) in parts}
        sizes: Counter[str] = Counter()
        for module, count in handlers.items():
            sizes[str(parts.get(module, module))] += count
        return price(study.facts, Division(study.facts, homes), sizes)

    return dict(best(candidates(affinity, price_of)).parts)
