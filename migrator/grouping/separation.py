"""Separation: which code travels along and which is called from afar, for the least effort.

A minimum cut: what starts on one side pulls what it needs to its side, and each thing either is
copied, at the price of a copy, or stays, at the price of a client and of each place that uses it.
https://python.igraph.org/en/stable/api/igraph.GraphBase.html#mincut
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from migrator.grouping.uses import LOCAL, Uses

CLIENT = 3  # points to call a function from afar
PLACE = 1  # for each place that does


class Terms(msgspec.Struct, frozen=True):
    """What may be copied and what has to stay.

    Attributes:
        is_free: tells what is copied anyway, at no price.
        stays: tells what cannot be copied.
        copying: the price of a copy, by name.
        wanted: what a person decided, by name: whether it is copied.
    """

    is_free: Callable[[str], bool]
    stays: Callable[[str], bool]
    copying: Callable[[str], int]
    wanted: Mapping[str, bool] = {}


def separate(uses: Uses, starts: Iterable[str], terms: Terms) -> frozenset[str]:
    """Name all that is on the side of ``starts``: they, what is free, and what is copied."""
    network = _Network(uses, frozenset(starts), terms)
    return network.cut()


class _Network:
    """The capacities of what ``starts`` reach, by pairs of names.

    ``""`` is where all starts are, ``"."`` where all is that cannot be copied.
    """

    def __init__(self, uses: Uses, starts: frozenset[str], terms: Terms) -> None:
        self._starts, self._terms = starts, terms
        self._finite: Counter[tuple[str, str]] = Counter()
        self._endless: set[tuple[str, str]] = set()
        self._walk(uses)

    def cut(self) -> frozenset[str]:
        """Return what is on the side of the starts in a minimum cut."""
        import igraph  # noqa: PLC0415 - 0.1 s, only where somebody asks

        endless = 1 + sum(self._finite.values())
        pairs = sorted({*self._finite, *self._endless})
        names = sorted({"", ".", *(name for pair in pairs for name in pair)})
        numbers = {name: number for number, name in enumerate(names)}
        graph = igraph.Graph(
            len(names), [(numbers[a], numbers[b]) for a, b in pairs], directed=True
        )
        capacities = [endless if pair in self._endless else self._finite[pair] for pair in pairs]
        found = graph.mincut(numbers[""], numbers["."], capacity=capacities)
        side = {names[number] for number in found.partition[0]}
        return frozenset({name for name in side if _is_name(name)} | self._starts)

    def _walk(self, uses: Uses) -> None:
        terms, seen = self._terms, {*self._starts}
        waiting = sorted(self._starts)
        while waiting:
            user = waiting.pop()
            one = "" if user in self._starts else user
            for use in uses.of(user):
                if use.used in self._starts or use.used.endswith(":"):
                    continue
                self._add(one, use.used, use.kind)
                if use.used not in seen:
                    seen.add(use.used)
                    if terms.stays(use.used) or terms.wanted.get(use.used) is False:
                        self._endless.add((use.used, "."))
                        continue
                    if not terms.is_free(use.used):
                        self._finite[use.used, "."] += terms.copying(use.used)
                    if terms.wanted.get(use.used):
                        self._endless.add(("", use.used))
                    waiting.append(use.used)

    def _add(self, one: str, used: str, kind: str) -> None:
        if kind in LOCAL or self._terms.is_free(used):
            self._endless.add((one, used))
            return
        self._finite[one, used] += PLACE if kind == "call" else 0
        client = f"{used} "
        self._endless.add((one, client))
        self._finite[client, used] = CLIENT


def _is_name(node: str) -> bool:
    return node not in {"", "."} and not node.endswith(" ")
