"""Django REST framework: which methods view sets take, and which of their methods answers.

https://www.django-rest-framework.org/api-guide/viewsets/
https://www.django-rest-framework.org/api-guide/generic-views/
"""

from __future__ import annotations

from migrator.analysis.django_class_views import View
from migrator.analysis.django_runs import around
from migrator.analysis.django_views import Views
from migrator.analysis.handlers import Handler, class_handler, functions_of, handler_of
from migrator.analysis.interpreter.naming import find_in_class, root_of
from migrator.analysis.interpreter.questions import (
    mro,
    text_of,
    texts_of,
)
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
    Table,
    Value,
)
from migrator.model.location import Location

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
    if not verbs:
        return None
    return View(class_handler(viewset), verbs, by_method, around(viewset), viewset.name)


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
