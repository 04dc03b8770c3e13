"""Django: walks URLconfs down to their views.

https://docs.djangoproject.com/en/stable/topics/http/urls/
https://docs.djangoproject.com/en/stable/ref/urls/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from migrator.analysis.django_patterns import Expander, Pattern, expand
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    External,
    Items,
    Known,
    ModuleValue,
    Value,
    Values,
)
from migrator.analysis.path_templates import from_regex
from migrator.model.location import Location
from migrator.model.program import Unresolved

# https://docs.djangoproject.com/en/stable/topics/http/urls/#path-converters
PARAMETER = re.compile(r"<(?:[^<>:]*:)?(\w+)>")
DEEPEST = 16  # URLconfs in URLconfs
FOREIGN = "Django URLs that the project includes but does not define: their routes are left out"
UNKNOWN = "Django URL pattern that is not known"


@dataclass(frozen=True, slots=True)
class Route:
    """A pattern that leads to a view, with all that stands above it.

    Attributes:
        declared: as Django shows it: routes and expressions one after the other.
        path: the template, starting with ``/``.
    """

    declared: str
    path: str
    names: tuple[str, ...]
    registered_at: tuple[Location, ...]
    leaf: Pattern


TOP = Route("", "/", (), (), Pattern((), ()))


class Urls:
    """Walks URL patterns; ``expanders`` are asked in turn what a value among them is."""

    def __init__(self, log: Log, expanders: tuple[Expander, ...]) -> None:
        self._log = log
        self._expanders = (*expanders, expand)
        self.reached: set[str] = set()
        self.seen: set[Location] = set()

    def fresh(self) -> Urls:
        """Return one that has seen nothing yet."""
        return Urls(self._log, self._expanders[:-1])

    def has_seen(self, route: Route) -> bool:
        """Tell whether the pattern that leads to the view was met on another way."""
        return route.leaf.made_at[0] in self.seen

    def walk_module(self, module: str) -> Iterator[Route | Unresolved]:
        """Yield the routes of a URLconf module, as a root."""
        self.reached.add(module)
        yield from self.walk(self._log.scopes[module].names.get("urlpatterns", ()))

    def walk(self, values: Values, above: Route = TOP) -> Iterator[Route | Unresolved]:
        """Yield each route that ``values``, patterns or lists of them, lead to."""
        for value in _flat(values, 0):
            patterns = self._expand(value)
            for pattern in patterns or ():
                yield from self._below(pattern, above)
            if patterns is None and above.registered_at:
                place = above.registered_at[0]
                yield Unresolved(FOREIGN if isinstance(value, External) else UNKNOWN, place)

    def _expand(self, value: Value) -> tuple[Pattern, ...] | None:
        for expander in self._expanders:
            found = expander(value)
            if found is not None:
                return tuple(found)
        return None

    def _below(self, pattern: Pattern, above: Route) -> Iterator[Route | Unresolved]:
        self.seen.add(pattern.made_at[0])
        if not pattern.texts:
            yield Unresolved("Django URL with a computed path", pattern.made_at[0])
        for text in pattern.texts:
            names = (pattern.name,) if pattern.below is None else (pattern.namespace,)
            route = Route(
                _join_declared(above.declared, text, is_regex=pattern.is_regex),
                _join(above.path, _template(text, is_regex=pattern.is_regex)),
                (*above.names, *(name for name in names if name)),
                tuple(dict.fromkeys((*pattern.made_at, *above.registered_at))),
                pattern,
            )
            if pattern.below is None:
                yield route
            elif len(route.registered_at) < DEEPEST * 4:
                yield from self._included(pattern.below, route)

    def _included(self, values: Values, above: Route) -> Iterator[Route | Unresolved]:
        for value in dict.fromkeys(values):
            patterns, namespace = self._patterns_of(value)
            if patterns is None:
                yield Unresolved(FOREIGN, above.registered_at[0])
                for pattern in self._expand(value) or ():
                    yield from self._below(pattern, above)
                continue
            named = above
            if namespace and not above.leaf.namespace:
                named = replace(above, names=(*above.names, namespace))
            yield from self.walk(patterns, named)

    def _patterns_of(self, value: Value) -> tuple[Values | None, str]:
        """Return what ``include`` is given as patterns, and the namespace that comes with them."""
        match value:
            case Known(value=str(module)) | ModuleValue(name=module):
                scope = self._log.named(module)
                if scope is None:
                    return None, ""
                self.reached.add(scope.module)
                return scope.names.get("urlpatterns", ()), text_of(
                    scope.names.get("app_name", ())
                ) or ""
            case Items(kind="tuple", items=[patterns, *names]) if names and is_namespace(names[0]):
                namespace = names[-1]  # the instance's, after that of the application
                found = [self._patterns_of(inner)[0] for inner in patterns]
                known = [values for values in found if values is not None]
                merged = tuple(value for values in known for value in values)
                return merged if known else None, text_of(namespace) or ""
            case External():
                return None, ""
        return (value,), ""


def _flat(values: Values, depth: int) -> Iterator[Value]:
    """Yield what stands in lists, which may stand in lists where they were added up."""
    for value in dict.fromkeys(values) if depth < DEEPEST else ():
        if isinstance(value, Items):
            for item in dict.fromkeys(value.items):
                yield from _flat(item, depth + 1)
        else:
            yield value


def is_namespace(values: Values) -> bool:
    """Tell ``(patterns, "shop")`` from a tuple of patterns."""
    return text_of(values) is not None or values == (Known(None),)


def _template(text: str, *, is_regex: bool) -> str:
    return from_regex(text) if is_regex else PARAMETER.sub(r"{\1}", text)


def _join(prefix: str, template: str) -> str:
    return prefix + (template.lstrip("/") if prefix.endswith("/") else template)


def _join_declared(prefix: str, text: str, *, is_regex: bool) -> str:
    """Join as Django does: below another pattern an expression starts where that one ends."""
    return prefix + (text.removeprefix("^") if is_regex and prefix else text)
