"""How far two divisions of the same things agree."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import comb


def mojofm(found: Sequence[Hashable], wanted: Sequence[Hashable]) -> float:
    """Return MoJoFM in percent: 100 where ``found`` is ``wanted``, 0 where nothing is farther off.

    The moves and joins that turn ``found`` into ``wanted``, against the most that any division
    of as many things needs: Wen and Tzerpos, An effectiveness measure for software clustering
    algorithms, 2004. Of several best matches of parts the first is taken, as in their MoJo 2.0.
    """
    sizes = sorted(Counter(wanted).values())
    least = 0
    for size in sizes:
        least += least < size
    most = len(wanted) - least
    return 100.0 if not most else 100 * (1 - _moves_and_joins(found, wanted) / most)


def _moves_and_joins(found: Sequence[Hashable], wanted: Sequence[Hashable]) -> int:
    """Count: all but the best matched things of each part move; parts of one goal are joined.

    Where parts have several best goals, goals are given out so that as many as possible are
    somebody's: a maximum matching.
    """
    overlaps: dict[Hashable, Counter[Hashable]] = {}
    for one, other in zip(found, wanted, strict=True):
        overlaps.setdefault(one, Counter())[other] += 1
    most = {part: max(goals.values()) for part, goals in overlaps.items()}
    best = {p: [g for g, n in goals.items() if n == most[p]] for p, goals in overlaps.items()}
    groups = _matching(best)
    return (len(found) - sum(most.values())) + (len(overlaps) - groups)


def _matching(best: Mapping[Hashable, Sequence[Hashable]]) -> int:
    taken: dict[Hashable, Hashable] = {}

    def place(part: Hashable, seen: set[Hashable]) -> bool:
        for goal in best[part]:
            if goal not in seen:
                seen.add(goal)
                if goal not in taken or place(taken[goal], seen):
                    taken[goal] = part
                    return True
        return False

    return sum(place(part, set()) for part in best)


def adjusted_rand_index(found: Sequence[Hashable], wanted: Sequence[Hashable]) -> float:
    """Return on how many pairs both agree, 1 for all and 0 for chance: Hubert, Arabie, 1985."""
    both = sum(comb(n, 2) for n in Counter(zip(found, wanted, strict=True)).values())
    ones, others = (sum(comb(n, 2) for n in Counter(parts).values()) for parts in (found, wanted))
    pairs = comb(len(found), 2)
    chance = ones * others / pairs if pairs else 0.0
    highest = (ones + others) / 2
    return 1.0 if highest == chance else (both - chance) / (highest - chance)
