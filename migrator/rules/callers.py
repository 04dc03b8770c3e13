"""Who reaches a place, and by which shortest chain."""

from collections import deque
from collections.abc import Iterable, Mapping
from functools import cached_property, reduce
from operator import or_

from migrator.model.program import Command, HttpRoute, QueueTask, Schedule, Websocket
from migrator.model.reach import chain_to, module_of
from migrator.rules.index import Index
from migrator.rules.rule import Within

# Commands do not count: people run them where the code is, they are not what moves first.
APP_CONFIGS = ("django.apps.AppConfig", "django.apps.config.AppConfig")
CHOSEN = frozenset({"arm", "switched"})
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
        self._graph = index.graph
        self._counted = {within: self._mask(kinds) for within, kinds in COUNTED.items()} | {
            Within.ANYWHERE: (1 << len(self._points)) - 1
        }
        self._known: dict[tuple[str, ...], int] = {}
        self._listed: dict[int, tuple[str, ...]] = {}

    @cached_property
    def staying(self) -> frozenset[str]:
        """The labels of websockets, and of commands: these stay, whatever they reach."""
        points = self._points
        return frozenset(p.label for p in points if isinstance(p.trigger, Websocket | Command))

    def labels(self, functions: tuple[str, ...], within: Within) -> tuple[str, ...]:
        """List the entry points that reach one of ``functions``, if one of them counts; sorted."""
        if within is Within.START:
            return self._labels(self._started(functions))
        if functions not in self._known:
            self._known[functions] = self._mask_of(functions)
        mask = self._known[functions]
        return self._labels(mask) if mask & self._counted[within] else ()

    def counting(self, labels: Iterable[str], within: Within) -> tuple[str, ...]:
        """Return ``labels`` if one of the entry points counts."""
        found = tuple(labels)
        if within is Within.ANYWHERE:
            return found
        return () if self._names_that_count[within].isdisjoint(found) else found

    @cached_property
    def _names_that_count(self) -> Mapping[Within, frozenset[str]]:
        return {
            within: frozenset(p.label for p in self._points if isinstance(p.trigger, kinds))
            for within, kinds in COUNTED.items()
        }

    def _mask_of(self, functions: tuple[str, ...]) -> int:
        names = (name for function in functions for name in self._graph.runs_with(function))
        return reduce(or_, (self._reached_by.get(name, 0) for name in names), 0)

    def _started(self, functions: tuple[str, ...]) -> int:
        """Return who waits for ``functions`` when an environment starts; nobody: they do not run.

        What the application runs when it is made, every route waits for.
        """
        everybody = self._counted[Within.ROUTE] or self._counted[Within.ENTRY_POINT]
        if any(function in self._starting for function in functions):
            return everybody
        loose = tuple(f"{module_of(name)}:" for name in functions if name in self._loose)
        return self._mask_of(loose) or (everybody if loose else 0)

    @cached_property
    def _starting(self) -> frozenset[str]:
        """What factories of applications and what Django calls ``ready`` run.

        https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.ready
        """
        made = [one.name for one in self._index.program.applications if one.is_factory]
        configs = self._index.inheritances.matching(APP_CONFIGS)
        return self._run_by([*made, *(f"{one.cls}.ready" for one in configs)])

    @cached_property
    def _loose(self) -> frozenset[str]:
        """What runs when the modules of entry points and applications are imported."""
        applications = self._index.program.applications
        handlers = (one.handler for one in self._points)
        names = (*handlers, *(one.name for one in applications))
        found = {module_of(name): "" for name in names}
        modules = {module.name: module for module in self._index.program.modules}
        waiting = deque(found)
        while waiting:
            module = modules.get(waiting.popleft())
            for one in module.imports if module else ():
                if not one.scope and one.target not in found:
                    found[one.target] = ""
                    waiting.append(one.target)
        return self._run_by(f"{module}:" for module in found)

    def _run_by(self, roots: Iterable[str]) -> frozenset[str]:
        """Return what ``roots`` run now, without what they only hand over to be called later."""
        found = set(roots)
        waiting = deque(found)
        while waiting:
            caller = waiting.popleft()
            new = {*self._called_now.get(caller, ())} - found
            found |= new
            waiting.extend(new)
        return frozenset(found)

    @cached_property
    def _called_now(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        # What is in ``calls`` alone is handed over; in ``edges`` alone, wrapped by the caller.
        # Which arm of a ``match`` is taken at start, a setting says: none is known to be. What is
        # for developers and tests does not run where it is deployed.
        edges = frozenset(self._index.program.edges)
        for call in self._index.program.calls:
            is_script = self._index.is_script(call.caller, call.location)
            is_choice = not CHOSEN.isdisjoint(self._index.guards(call.location))
            if (call.caller, call.callee) in edges and not (is_script or is_choice):
                found.setdefault(call.caller, []).append(call.callee)
        for owner in self._graph.classes:
            found.setdefault(owner, []).append(f"{owner}.__init__")
        return found

    def chain(self, function: str) -> tuple[str, ...]:
        """Find a shortest chain from an entry point; empty where none reaches it.

        That is no command, where others reach it: commands are not what moves.
        """
        return self._chain(function, self._parents) or self._chain(function, self._all_parents)

    def _chain(self, function: str, parents: Mapping[str, str]) -> tuple[str, ...]:
        if function in parents:
            return chain_to(function, parents)
        members = (name for name in self._graph.runs_with(function) if name in parents)
        chains = [(*chain_to(name, parents), function) for name in members]
        return min(chains, key=lambda names: (len(names), names), default=())

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        points = (point for point in self._points if not isinstance(point.trigger, Command))
        return self._graph.parents([root for point in points for root in self._graph.roots(point)])

    @cached_property
    def _all_parents(self) -> Mapping[str, str]:
        return self._graph.parents(
            [root for point in self._points for root in self._graph.roots(point)]
        )

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

    def _mask(self, kinds: tuple[type[object], ...]) -> int:
        return sum(
            1 << n for n, point in enumerate(self._points) if isinstance(point.trigger, kinds)
        )

    def _labels(self, mask: int) -> tuple[str, ...]:
        """Name the entry points of a mask; thousands of findings share a few lists."""
        if mask not in self._listed:
            found, rest = set(), mask
            while rest:
                lowest = rest & -rest
                found.add(self._names[lowest.bit_length() - 1])
                rest ^= lowest
            self._listed[mask] = tuple(sorted(found))
        return self._listed[mask]

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(point.label for point in self._points)
