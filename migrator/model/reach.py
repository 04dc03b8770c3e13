"""What an entry point reaches through the call graph: pure questions asked of a ``Program``."""

from collections import deque
from collections.abc import Iterable, Mapping, Set
from functools import cached_property

import msgspec

from migrator.model.effect_index import RUNNING, EffectIndex, union
from migrator.model.program import EntryPoint, HttpRoute, Program


class Reach(msgspec.Struct, frozen=True):
    """Everything that one entry point may run or touch. All tuples are sorted.

    Attributes:
        functions: the handler, what it calls, and the hooks that the framework runs around it.
        tasks: names of the tasks that it puts on a queue; what they do in turn is not followed.
    """

    functions: tuple[str, ...] = ()
    tables_read: tuple[str, ...] = ()
    tables_written: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    aws: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


class CallGraph:
    """The calls of a program, indexed for walking.

    Attributes:
        classes: names of the project's classes.
    """

    def __init__(self, program: Program) -> None:
        self._hooks = program.hooks
        self._methods = _methods_of_classes(program)
        # Handlers and hooks may be of a framework: then no function of the project has the name.
        points = program.entry_points
        self._names = (
            *(f.name for f in program.functions),
            *program.hooks,
            *(name for point in points for name in (point.handler, *point.hooks)),
        )
        self.classes = frozenset(f.name for f in program.functions if f.kind == "class")
        callees: dict[str, dict[str, None]] = {}
        for call in program.calls:
            callees.setdefault(call.caller, {})[call.callee] = None
        for edge in program.hidden_edges:
            if edge.kind in RUNNING:
                callees.setdefault(edge.source, {})[edge.target] = None
        self._callees = {caller: list(names) for caller, names in callees.items()}
        for owner, methods in self._methods.items():
            if f"{owner}.__init__" in methods:
                self._callees.setdefault(owner, []).append(f"{owner}.__init__")

    def roots(self, entry_point: EntryPoint) -> tuple[str, ...]:
        """Name what the framework runs for an entry point: its handler, then the hooks.

        Of a class that answers these are all methods, unless hooks say which of them.
        """
        handler = entry_point.handler
        hooks = self._hooks if isinstance(entry_point.trigger, HttpRoute) else ()
        is_said = any(hook.startswith(f"{handler}.") for hook in entry_point.hooks)
        own = () if is_said else self._methods.get(handler, ())
        return (handler, *own, *entry_point.hooks, *hooks)

    def runs_with(self, function: str) -> tuple[str, ...]:
        """Name what runs ``function`` by being run; itself where it is a function.

        Code at module level, or in the body of a class, runs with any function of the module.
        """
        is_loose = self.is_loose(function)
        return self._members.get(module_of(function), ()) if is_loose else (function,)

    def is_loose(self, name: str) -> bool:
        """Tell code at module level, or in the body of a class, by its name."""
        return name.endswith(":") or name in self.classes

    def ways_to(self, functions: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Map whoever reaches ``functions`` to how it gets to the nearest of them.

        That is the number of calls on a shortest chain, and the next on it ('' at its end).
        """
        found = dict.fromkeys(functions, (0, ""))
        queue = deque(found)
        while queue:
            callee = queue.popleft()
            calls = found[callee][0] + 1
            for caller in self._callers.get(callee, ()):
                if caller not in found:
                    found[caller] = (calls, callee)
                    queue.append(caller)
        return found

    @cached_property
    def _callers(self) -> dict[str, list[str]]:
        callers: dict[str, list[str]] = {}
        for caller, callees in self._callees.items():
            for callee in callees:
                callers.setdefault(callee, []).append(caller)
        return callers

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        members: dict[str, dict[str, None]] = {}
        for name in (*self._names, *self._callees, *self._callers):
            members.setdefault(module_of(name), {})[name] = None
        return {module: tuple(names) for module, names in members.items()}

    def callees(self, caller: str) -> tuple[str, ...]:
        """Name what a function runs: what it calls, and what frameworks run because of it."""
        return tuple(self._callees.get(caller, ()))

    def callers(self, callee: str) -> tuple[str, ...]:
        """Name whoever has ``callee`` among its ``callees``."""
        return tuple(self._callers.get(callee, ()))

    def parents(self, roots: Iterable[str]) -> dict[str, str]:
        """Map everything that ``roots`` reach to the caller on a shortest chain ('' for a root).

        A call of a class runs its ``__init__``.
        """
        found = dict.fromkeys(roots, "")
        queue = deque(found)
        while queue:
            caller = queue.popleft()
            for callee in self._callees.get(caller, ()):
                if callee not in found:
                    found[callee] = caller
                    queue.append(callee)
        return found


def chain_to(function: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """Read the call chain that ends in ``function`` out of ``CallGraph.parents``."""
    chain = []
    while function:
        chain.append(function)
        function = parents[function]
    return tuple(reversed(chain))


def module_of(function: str) -> str:
    """Name the module of ``package.module:Qualified.name``."""
    return function.partition(":")[0]


def find_reaches(program: Program) -> tuple[Reach, ...]:
    """Find what each of ``program.entry_points`` reaches, in the same order."""
    graph = CallGraph(program)
    facts = _Effects(program)
    return tuple(
        facts.of(graph.parents(graph.roots(entry_point)).keys())
        for entry_point in program.entry_points
    )


class _Effects:
    """The effects of each function, indexed once for all entry points."""

    def __init__(self, program: Program) -> None:
        self._functions = frozenset(f.name for f in program.functions if f.kind != "class")
        self._names = EffectIndex(program).names()

    def of(self, names: Set[str]) -> Reach:
        """Sum up the effects of the functions that were reached."""
        reached = frozenset(names)

        def touched(kind: str) -> tuple[str, ...]:
            return union(self._names.get(kind, {}), reached)

        return Reach(
            functions=tuple(sorted(self._functions & reached)),
            tables_read=touched("reads"),
            tables_written=touched("writes"),
            settings=touched("setting"),
            aws=touched("aws"),
            hosts=tuple(host for host in touched("host") if host),
            tasks=touched("task"),
        )


def _methods_of_classes(program: Program) -> dict[str, tuple[str, ...]]:
    classes = {f.name for f in program.functions if f.kind == "class"}
    methods: dict[str, list[str]] = {}
    for function in program.functions:
        owner = function.name.rpartition(".")[0]
        if owner in classes and function.kind != "class":
            methods.setdefault(owner, []).append(function.name)
    return {owner: tuple(names) for owner, names in methods.items()}
