"""django-ninja: what is registered on APIs, routers and controllers.

https://django-ninja.dev/reference/operations-parameters/
https://eadwincode.github.io/django-ninja-extra/api_controller/
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrator.analysis.django_patterns import made_at
from migrator.analysis.handlers import functions_of, options_of, owner_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds, text_of, texts_of
from migrator.analysis.interpreter.values import Event, Known, Value, Values
from migrator.model.location import Location

VERBS = frozenset({"get", "post", "put", "patch", "delete"})
SEVERAL = frozenset({"api_operation", "add_api_operation"})
CONTROLLER = "ninja_extra.api_controller()"
# ``http_get`` and ``route.get`` of methods of a controller.
OF_CONTROLLERS = re.compile(r"^ninja_extra\.(?:\w+\.)*(?:http_|route\.)(\w+)\(\)$")
REGISTER = ("register_controllers", "auto_discover_controllers")


@dataclass(frozen=True, slots=True)
class Operation:
    """Functions at a path; ``paths`` is empty where that is computed."""

    paths: tuple[str, ...]
    methods: frozenset[str]
    functions: Values
    made_at: tuple[Location, ...]
    name: str = ""


class Operations:
    """What is registered, by the object or class that it is registered on.

    Attributes:
        mounts: calls that put routers or controllers below an API or router.
        controllers: the call of the decorator that made a class a controller.
    """

    def __init__(self, log: Log) -> None:
        self.by_owner: dict[Value, list[Operation]] = {}
        self.mounts: dict[Value, list[Event]] = {}
        self.controllers: dict[Value, Event] = {}
        for event in log.events:
            owner = owner_of(event)
            if is_api(owner) and owner is not None:
                if event.member in {"add_router", *REGISTER}:
                    self.mounts.setdefault(owner, []).append(event)
                else:
                    self._note(owner, event, event.member.removesuffix("()"))
            elif event.name == CONTROLLER and event.args:
                self.controllers |= {value: options_of(event) for value in event.args[0]}
            elif event.args and (found := OF_CONTROLLERS.match(event.name)):
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
        paths = texts_in(path if path is not None else (Known(""),))
        self.by_owner.setdefault(owner, []).append(
            Operation(paths, methods, functions, place, name)
        )


def is_api(value: Value | None) -> bool:
    """Tell an API or a router of the framework, also of a class of the project."""
    kinds = external_kinds(value) if value is not None else ()
    return any(
        kind.startswith("ninja") and kind.endswith((".NinjaAPI", ".NinjaExtraAPI", ".Router"))
        for kind in kinds
    )


def texts_in(values: Values) -> tuple[str, ...]:
    """Return the texts among alternatives."""
    return tuple(text for value in values if (text := text_of((value,))) is not None)
