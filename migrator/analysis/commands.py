"""Command lines as trees: groups, what hangs below them, and what an operator types."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from migrator.analysis.handlers import Handler
from migrator.analysis.interpreter.values import Event
from migrator.analysis.routes import places_of
from migrator.model.location import Location
from migrator.model.program import Command, EntryPoint

DEEPEST = 8  # groups in groups
PROGRAMS = frozenset({"cli", "main"})


@dataclass(frozen=True, slots=True)
class Node:
    """A command or group; ``handler`` is None for a group that runs nothing itself."""

    name: str
    handler: Handler | None
    event: Event
    is_program: bool = False


@dataclass(frozen=True, slots=True)
class Below:
    """A command hangs below ``parent`` (None: at the top), as ``name`` where that is said."""

    parent: Hashable | None
    name: str | None
    event: Event


@dataclass(slots=True)
class Commands:
    """All commands of a framework.

    Attributes:
        called: functions that the project calls: a group among them is the program itself,
            whose name nobody types before its commands.
    """

    called: frozenset[str]
    nodes: dict[Hashable, Node] = field(default_factory=dict)
    below: dict[Hashable, list[Below]] = field(default_factory=dict)

    def hang(
        self, child: Hashable, parent: Hashable | None, name: str | None, event: Event
    ) -> None:
        """Note that ``child`` hangs below ``parent``."""
        self.below.setdefault(child, []).append(Below(parent, name, event))

    def entry_points(self, framework: str) -> Iterator[EntryPoint]:
        """Yield one entry point per way to type a command."""
        groups = {below.parent for hung in self.below.values() for below in hung}
        nested = {
            below.parent for child, hung in self.below.items() if child in groups for below in hung
        }
        for value, node in self.nodes.items():
            if node.handler is None:
                continue
            for words, places in self._ways(value, nested, 0):
                name = " ".join(words)
                yield EntryPoint(
                    Command(name),
                    node.handler.name,
                    node.handler.location,
                    framework,
                    name,
                    tuple(dict.fromkeys(places)),
                )

    def _ways(
        self, value: Hashable, nested: set[Hashable | None], depth: int
    ) -> Iterator[tuple[tuple[str, ...], tuple[Location, ...]]]:
        node = self.nodes[value]
        hung = self.below.get(value, [])
        places = places_of(node.event)
        if not hung:
            yield (node.name,), places
        for below in hung if depth < DEEPEST else ():
            name = below.name or node.name
            own = (name,) if name else ()
            said = (*places, *places_of(below.event))
            if below.parent not in self.nodes or self._is_program(below.parent, nested):
                yield own, said
                continue
            for words, above in self._ways(below.parent, nested, depth + 1):
                yield (*words, *own), (*said, *above)

    def _is_program(self, value: Hashable, nested: set[Hashable | None]) -> bool:
        """Tell the whole program from a group of its commands: it hangs below nothing."""
        node = self.nodes[value]
        if value in self.below:
            return False
        is_called = node.handler is not None and node.handler.name in self.called
        return node.is_program or is_called or node.name in PROGRAMS or value in nested
