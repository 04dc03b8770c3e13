"""What an entry point reaches through the call graph: pure questions asked of a ``Program``."""

from collections import deque
from collections.abc import Iterable, Mapping, Set

import msgspec

from migrator.model.program import AccessMode, EntryPoint, HttpRoute, Program


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
    """The calls of a program, indexed for walking."""

    def __init__(self, program: Program) -> None:
        self._hooks = program.hooks
        self._methods = _methods_of_classes(program)
        callees: dict[str, dict[str, None]] = {}
        for call in program.calls:
            callees.setdefault(call.caller, {})[call.callee] = None
        self._callees = {caller: list(names) for caller, names in callees.items()}
        for owner, methods in self._methods.items():
            if f"{owner}.__init__" in methods:
                self._callees.setdefault(owner, []).append(f"{owner}.__init__")

    def roots(self, entry_point: EntryPoint) -> tuple[str, ...]:
        """Name what the framework runs for an entry point: its handler, then the hooks."""
        handler = entry_point.handler
        hooks = self._hooks if isinstance(entry_point.trigger, HttpRoute) else ()
        return (handler, *self._methods.get(handler, ()), *entry_point.hooks, *hooks)

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
        reads = (a for a in program.accesses if a.mode is AccessMode.READ)
        writes = (a for a in program.accesses if a.mode is AccessMode.WRITE)
        self._tables_read = _index((a.function, a.table) for a in reads)
        self._tables_written = _index((a.function, a.table) for a in writes)
        self._settings = _index((r.function, r.key) for r in program.config_reads)
        self._aws = _index((c.function, c.action) for c in program.aws_calls)
        self._hosts = _index((c.function, c.host) for c in program.outbound_calls if c.host)
        self._tasks = _index((e.function, e.task) for e in program.enqueues)

    def of(self, names: Set[str]) -> Reach:
        """Sum up the effects of the functions that were reached."""
        return Reach(
            functions=tuple(sorted(self._functions & names)),
            tables_read=_union(self._tables_read, names),
            tables_written=_union(self._tables_written, names),
            settings=_union(self._settings, names),
            aws=_union(self._aws, names),
            hosts=_union(self._hosts, names),
            tasks=_union(self._tasks, names),
        )


def _methods_of_classes(program: Program) -> dict[str, tuple[str, ...]]:
    classes = {f.name for f in program.functions if f.kind == "class"}
    methods: dict[str, list[str]] = {}
    for function in program.functions:
        owner = function.name.rpartition(".")[0]
        if owner in classes and function.kind != "class":
            methods.setdefault(owner, []).append(function.name)
    return {owner: tuple(names) for owner, names in methods.items()}


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for function, effect in pairs:
        index.setdefault(function, set()).add(effect)
    return index


def _union(index: Mapping[str, set[str]], functions: Set[str]) -> tuple[str, ...]:
    reached = index.keys() & functions
    return tuple(sorted(set().union(*(index[function] for function in reached))))
