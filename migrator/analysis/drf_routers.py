"""Django REST framework: routers, as URL patterns.

https://www.django-rest-framework.org/api-guide/routers/
https://www.django-rest-framework.org/api-guide/format-suffixes/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from migrator.analysis.django_class_views import View
from migrator.analysis.django_patterns import Pattern, expand
from migrator.analysis.drf_actions import Action, Actions
from migrator.analysis.drf_registrations import Registration, Registrations, lookup_of
from migrator.analysis.drf_routes import Route, attribute_of, is_kind, is_true, routes_of
from migrator.analysis.drf_views import view_of
from migrator.analysis.handlers import Handler, class_handler, classes_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, External, Instance, Items, Member, Value
from migrator.model.location import Location

SUFFIXES = "urlpatterns.format_suffix_patterns"
GET = frozenset({"GET"})
ROOT = Handler("rest_framework.routers:APIRootView", Location("", 0))
DEEPEST = 4  # routers after which others take their slash


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a router spells the paths of what is registered on it.

    Attributes:
        lookup: that of one object, where the project's own router says it.
    """

    above: str
    slash: str
    is_regex: bool
    lookup: str = ""


class Routers:
    """An ``Expander`` of ``router.urls``, and of patterns with format suffixes."""

    def __init__(self, log: Log) -> None:
        self._extra = Actions.of(log)
        self._registrations = Registrations(log)
        self._shared = log.router_routes()
        self._lookups = log.lookups

    def __call__(self, value: Value) -> Iterable[Pattern] | None:
        """Return the patterns that a router gives; None for what is none."""
        match value:
            case Member(receiver=Instance() as router, name="urls") if is_kind(router, "Router"):
                return self._patterns(router)
            case Instance(kind=External(name=name), origin=Event(receiver=receiver) as made):
                if name.endswith("Router.get_urls") and isinstance(receiver, Instance):
                    return self._patterns(receiver)
                if name.endswith(SUFFIXES):
                    return self._suffixed(made)
        return None

    def _patterns(self, router: Instance) -> Iterator[Pattern]:
        is_regex = is_true(_argument(router, "use_regex_path"), default=True)
        above = self._registrations.above(router)
        spelling = Spelling(above, _trailing_slash(router, 0), is_regex)
        found = [
            pattern
            for registration in self._registrations.of(router)
            for pattern in self._served(router, registration, spelling)
        ]
        if is_kind(router, "DefaultRouter"):
            if is_true(attribute_of(router, "include_root_view"), default=True):
                found.append(_root_pattern(router))
            if is_true(attribute_of(router, "include_format_suffixes"), default=True):
                found += [_with_suffix(pattern) for pattern in found]
        yield from found

    def _served(
        self, router: Instance, registration: Registration, spelling: Spelling
    ) -> Iterator[Pattern]:
        """Yield the patterns of one view set, as ``SimpleRouter.get_urls`` makes them."""
        found = [
            pattern
            for viewset in registration.viewsets
            for prefix in registration.prefixes
            for route in routes_of(router, self._shared)
            for pattern in self._of_route(
                viewset,
                prefix,
                route,
                registration,
                replace(spelling, lookup=self._own_lookup(router, viewset)),
            )
        ]
        yield from found
        if not found:  # a pattern without a view, or without a text, is said to be unknown
            yield Pattern(registration.prefixes, registration.made_at)
        elif attribute_of(router, "get_lookup_regex") and not all(
            self._own_lookup(router, viewset) for viewset in registration.viewsets
        ):
            # The project's own expression for an object is most often a narrower one: the routes
            # are read as the framework would spell them, and said to be in doubt.
            yield Pattern((), registration.made_at)

    def _own_lookup(self, router: Instance, viewset: Value) -> str:
        """Return how the project's own router spells an object; '' where that is not known."""
        return text_of(self._lookups.get((router, viewset), ())) or ""

    def _of_route(
        self,
        viewset: Value,
        prefix: str,
        route: Route,
        registration: Registration,
        spelling: Spelling,
    ) -> Iterator[Pattern]:
        for action in self._actions(viewset, route):
            view = view_of(viewset, dict(route.mapping) if action is None else action.mapping)
            if view is None:
                continue
            url, name, made_at = route.url, route.name, registration.made_at
            if action is not None:
                url = url.replace("{url_path}", action.url_path or "")
                name = name.replace("{url_name}", action.url_name)
                made_at = (*action.made_at[:1], *made_at)
            name = name.replace("{basename}", registration.basename or prefix)
            text = _spell(url, viewset, prefix, spelling)
            known = action is None or action.url_path is not None
            yield Pattern(
                (text,) if known else (), made_at, spelling.is_regex, name, views=(view,)
            )

    def _actions(self, viewset: Value, route: Route) -> Iterator[Action | None]:
        """Yield what fills in a route: each ``@action`` of a dynamic one, else nothing."""
        if route.mapping:
            yield None
            return
        for cls in classes_of((viewset,)):
            for action in self._extra.of_class(cls):
                if action.detail == route.detail:
                    yield action

    def _suffixed(self, made: Event) -> Iterator[Pattern]:
        """Read ``format_suffix_patterns(urlpatterns)``: each leaf once more, with a suffix."""
        for value in made.argument(0, "urlpatterns") or ():
            for item in value.items if isinstance(value, Items) else [(value,)]:
                for inner in item:
                    for pattern in self(inner) or expand(inner) or ():
                        yield pattern
                        if pattern.below is None:
                            yield _with_suffix(pattern)


def _spell(url: str, viewset: Value, prefix: str, spelling: Spelling) -> str:
    lookup = spelling.lookup or lookup_of(viewset, "", is_regex=spelling.is_regex)
    text = url.replace("{trailing_slash}", spelling.slash).replace("{lookup}", lookup)
    text = text.replace("{prefix}", spelling.above + prefix)
    if not spelling.is_regex:
        return text.removeprefix("^").removesuffix("$").removeprefix("" if prefix else "/")
    return text if prefix or not text.startswith("^/") else f"^{text[2:]}"


def _trailing_slash(router: Value, depth: int) -> str:
    """Return how paths end: as set on the router, as it is made, or as its parent's do."""
    if not isinstance(router, Instance) or depth > DEEPEST:
        return "/"
    given = text_of(router.attributes.get("trailing_slash", ()))
    if given is not None:
        return given
    said = _argument(router, "trailing_slash")
    above = router.origin.argument(0, "parent_router") if router.origin else None
    if not said and above and isinstance(above[0], Instance):
        return _trailing_slash(above[0], depth + 1)
    return "/" if is_true(said, default=True) else ""


def _argument(router: Instance, name: str) -> tuple[Value, ...]:
    return router.origin.keywords.get(name, ()) if router.origin else ()


def _root_pattern(router: Instance) -> Pattern:
    """Return the pattern of the view that lists the others."""
    own = [class_handler(cls) for cls in classes_of(attribute_of(router, "APIRootView"))]
    view = View((own or [ROOT])[0], GET)
    return Pattern(("",), (router.location,), name="api-root", views=(view,))


def _with_suffix(pattern: Pattern) -> Pattern:
    """Return a pattern that also takes the format: ``/orders.json``."""
    ending = r"\.(?P<format>[a-z0-9]+)/?$" if pattern.is_regex else "<drf_format_suffix:format>"
    texts = tuple(text.rstrip("$").rstrip("/") + ending for text in pattern.texts)
    return replace(pattern, texts=texts)
