"""Names of routes whose registration did not travel: URLs are built, nothing is answered.

https://docs.djangoproject.com/en/stable/topics/http/urls/#url-namespaces
"""

import re
from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, include, path, re_path

from .django_views import not_here

Named = tuple[str, str]

VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")


def add_names(resolver: URLResolver, foreign: Iterable[Named]) -> None:
    """Add patterns at the end of a resolver, or of the one that has their namespace.

    Args:
        resolver: the root of the project, before it is asked for the first time.
        foreign: the whole route, regular expressions included, and the name with its namespaces.
    """
    for route, name in foreign:
        *spaces, last = name.split(":")
        parent, prefix, missing = _home_of(resolver, spaces)
        pattern = _pattern(route.removeprefix(prefix), last)
        for space in reversed(missing):
            pattern = path("", include(([pattern], space), namespace=space))
        # Several resolvers may share one list.
        parent.__dict__["url_patterns"] = [*parent.url_patterns, pattern]


def _home_of(
    resolver: URLResolver, spaces: list[str]
) -> tuple[URLResolver, str, list[str]]:
    """Return the resolver of the innermost namespace that is there, its prefix, and the rest."""
    if not spaces:
        return resolver, "", []
    for inner in resolver.url_patterns:
        if isinstance(inner, URLResolver) and inner.namespace in (None, spaces[0]):
            rest = spaces[1:] if inner.namespace else spaces
            found, prefix, missing = _home_of(inner, rest)
            if len(missing) < len(spaces):
                return found, f"{inner.pattern}{prefix}", missing
    return resolver, "", spaces


def _pattern(route: str, name: str) -> URLPattern:
    """Make a pattern; of a route with regular expressions, all of it is one."""
    if not re.search(r"\(\?P<|\$$|\^", route):
        return path(route, not_here, name=name)
    regex = re.sub(r"(?<!\[)\^", "", route)  # anchors, but no [^...]
    regex = re.sub(r"(?<!\(\?P)" + VARIABLE.pattern, r"(?P<\1>[^/]+)", regex)
    return re_path(f"^{regex}", not_here, name=name)
