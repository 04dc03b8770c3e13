"""django-ninja: the operations of an API, as URL patterns.

https://django-ninja.dev/guides/routers/
https://django-ninja.dev/guides/api-docs/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrator.analysis.django_class_views import View
from migrator.analysis.django_patterns import Pattern, made_at
from migrator.analysis.handlers import Handler, functions_of, handler_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    Instance,
    Known,
    Member,
    Value,
    Values,
)
from migrator.analysis.ninja_operations import REGISTER, Operations, is_api, texts_in
from migrator.model.location import Location

SLASHES = re.compile("/{2,}")
GET = frozenset({"GET"})
DEEPEST = 10  # routers in routers


class Apis:
    """An ``Expander`` of ``api.urls``."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._known = Operations(log)

    def __call__(self, value: Value) -> Iterable[Pattern] | None:
        """Return the patterns of an API; None for what is none."""
        match value:
            case Member(receiver=Instance() as api, name="urls") if is_api(api):
                return (*_documents(api), *self._patterns(api, "", (), 0))
        return None

    def _patterns(
        self, owner: Value, prefix: str, above: tuple[Location, ...], depth: int
    ) -> Iterator[Pattern]:
        for operation in self._known.by_owner.get(owner, ()):
            texts = tuple(join(prefix, path) for path in operation.paths)
            views = tuple(
                View(handler_of(function), operation.methods or GET)
                for function in functions_of(operation.functions)
            )
            yield Pattern(texts, (*operation.made_at, *above), name=operation.name, views=views)
        for event in self._known.mounts.get(owner, ()) if depth < DEEPEST else ():
            place = (*made_at(event), *above)
            if event.member in REGISTER:
                yield from self._controlled(event, prefix, place, depth)
                continue
            routers = list(self._routers(event.argument(1, "router") or ()))
            for text in texts_in(event.argument(0, "prefix") or ()) or (None,):
                if text is None or not routers:
                    yield Pattern(() if text is None else (join(prefix, text),), place)
                    continue
                for router in routers:
                    yield from self._patterns(router, join(prefix, text), place, depth + 1)

    def _controlled(
        self, event: Event, prefix: str, place: tuple[Location, ...], depth: int
    ) -> Iterator[Pattern]:
        """Yield the patterns of controllers: those that are named, or all that there are."""
        given = [value for values in event.args for value in values]
        if event.member == "auto_discover_controllers":
            given = list(self._known.controllers)
        for cls in given:
            made = self._known.controllers.get(cls)
            if isinstance(cls, ClassValue) and made is not None:
                for text in texts_in(made.argument(0, "prefix_or_class") or (Known(""),)):
                    yield from self._patterns(cls, join(prefix, text), place, depth + 1)

    def _routers(self, values: Values) -> Iterator[Value]:
        """Yield routers, also one that is named by a string."""
        for value in values:
            if isinstance(value, Known) and isinstance(value.value, str):
                module, _, name = value.value.rpartition(".")
                scope = self._log.named(module)
                yield from (scope.names.get(name, ()) if scope else ())
            elif is_api(value):
                yield value


def join(prefix: str, path: str) -> str:
    """Put a path below a prefix, as Django spells it: ``{int:id}`` becomes ``<int:id>``."""
    whole = "/".join(part for part in (prefix, path) if part)
    return SLASHES.sub("/", whole).lstrip("/").replace("{", "<").replace("}", ">")


def _documents(api: Instance) -> Iterator[Pattern]:
    """Yield what the framework itself adds: the description of the API and its viewer."""
    for keyword, default, name in (
        ("openapi_url", "/openapi.json", "openapi_json"),
        ("docs_url", "/docs", "openapi_view"),
    ):
        given = api.origin.keywords.get(keyword) if api.origin else None
        if given == (Known(None),):
            if keyword == "openapi_url":
                return
            continue
        for text in (default,) if given is None else texts_in(given):
            handler = Handler(f"ninja.openapi.views:{name}", Location("", 0))
            yield Pattern((text.lstrip("/"),), (api.location,), views=(View(handler, GET),))
