"""Django REST framework: which methods view sets take, and which of their methods answers.

https://www.django-rest-framework.org/api-guide/viewsets/
https://www.django-rest-framework.org/api-guide/generic-views/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from migrator.analysis.django_class_views import View, around
from migrator.analysis.django_views import Views
from migrator.analysis.handlers import Handler, class_handler, functions_of, handler_of
from migrator.analysis.interpreter.attributes import find_in_class, root_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import (
    mro,
    short_name,
    stood_in_for,
    text_of,
    texts_of,
)
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    Table,
    Value,
)
from migrator.model.program import Location

# The end of a class's name -> the actions that it has. Packages that extend the framework name
# their view sets after its own.
ACTIONS: dict[str, tuple[str, ...]] = {
    "CreateModelMixin": ("create",),
    "ListModelMixin": ("list",),
    "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"),
    "DestroyModelMixin": ("destroy",),
    "ReadOnlyModelViewSet": ("list", "retrieve"),
    "ModelViewSet": ("list", "create", "retrieve", "update", "partial_update", "destroy"),
}
LONGEST_FIRST = sorted(ACTIONS, key=len, reverse=True)
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
class ViewSets:
    """What the decorators of view sets' methods say, by function."""

    actions: dict[FunctionValue, Action] = field(default_factory=dict)

    @classmethod
    def of(cls, log: Log) -> ViewSets:
        """Gather the actions of a monolith, with what ``.mapping`` adds to them."""
        found = cls()
        for event in log.events:
            if event.name.endswith(DECORATORS) and event.origin is not None and event.args:
                for function in functions_of(event.args[0]):
                    found.actions[function] = _action(function, event.origin, event.member)
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
        return next((self.actions[f] for f in stood_in_for(function) if f in self.actions), None)

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


def has_action(cls: ClassValue, name: str) -> bool:
    """Tell whether a view set has a method, its own or one of the framework's."""
    if find_in_class(cls, name):
        return True
    return any(name in _actions_of(base.name) for base in mro(cls) if isinstance(base, External))


def _actions_of(name: str) -> tuple[str, ...]:
    last = name.rpartition(".")[2]
    return next((ACTIONS[ending] for ending in LONGEST_FIRST if last.endswith(ending)), ())


def view_of(viewset: Value, mapping: dict[str, str]) -> View | None:
    """Return the view that ``as_view(mapping)`` gives; None where it answers nothing."""
    if isinstance(viewset, External):
        known = _actions_of(viewset.name)
        served = frozenset(verb.upper() for verb, name in mapping.items() if name in known)
        name = ":".join(viewset.name.rsplit(".", 1))
        return View(Handler(name, Location("", 0)), served) if served else None
    if not isinstance(viewset, ClassValue):
        return None
    allowed = texts_of(find_in_class(viewset, "http_method_names") or ())
    by_method = tuple(
        (verb.upper(), _handler(viewset, name))
        for verb, name in mapping.items()
        if has_action(viewset, name) and (allowed is None or verb in allowed)
    )
    verbs = frozenset(verb for verb, _ in by_method) - {"HEAD", "OPTIONS"}
    return View(class_handler(viewset), verbs, by_method, around(viewset)) if verbs else None


def _handler(cls: ClassValue, action: str) -> Handler:
    found = functions_of(find_in_class(cls, action) or ())
    return handler_of(found[0]) if found else class_handler(cls)


def read(value: Value, views: Views) -> tuple[View, ...] | None:  # noqa: ARG001  (a Reader)
    """Read ``SomeViewSet.as_view({"get": "list"})``."""
    match value:
        case Instance(kind=External(name=name), origin=Event() as made) if name.endswith(
            ".as_view"
        ) and made.args + tuple(made.keywords.values()):
            given = made.argument(0, "actions") or ()
        case _:
            return None
    viewset = root_of(made.receiver) if made.receiver else External(name.removesuffix(".as_view"))
    found = [
        view_of(
            viewset, {str(verb): text_of(named) or "" for verb, named in table.entries.items()}
        )
        for table in given
        if isinstance(table, Table)
    ]
    return tuple(view for view in found if view is not None) or None
