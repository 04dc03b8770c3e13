"""Django: which URLconfs a request may start at.

https://docs.djangoproject.com/en/stable/ref/settings/#root-urlconf
https://docs.djangoproject.com/en/stable/ref/request-response/#django.http.HttpRequest.urlconf
"""

import re
from collections.abc import Iterator

from migrator.analysis.django_patterns import PATHS, REGEXES
from migrator.analysis.django_urls import Route, Urls
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Instance, Items, Known, Member, Table, Values
from migrator.model.location import Location
from migrator.model.program import Unresolved

SETTINGS = frozenset({"ROOT_URLCONF", "INSTALLED_APPS"})
MODULE = re.compile(r"\w+(?:\.\w+)*", re.ASCII)
DEEPEST = 3  # lists and dictionaries in a setting
ORPHAN = "Django URLconf that nothing includes as far as is seen: its routes are left out"
UNREACHED = "Django URL that no URLconf includes as far as is seen: its routes are left out"
LOOSE = (
    "Django URLconf of a project without ROOT_URLCONF: what stands before its routes is unknown"
)


def find_roots(log: Log, urls: Urls) -> Iterator[Route | Unresolved]:
    """Yield the routes below each root, and which URLconfs are none.

    Roots are ``ROOT_URLCONF``, what ``request.urlconf`` is set to, and URLconfs that a setting or
    a call names and that no other includes. Without ``ROOT_URLCONF`` they are those that no
    other includes.
    """
    candidates = {name for name, scope in log.scopes.items() if _has_patterns(scope.names)}
    roots = _roots(log, candidates)
    named = _named(log, candidates) if candidates else set()
    for module in sorted(roots):
        yield from urls.walk_module(module)
    for module in sorted(named):
        if module not in urls.reached:
            yield from urls.walk_module(module)
    rest = sorted(candidates - urls.reached)
    walked = {module: _read(module, urls) for module in rest}
    for module, (found, _) in walked.items():
        others = {name for other in rest if other != module for name in walked[other][1].reached}
        routes = [route for route in found if isinstance(route, Route)]
        if not routes or module in others or any(urls.has_seen(route) for route in routes):
            continue
        place = Location(routes[0].registered_at[-1].file, routes[0].registered_at[-1].line)
        yield Unresolved(ORPHAN if roots else LOOSE, place)
        if not roots:
            yield from found
    yield from _unreached(log, urls.seen.union(*(fresh.seen for _, fresh in walked.values())))


def _unreached(log: Log, seen: set[Location]) -> Iterator[Unresolved]:
    """Yield one doubt per function whose patterns were met on no way from a root."""
    told: set[str] = set()
    for event in log.events:
        if event.name in PATHS | REGEXES and event.location not in seen:
            if event.function not in told:
                yield Unresolved(UNREACHED, event.location)
            told.add(event.function)


def _read(module: str, urls: Urls) -> tuple[list[Route | Unresolved], Urls]:
    fresh = urls.fresh()
    return list(fresh.walk_module(module)), fresh


def _has_patterns(names: dict[str, Values]) -> bool:
    """Tell a URLconf from another module that has a name like it."""
    return any(isinstance(v, Items | Instance | Member) for v in names.get("urlpatterns", ()))


def _roots(log: Log, candidates: set[str]) -> set[str]:
    classes = (cls.scope for cls in log.classes.values())  # of settings, as modules may have
    found = {
        value.value
        for scope in (*log.scopes.values(), *classes)
        for value in scope.names.get("ROOT_URLCONF", ())
        if isinstance(value, Known)
    }
    for event in log.events:
        given = event.keywords.get("ROOT_URLCONF", ())
        if event.name.endswith((".urlconf=", ".set_urlconf")) and event.args:
            given = event.args[0]
        found |= {value.value for value in given if isinstance(value, Known)}
    return {log.find(name) for name in found if isinstance(name, str)} & candidates


def _named(log: Log, candidates: set[str]) -> set[str]:
    """List the URLconfs that settings name, or that calls other than ``include`` are given."""
    given = [
        values
        for scope in log.scopes.values()
        if SETTINGS & scope.names.keys()
        for name, values in scope.names.items()
        if name.isupper()
    ]
    given += [
        values
        for event in log.events
        if not event.name.endswith(".include")
        for values in (*event.args, *event.keywords.values())
    ]
    named = {text for values in given for text in _texts(values, 0)}
    return {log.find(text) for text in named if MODULE.fullmatch(text)} & candidates


def _texts(values: Values, depth: int) -> Iterator[str]:
    for value in values if depth <= DEEPEST else ():
        match value:
            case Known(value=str(text)):
                yield text
            case Items(items=items) if depth < DEEPEST:
                for item in items:
                    yield from _texts(item, depth + 1)
            case Table(entries=entries):
                for item in entries.values():
                    yield text_of(item) or ""
