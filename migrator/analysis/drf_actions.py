"""Django REST framework: the methods that ``@action`` adds to the routes of a view set.

https://www.django-rest-framework.org/api-guide/viewsets/#marking-extra-actions-for-routing
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from migrator.analysis.handlers import functions_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.questions import (
    mro,
    short_name,
    stood_in_for,
    text_of,
    texts_of,
)
from migrator.analysis.interpreter.values import ClassValue, Event, FunctionValue, Known
from migrator.model.location import Location

# ``detail_route`` and ``list_route`` until version 3.8, then ``action``.
DETAIL = {"action()": False, "detail_route()": True, "list_route()": False}
DECORATORS = tuple(f"decorators.{name}" for name in DETAIL)


@dataclass(slots=True)
class Action:
    """A method that ``@action`` adds to a view set's routes.

    Attributes:
        mapping: the method of the view set for each HTTP method, in lower case.
        url_path: the end of its path, a regular expression; None where it is computed.
    """

    detail: bool
    mapping: dict[str, str]
    url_path: str | None
    url_name: str
    made_at: tuple[Location, ...]


@dataclass(slots=True)
class Actions:
    """What the decorators of view sets' methods say, by function."""

    by_function: dict[FunctionValue, Action] = field(default_factory=dict)

    @classmethod
    def of(cls, log: Log) -> Actions:
        """Gather the actions of a monolith, with what ``.mapping`` adds to them."""
        found = cls()
        for event in log.events:
            if event.name.endswith(DECORATORS) and event.origin is not None and event.args:
                for function in functions_of(event.args[0]):
                    found.by_function[function] = _action(function, event.origin, event.member)
            elif event.name.startswith("<function>.mapping.") and event.args:
                found.add(event)
        return found

    def add(self, event: Event) -> None:
        """Note what ``@archive.mapping.delete`` adds to the action ``archive``."""
        owner = root_of(event.receiver) if event.receiver is not None else None
        action = self.find(owner) if isinstance(owner, FunctionValue) else None
        for function in functions_of(event.args[0]) if action else ():
            if action is not None:
                action.mapping[event.member] = short_name(function)

    def find(self, function: FunctionValue) -> Action | None:
        """Return the action that a method is, also below the project's own decorators."""
        return next(
            (self.by_function[f] for f in stood_in_for(function) if f in self.by_function), None
        )

    def of_class(self, cls: ClassValue) -> Iterator[Action]:
        """Yield the extra actions of a view set, inherited ones included."""
        seen: set[str] = set()
        for ancestor in mro(cls):
            names = ancestor.scope.names if isinstance(ancestor, ClassValue) else {}
            for name in (name for name in names if name not in seen):
                seen.add(name)
                for function in functions_of(names[name]):
                    action = self.find(function)
                    if action is not None:
                        yield action
                        break


def _action(function: FunctionValue, made: Event, decorator: str) -> Action:
    name = short_name(function)
    detail = made.argument(-1 if decorator != "action()" else 1, "detail")
    methods = texts_of(made.argument(0, "methods") or ()) or ("get",)
    path = made.argument(2, "url_path")
    is_absent = path is None or path == (Known(None),)
    return Action(
        DETAIL[decorator] if detail is None else detail != (Known(value=False),),
        {method.lower(): name for method in methods},
        name if is_absent else text_of(path or ()),
        text_of(made.argument(3, "url_name") or ()) or name.replace("_", "-"),
        (made.location, *made.stack),
    )
