"""Who reaches a place, and by which shortest chain."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from migrator.model.program import EntryPoint, HttpRoute, QueueTask, Schedule, Websocket
from migrator.model.reach import CallGraph, chain_to, module_of
from migrator.rules.index import Index
from migrator.rules.rule import Within

# Commands do not count: people run them where the code is, they are not what moves first.
COUNTED = {
    Within.ENTRY_POINT: (HttpRoute, QueueTask, Schedule, Websocket),
    Within.ROUTE: (HttpRoute, Websocket),
    Within.TASK: (QueueTask, Schedule),
}


class Callers:
    """The entry points that reach functions.

    Code at module level, or in the body of a class, runs when any function of the module is
    about to: it counts as reached by whoever reaches one of the functions.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._points = index.program.entry_points
        self._graph = CallGraph(index.program)
        self._counted = {within: self._mask(kinds) for within, kinds in COUNTED.items()} | {
            Within.ANYWHERE: (1 << len(self._points)) - 1
        }
        self._known: dict[tuple[str, ...], int] = {}

    def labels(self, functions: tuple[str, ...], within: Within) -> tuple[str, ...]:
        """List the entry points that reach one of ``functions``, if one of them counts; sorted."""
        if functions not in self._known:
            mask = 0
            for function in functions:
                for name in self._runs_with(function):
                    mask |= self._reached_by.get(name, 0)
            self._known[functions] = mask
        mask = self._known[functions]
        return self._labels(mask) if mask & self._counted[within] else ()

    def chain(self, function: str) -> tuple[str, ...]:
        """Find a shortest chain from any entry point; empty where none reaches it."""
        if function in self._parents:
            return chain_to(function, self._parents)
        members = (name for name in self._runs_with(function) if name in self._parents)
        chains = [(*chain_to(name, self._parents), function) for name in members]
        return min(chains, key=lambda names: (len(names), names), default=())

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        roots = [root for point in self._points for root in self._graph.roots(point)]
        return self._graph.parents(roots)

    @cached_property
    def _reached_by(self) -> Mapping[str, int]:
        """The entry points that reach each function, one bit each."""
        found: dict[str, int] = {}
        for number, (point, reach) in enumerate(
            zip(self._points, self._index.reaches, strict=True)
        ):
            for function in {*reach.functions, *self._graph.roots(point)}:
                found[function] = found.get(function, 0) | (1 << number)
        return found

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, ...]]:
        members: dict[str, list[str]] = {}
        for function in {*self._parents, *(f.name for f in self._index.program.functions)}:
            members.setdefault(module_of(function), []).append(function)
        return {module: tuple(names) for module, names in members.items()}

    @cached_property
    def _classes(self) -> frozenset[str]:
        return frozenset(f.name for f in self._index.program.functions if f.kind == "class")

    def _runs_with(self, function: str) -> Iterable[str]:
        is_loose = function.endswith(":") or function in self._classes
        return self._members.get(module_of(function), ()) if is_loose else (function,)

    def _mask(self, kinds: tuple[type[object], ...]) -> int:
        return sum(
            1 << n for n, point in enumerate(self._points) if isinstance(point.trigger, kinds)
        )

    def _labels(self, mask: int) -> tuple[str, ...]:
        found = set()
        while mask:
            lowest = mask & -mask
            found.add(self._points[lowest.bit_length() - 1].label)
            mask ^= lowest
        return tuple(sorted(found))


def labels_that_count(
    labels: Iterable[str], within: Within, points: Iterable[EntryPoint]
) -> tuple[str, ...]:
    """Return ``labels`` if one of the entry points counts."""
    found = tuple(labels)
    if within is Within.ANYWHERE:
        return found
    counted = {point.label for point in points if isinstance(point.trigger, COUNTED[within])}
    return () if counted.isdisjoint(found) else found
