"""What the interpreter saw happen at the border of the project: the log that recognizers read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrator.analysis.interpreter.values import ClassValue, Event, FunctionValue, Scope
from migrator.model.program import Call, Location


@dataclass(slots=True)
class Log:
    """Everything that was seen, in the order in which it was seen.

    Attributes:
        calls: calls inside the project, for what a function reaches: who calls a name reaches
            all that decorators made of it, and what it hands out.
        edges: calls as they happen, caller and callee by name: also of what others define.
        scopes: what each module bound, by its name.
        curtailed: functions that were not run for all the different objects they are given.
    """

    events: list[Event] = field(default_factory=list)
    calls: set[Call] = field(default_factory=set)
    edges: set[tuple[str, str]] = field(default_factory=set)
    functions: dict[str, FunctionValue] = field(default_factory=dict)
    classes: dict[str, ClassValue] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    curtailed: set[str] = field(default_factory=set)
    constructions: list[tuple[ClassValue, str, Location]] = field(default_factory=list)
    class_writes: list[tuple[ClassValue, str, Location]] = field(default_factory=list)

    def settle(self) -> None:
        """Drop what was seen with unknown arguments where it was also seen with known ones."""
        known = {event.location for event in self.events if event.stack}
        functions = {event.function for event in self.events if event.stack}
        self.events = [
            event
            for event in self.events
            if event.stack or event.location not in known or event.function not in functions
        ]

    def spoken_for(self, event: Event, seen: Mapping[Location, set[str]]) -> str:
        """Return the function to which a fact with a constant belongs.

        A helper such as ``get_setting(name)`` reads another key for each caller: where one place
        was seen with several constants (``seen``), the fact is the caller's.
        """
        several = len(seen.get(event.location, ())) > 1
        return event.callers[0] if several and event.callers else event.function
