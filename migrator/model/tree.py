"""What an entry point reaches, as a tree: functions, and what each of them does.

A function is written out once, where it is nearest to the entry point, so that a tree is finite
and says the shortest way to everything; at other places it is marked as repeated.
"""

from collections import deque
from collections.abc import Iterable, Mapping

import msgspec

from migrator.model.effect_index import RUNNING, Effect, EffectIndex
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Program
from migrator.model.reach import CallGraph

DEEPEST = 12  # calls below a handler, where nobody says how many


class Node(msgspec.Struct, frozen=True):
    """A function in a tree.

    Attributes:
        role: ``handler``, ``hook``, ``call``, ``signal`` or ``context-processor``.
        location: where it is called or connected; its own ``def`` for handlers and hooks.
        effects: what it does itself, in the order of lines; those below it are in ``children``.
        children: what it runs, in the order of lines.
        is_repeated: written out elsewhere in the tree.
        cut: how many functions are reached below it that the limit of the depth leaves out.
        idle: how many functions are reached from it that do nothing to the world, and are
            left out with all that they run.
    """

    function: str
    role: str
    location: Location | None
    effects: tuple[Effect, ...] = ()
    children: tuple["Node", ...] = ()
    is_repeated: bool = False
    cut: int = 0
    idle: int = 0


class Step(msgspec.Struct, frozen=True, order=True):
    """That one function runs another: where, which, and why (``Node.role``)."""

    location: Location
    function: str
    role: str


class Steps:
    """Where and why functions run others."""

    def __init__(self, program: Program) -> None:
        self._defined = {function.name: function.location for function in program.functions}
        steps: dict[tuple[str, str], Step] = {}
        for call in program.calls:
            step = Step(call.location, call.callee, "call")
            key = (call.caller, call.callee)
            steps[key] = min(steps.get(key, step), step)
        for edge in program.hidden_edges:
            if edge.kind in RUNNING:
                step = Step(edge.location, edge.target, edge.kind)
                steps.setdefault((edge.source, edge.target), step)
        self._steps = steps

    def of(self, caller: str, callee: str) -> Step:
        """Return how ``caller`` runs ``callee``; a class runs its constructor where it stands."""
        known = self._steps.get((caller, callee))
        place = self._defined.get(callee) or Location("", 0)
        return known or Step(place, callee, "call")


class Trees:
    """Draws what entry points and functions of one program reach."""

    def __init__(self, program: Program) -> None:
        self._graph = CallGraph(program)
        self._effects = EffectIndex(program)
        self._defined = {function.name: function.location for function in program.functions}
        self._steps = Steps(program)

    def of_entry_point(
        self, entry_point: EntryPoint, *, depth: int = DEEPEST, is_whole: bool = False
    ) -> tuple[Node, ...]:
        """Draw the handler and the hooks around it, as ``of_functions`` does."""
        roots = self._graph.roots(entry_point)
        roles = dict.fromkeys(roots, "hook") | {roots[0]: "handler"}
        return self._draw(roles, depth, is_whole=is_whole)

    def of_functions(
        self, functions: Iterable[str], *, depth: int = DEEPEST, is_whole: bool = False
    ) -> tuple[Node, ...]:
        """Draw functions and all that they reach, ``depth`` calls deep.

        What does nothing to the world, nor runs anything that does, is counted and left out
        unless ``is_whole``.
        """
        return self._draw(dict.fromkeys(functions, "function"), depth, is_whole=is_whole)

    def _draw(self, roles: Mapping[str, str], depth: int, *, is_whole: bool) -> tuple[Node, ...]:
        drawing = _Drawing(self._graph, self._effects, roles, depth)
        nodes = []
        for root, role in roles.items():
            if is_whole or role != "hook" or root in drawing.busy:
                nodes.append(self._node(root, role, self._defined.get(root), drawing, is_whole))
        return tuple(nodes)

    def _node(
        self,
        function: str,
        role: str,
        location: Location | None,
        drawing: "_Drawing",
        is_whole: bool,
    ) -> Node:
        below = drawing.children[function]
        kept = [name for name in below if is_whole or name in drawing.busy]
        steps = sorted(self._steps.of(function, name) for name in kept)
        children = []
        for step in steps:
            if drawing.parents.get(step.function) == function:
                child = self._node(step.function, step.role, step.location, drawing, is_whole)
            else:
                child = Node(step.function, step.role, step.location, is_repeated=True)
            children.append(child)
        return Node(
            function,
            role,
            location,
            self._effects.of(function),
            tuple(children),
            cut=drawing.cut.get(function, 0),
            idle=len(below) - len(kept),
        )


class _Drawing:
    """Where each function is written out, and which ones do something.

    Attributes:
        parents: each function that is reached, to the one below which it is written out.
        children: each function that is written out, to what it runs.
        busy: functions that do something, or run what does.
        cut: functions at the limit of the depth, to how many lie below that nothing else shows.
    """

    def __init__(
        self, graph: CallGraph, effects: EffectIndex, roots: Iterable[str], depth: int
    ) -> None:
        self.parents = dict.fromkeys(roots, "")
        self.children: dict[str, tuple[str, ...]] = {}
        self.cut: dict[str, int] = {}
        levels = dict.fromkeys(self.parents, 0)
        queue = deque(self.parents)
        limits = []
        while queue:
            caller = queue.popleft()
            self.children[caller] = graph.callees(caller)
            if levels[caller] == depth:
                limits.append(caller)
                continue
            for callee in self.children[caller]:
                if callee not in self.parents:
                    self.parents[callee] = caller
                    levels[callee] = levels[caller] + 1
                    queue.append(callee)
        self.busy = _busy(graph, effects, self.parents)
        for caller in limits:
            beyond = set(graph.parents(self.children[caller])) - self.parents.keys()
            self.children[caller] = tuple(c for c in self.children[caller] if c in self.parents)
            if beyond & self.busy:
                self.cut[caller] = len(beyond)


def _busy(graph: CallGraph, effects: EffectIndex, roots: Iterable[str]) -> set[str]:
    reached = list(graph.parents(roots))
    callers: dict[str, list[str]] = {}
    for caller in reached:
        for callee in graph.callees(caller):
            callers.setdefault(callee, []).append(caller)
    waiting = [function for function in reached if effects.of(function)]
    found = set(waiting)
    while waiting:
        for caller in callers.get(waiting.pop(), ()):
            if caller not in found:
                found.add(caller)
                waiting.append(caller)
    return found
