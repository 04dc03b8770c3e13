"""FastAPI: functions that run before an endpoint because something depends on them.

https://fastapi.tiangolo.com/tutorial/dependencies/
"""

from collections import defaultdict
from collections.abc import Iterable

from migrator.analysis.handlers import handler_of, method_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Values,
)
from migrator.model import facts

DEPENDS = frozenset(
    f"{package}.{name}"
    for package in ("fastapi", "fastapi.params", "fastapi.param_functions")
    for name in ("Depends", "Security")
)


class Dependencies:
    """What functions depend on, by the defaults and annotations of their parameters."""

    def __init__(self, log: Log) -> None:
        self._functions = log.functions
        self._said: defaultdict[str, list[Event]] = defaultdict(list)
        for event in log.events:
            if event.name in DEPENDS:
                self._said[event.location.file].append(event)

    def around(self, handler: str, lists: Iterable[Values]) -> tuple[str, ...]:
        """List what runs before a handler, all that it needs in turn included.

        ``lists`` are the ``dependencies`` of the route, of its routers and of the application.
        """
        found: set[str] = set()
        waiting = [name for values in lists for name in _in_list(values)]
        waiting += self._of(handler)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._of(name)
        return tuple(sorted(found - {handler}))

    def _of(self, name: str) -> list[str]:
        """Name what the parameters of a function say, which is outside of its body."""
        function = self._functions.get(name)
        if function is None or isinstance(function.definition, facts.Lambda):
            return []
        first, last = function.definition.line, function.definition.end_line
        return [
            name
            for event in self._said[function.file]
            if first <= event.location.line <= last and event.function != function.name
            for name in _named(event)
        ]


def _in_list(values: Values) -> list[str]:
    return [
        name
        for value in values
        if isinstance(value, Items)
        for item in value.items
        for one in item
        if isinstance(one, Instance) and isinstance(one.kind, External)
        if one.kind.name in DEPENDS and one.origin is not None
        for name in _named(one.origin)
    ]


def _named(event: Event) -> list[str]:
    found: list[str] = []
    for value in event.argument(0, "dependency") or ():
        match value:
            case FunctionValue():
                found.append(handler_of(value).name)
            case Bound(function=function):
                found.append(handler_of(function).name)
            case ClassValue() as cls if method := method_of(cls, "__init__"):
                found.append(method.name)
            case Instance(kind=ClassValue() as cls) if method := method_of(cls, "__call__"):
                found.append(method.name)
    return found
