"""What middleware and decorators put on Django's requests: ``request.order = order``.

There is one request at a time: what any of them puts on it is what any view may find there.
https://docs.djangoproject.com/en/stable/ref/request-response/#attributes-set-by-application-code
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.django_relations import Model, Relations
from migrator.analysis.interpreter.questions import external_kinds
from migrator.analysis.interpreter.values import (
    Argument,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Member,
    Value,
    Values,
    join,
)
from migrator.model.location import Location

NAME = "request"
ENDING = "Request"
CLASSES = frozenset(
    {
        "django.http.HttpRequest",
        "django.http.request.HttpRequest",
        "rest_framework.request.Request",
    }
)


class Requests:
    """The attributes of requests; remembers who asked for one before it was there.

    Attributes:
        values: what was put on requests, by name.
    """

    def __init__(self) -> None:
        self.values: dict[str, Values] = {}
        self._waiting: dict[str, dict[int, FunctionValue]] = {}
        self._is_used = False

    def start(self, relations: Relations) -> None:
        """Begin to keep what is put on requests: where there are models."""
        self._is_used = bool(relations.by_class)
        user = relations.user()
        if user is not None and self._is_used:
            self.values["user"] = (_object(user),)

    def write(self, owner: Value, name: str, values: Values) -> None:
        """Keep the objects that an attribute is set to."""
        objects = tuple(value for value in values if isinstance(value, Instance))
        if self._is_used and objects and is_request(owner):
            self.values[name] = join(objects, self.values.get(name, ()))

    def read(self, owner: Value, name: str, function: FunctionValue | None) -> Values:
        """Return what an attribute of a request was set to; () where that is nothing known."""
        if not self._is_used or not is_request(owner):
            return ()
        found = self.values.get(name, ())
        if not found and function is not None:
            waiting = self._waiting.setdefault(name, {})
            waiting[id(function.definition)] = function
        return found

    def late(self) -> Iterator[FunctionValue]:
        """Yield the functions that asked for what was set after they had been run."""
        functions: dict[int, FunctionValue] = {}
        for name in sorted(self._waiting.keys() & self.values.keys()):
            functions |= self._waiting.pop(name)
        yield from functions.values()


def is_request(value: Value) -> bool:
    """Tell whether a value is a request of Django's, by its class or by what it is called."""
    if isinstance(value, Member | Argument):
        return value.name == NAME
    if not isinstance(value, Instance):
        return False
    kind = value.kind
    if isinstance(kind, External):
        return kind.name in CLASSES
    return kind.name.endswith(ENDING) and not CLASSES.isdisjoint(external_kinds(value))


def _object(model: Model) -> Instance:
    if isinstance(model.cls, ClassValue) and model.cls.prototype is not None:
        return model.cls.prototype
    return Instance(model.cls or External(model.name), Location("", 0))
