"""django-ninja: the operations of an API, as URL patterns.

https://django-ninja.dev/guides/routers/
https://django-ninja.dev/reference/operations-parameters/
https://eadwincode.github.io/django-ninja-extra/api_controller/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrator.analysis.django_class_views import View
from migrator.analysis.django_patterns import Pattern, made_at
from migrator.analysis.handlers import Handler, functions_of, handler_of, options_of, owner_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds, text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    Instance,
    Known,
    Member,
    Value,
    Values,
)
from migrator.model.program import Location

VERBS = frozenset({"get", "post", "put", "patch", "delete"})
SEVERAL = frozenset({"api_operation", "add_api_operation"})
CONTROLLER = "ninja_extra.api_controller()"
# ``http_get`` and ``route.get`` of methods of a controller.
OF_CONTROLLERS = re.compile(r"^ninja_extra\.(?:\w+\.)*(?:http_|route\.)(\w+)\(\)$")
REGISTER = ("register_controllers", "auto_discover_controllers")
SLASHES = re.compile("/{2,}")
GET = frozenset({"GET"})
DEEPEST = 10  # routers in routers


@dataclass(frozen=True, slots=True)
class Operation:
    """A function at a path, or, without functions, a router at a prefix."""

    paths: tuple[str, ...]
    methods: frozenset[str]
    functions: Values
    made_at: tuple[Location, ...]
    name: str = ""


class Apis:
    """An ``Expander`` of ``api.urls``."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._operations: dict[Value, list[Operation]] = {}
        self._mounts: dict[Value, list[Event]] = {}
        self._controllers: dict[Value, Event] = {}
        for event in log.events:
            owner = owner_of(event)
            if is_api(owner) and owner is not None:
                if event.member in {"add_router", *REGISTER}:
                    self._mounts.setdefault(owner, []).append(event)
                else:
                    self._note(owner, event, event.member.removesuffix("()"))
            elif event.name == CONTROLLER and event.args:
                self._controllers |= {value: options_of(event) for value in event.args[0]}
            elif found := OF_CONTROLLERS.match(event.name):
                for function in functions_of(event.args[0]):
                    if function.owner is not None:
                        self._note(function.owner, event, found[1])

    def _note(self, owner: Value, event: Event, member: str) -> None:
        said = options_of(event)
        if member in VERBS:
            path, methods = said.argument(0, "path"), frozenset({member.upper()})
        elif member in SEVERAL:
            first, second = (
                ("methods", "path") if member == "api_operation" else ("path", "methods")
            )
            given = {first: said.argument(0, first), second: said.argument(1, second)}
            path, texts = given["path"], texts_of(given["methods"] or ())
            methods = frozenset(text.upper() for text in texts or ())
        else:
            return
        is_decorator = said is not event
        if not is_decorator and member != "add_api_operation":
            return  # the decorator is made; it is applied later
        functions = event.args[0] if is_decorator else event.argument(2, "view_func") or ()
        name = text_of(said.keywords.get("url_name", ())) or ""
        place = made_at(said)
        paths = _texts(path if path is not None else (Known(""),))
        self._operations.setdefault(owner, []).append(
            Operation(paths, methods, functions, place, name)
        )

    def __call__(self, value: Value) -> Iterable[Pattern] | None:
        """Return the patterns of an API; None for what is none."""
        match value:
            case Member(receiver=Instance() as api, name="urls") if is_api(api):
                return (*_documents(api), *self._patterns(api, "", (), 0))
        return None

    def _patterns(
        self, owner: Value, prefix: str, above: tuple[Location, ...], depth: int
    ) -> Iterator[Pattern]:
        for operation in self._operations.get(owner, ()):
            texts = tuple(join(prefix, path) for path in operation.paths)
            views = tuple(
                View(handler_of(function), operation.methods or GET)
                for function in functions_of(operation.functions)
            )
            yield Pattern(texts, (*operation.made_at, *above), name=operation.name, views=views)
        for event in self._mounts.get(owner, ()) if depth < DEEPEST else ():
            place = (*made_at(event), *above)
            if event.member in REGISTER:
                yield from self._controlled(event, prefix, place, depth)
                continue
            routers = list(self._routers(event.argument(1, "router") or ()))
            for text in _texts(event.argument(0, "prefix") or ()) or (None,):
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
            given = list(self._controllers)
        for cls in given:
            made = self._controllers.get(cls)
            if isinstance(cls, ClassValue) and made is not None:
                for text in _texts(made.argument(0, "prefix_or_class") or (Known(""),)):
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


def is_api(value: Value | None) -> bool:
    """Tell an API or a router of the framework, also of a class of the project."""
    kinds = external_kinds(value) if value is not None else ()
    return any(
        kind.startswith("ninja") and kind.endswith((".NinjaAPI", ".NinjaExtraAPI", ".Router"))
        for kind in kinds
    )


def join(prefix: str, path: str) -> str:
    """Put a path below a prefix, as Django spells it: ``{int:id}`` becomes ``<int:id>``."""
    whole = "/".join(part for part in (prefix, path) if part)
    return SLASHES.sub("/", whole).lstrip("/").replace("{", "<").replace("}", ">")


def _texts(values: Values) -> tuple[str, ...]:
    return tuple(text for value in values if (text := text_of((value,))) is not None)


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
        for text in (default,) if given is None else _texts(given):
            handler = Handler(f"ninja.openapi.views:{name}", Location("", 0))
            yield Pattern((text.lstrip("/"),), (api.location,), views=(View(handler, GET),))
