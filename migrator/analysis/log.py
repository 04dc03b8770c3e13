"""What the interpreter saw happen at the border of the project: the log that recognizers read."""

from __future__ import annotations

from collections.abc import Iterator
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
        stack: the calls through which the project got here, innermost first.
    """

    name: str
    function: str
    location: Location
    args: tuple[Values, ...] = ()
    keywords: dict[str, Values] = field(default_factory=dict)
    receiver: Value | None = None
    origin: Event | None = None
    stack: tuple[Location, ...] = ()
    default: str | None = None

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

    def named(self, *names: str) -> Iterator[Event]:
        """Yield the events with one of these names."""
        wanted = frozenset(names)
        return (event for event in self.events if event.name in wanted)
