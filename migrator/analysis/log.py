"""What the interpreter saw happen at the border of the project: the log that recognizers read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrator.analysis.values import ClassValue, FunctionValue, Value, Values
from migrator.model.program import Call, Location


@dataclass(slots=True, eq=False)
class Event:
    """A call of, a read from or a write to something that the project does not define.

    Attributes:
        name: what was called: ``flask.Blueprint``, ``flask.Blueprint.route``, ``os.environ[]``
            (subscript read), ``os.environ[]=`` (subscript write), ``flask.Flask.x=`` (attribute
            write). Calling the result of ``name`` is ``name()``: applying ``@app.route("/x")``
            to a view is an event ``flask.Flask.route()`` with the view as its argument.
            The receiver's unknown class is spelled ``?``.
        receiver: the object whose method this is, where there is one.
        origin: for ``name()`` and methods of results, the event that made the receiver.
        stack: the calls through which the project got here, innermost first; empty where the
            function was run without knowing who calls it.
        callers: the functions in which those calls stand.
    """

    name: str
    function: str
    location: Location
    args: tuple[Values, ...] = ()
    keywords: dict[str, Values] = field(default_factory=dict)
    receiver: Value | None = None
    origin: Event | None = None
    stack: tuple[Location, ...] = ()
    callers: tuple[str, ...] = ()

    def argument(self, position: int, keyword: str) -> Values | None:
        """Return an argument by keyword or position; None where it is not given."""
        if keyword in self.keywords:
            return self.keywords[keyword]
        return self.args[position] if 0 <= position < len(self.args) else None

    @property
    def member(self) -> str:
        """Return the last part of the name: ``route`` of ``flask.Blueprint.route``."""
        return self.name.rpartition(".")[2]


@dataclass(slots=True)
class Log:
    """Everything that was seen, in the order in which it was seen."""

    events: list[Event] = field(default_factory=list)
    calls: set[Call] = field(default_factory=set)
    functions: dict[str, FunctionValue] = field(default_factory=dict)
    classes: dict[str, ClassValue] = field(default_factory=dict)
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
