"""Django projects cut down to one service: its views answer, all other patterns only build URLs.

https://docs.djangoproject.com/en/stable/ref/urlresolvers/
"""

import inspect
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any
from wsgiref.types import WSGIApplication

from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

from .django_names import Named, add_names
from .django_views import not_here

METHODS = (
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "trace",
    "dispatch",
)


def reduce_to(
    app: WSGIApplication, views: Collection[str], foreign: Collection[Named] = ()
) -> WSGIApplication:
    """Let the project answer with ``views`` only, while ``reverse`` still knows every name.

    Middleware stays as it is. A request for anything else passes it and then is not found, also
    where a later pattern would match: the monolith would not have asked that one.

    Args:
        app: the WSGI application of the project, which is set up; it is returned.
        views: dotted names of the views of the service, those of classes with or without the
            method. One that no pattern has is an error at start.
        foreign: route and name of what is registered by statements that did not travel.
    """
    add_names(get_resolver(), foreign)
    wanted = set(views)
    found: set[str] = set()
    for pattern in _patterns(get_resolver()):
        own = wanted.intersection(_names(pattern.callback))
        found |= own
        if not own:
            _forbid(pattern)
    missing = sorted(wanted - found)
    if missing:
        raise ValueError(f"no pattern has the view {', '.join(missing)}")
    return app


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)


def _names(callback: Callable[..., Any]) -> Iterator[str]:
    """Yield the names that a view may be known by: of its class, of what decorators wrap."""
    while isinstance(callback, partial):
        callback = callback.func
    made = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    if inspect.isclass(made):
        # ``UserViewSet.as_view({"get": "list"})`` has actions, other views have methods.
        actions = getattr(callback, "actions", None)
        methods = actions.values() if actions else METHODS
        for base in made.__mro__:
            name = f"{base.__module__}.{base.__qualname__}"
            yield from (name, *(f"{name}.{method}" for method in methods))
        return
    for one in (callback, inspect.unwrap(callback)):
        name = getattr(one, "__qualname__", type(one).__qualname__)
        yield f"{one.__module__}.{name}"
        yield f"{type(one).__module__}.{type(one).__qualname__}.__call__"


def _forbid(pattern: URLPattern) -> None:
    """Let a pattern match as before, but find nothing."""
    original = pattern.resolve

    def resolve(path: str) -> ResolverMatch | None:
        match = original(path)
        if match is not None:
            match.func = not_here
        return match

    pattern.resolve = resolve  # of this pattern only
