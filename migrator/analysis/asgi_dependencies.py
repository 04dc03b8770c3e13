"""FastAPI: functions that run before an endpoint because something depends on them.

https://fastapi.tiangolo.com/tutorial/dependencies/
"""

from collections import defaultdict
from collections.abc import Iterable

from migrator.analysis.handlers import handler_of, method_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Scope,
    Values,
)
from migrator.model import facts

DEPENDS = frozenset(
    f"{package}.{name}"
    for package in ("fastapi", "fastapi.params", "fastapi.param_functions")
    for name in ("Depends", "Security")
)
SHORT = frozenset({"Depends", "Security"})


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
        """Name what the parameters of a function say, and the class whose method it is."""
        function = self._functions.get(name)
        if function is None or isinstance(function.definition, facts.Lambda):
            return []
        definition = function.definition
        found = [
            named
            for event in self._said[function.file]
            if definition.line <= event.location.line <= definition.end_line
            and event.function != function.name
            for named in _named(event)
        ]
        for parameter in definition.params:
            found += _annotated(parameter.annotation, parameter.default, function.scope)
        for cls in mro(function.owner) if function.owner else ():
            if isinstance(cls, ClassValue):
                found += self._of_class(cls)
        return found

    def _of_class(self, cls: ClassValue) -> list[str]:
        """Name what the body of a class-based view says for all of its methods.

        https://fastapi-utils.davidmontague.xyz/user-guide/class-based-views/
        """
        said = (e for e in self._said[cls.file] if e.function == cls.name)
        found = [named for event in said for named in _named(event)]
        for statement in cls.definition.body:
            if isinstance(statement, facts.Assign):
                found += _annotated(statement.annotation, statement.value, cls.scope)
        return found


def _annotated(
    annotation: facts.Expression | None, default: facts.Expression | None, scope: Scope
) -> list[str]:
    """Name what an alias such as ``Session = Annotated[…, Depends(…)]`` says.

    ``Depends()`` without an argument depends on the class that the annotation names.
    https://fastapi.tiangolo.com/tutorial/dependencies/classes-as-dependencies/#shortcut
    """
    match annotation:
        case facts.Name(id=name) | facts.Constant(value=str(name)):
            values = _looked_up(name, scope)
        case facts.Subscript(index=facts.Sequence(items=(facts.Name(id=name), *rest))):
            said = any(map(_is_bare, rest))
            return _named_by(_looked_up(name, scope)) if said else []
        case _:
            return []
    found = [] if not _is_bare(default) else _named_by(values)
    for value in values:
        if isinstance(value, Items) and value.kind == "annotated":
            found += _in_list((value,))
            found += _named_by(value.items[0]) if _in_bare(value) else []
    return found


def _is_bare(expression: facts.Expression | None) -> bool:
    """Tell ``Depends()``, which says by the annotation what is depended on."""
    match expression:
        case facts.Call(func=facts.Name(id=name) | facts.Attribute(attr=name), args=()) as call:
            return name in SHORT and not dict(call.keywords).get("dependency")
    return False


def _in_bare(items: Items) -> bool:
    """Tell whether ``Depends()`` is among the parts of an alias."""
    return any(
        isinstance(one, Instance)
        and one.origin is not None
        and one.origin.name in DEPENDS
        and one.origin.argument(0, "dependency") is None
        for item in items.items
        for one in item
    )


def _looked_up(name: str, scope: Scope | None) -> Values:
    while scope is not None:
        if name in scope.names:
            return scope.names[name]
        scope = scope.parent
    return ()


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
    return _named_by(event.argument(0, "dependency") or ())


def _named_by(values: Values) -> list[str]:
    found: list[str] = []
    for value in values:
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
