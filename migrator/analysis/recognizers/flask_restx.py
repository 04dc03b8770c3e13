"""Flask-RESTX, and Flask-RESTPlus of which it is a fork: resources of namespaces.

https://flask-restx.readthedocs.io/en/latest/api.html#flask_restx.Namespace
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from migrator.analysis.flask_apis import Apis, Registration
from migrator.analysis.flask_prefixes import text_option
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short
from migrator.analysis.interpreter.values import ClassValue, Event, Instance, Value, Values
from migrator.model.program import EntryPoint, Unresolved

PACKAGES = frozenset({"flask_restx", "flask_restplus"})
REGISTERING = frozenset({"add_resource", "route()"})
UNUSED = "Flask-RESTX namespace that no Api takes as far as is seen: its routes are left out"


@dataclass(frozen=True, slots=True)
class Place:
    """Where resources hang: an ``Api``, the path below it, and what precedes endpoints."""

    api: Instance
    path: str | None
    stem: str = ""


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    apis = Apis(log, "Flask-RESTX", PACKAGES, prefix=17)
    added = _namespaces(log, apis)
    taken: Counter[tuple[Instance, str]] = Counter()
    for said, owner, resources, urls in _registrations(log):
        places = list(_places(apis, owner, added))
        if not places and apis.is_a(owner, "Namespace") and isinstance(owner, Instance):
            yield Unresolved(UNUSED, owner.location)
        for place in places:
            name = _naming(place, taken)
            registration = Registration(said, resources, urls, name, place.path)
            yield from apis.routes(place.api, registration)


def _registrations(
    log: Log,
) -> Iterator[tuple[Event, Value | None, Values, tuple[Values, ...]]]:
    """Yield each statement that registers: itself, on what, which classes, on which URLs."""
    for event in log.having("add_resource", "route()"):
        if event.member == "add_resource" and event.args:
            yield event, event.receiver, event.args[0], event.args[1:]
        elif event.member == "route()" and event.args and event.origin is not None:
            yield event.origin, event.origin.receiver, event.args[0], event.origin.args


def _namespaces(log: Log, apis: Apis) -> dict[Value, list[tuple[Instance, Event]]]:
    """Map namespaces to who takes them, and the call that says so."""
    found: dict[Value, list[tuple[Instance, Event]]] = defaultdict(list)
    for event in log.having("add_namespace"):
        if (api := apis.api(event.receiver)) is not None:
            for namespace in event.argument(0, "ns") or ():
                found[namespace].append((api, event))
    return found


def _places(
    apis: Apis, owner: Value | None, added: dict[Value, list[tuple[Instance, Event]]]
) -> Iterator[Place]:
    if (api := apis.api(owner)) is not None:
        yield Place(api, "")
        return
    if not isinstance(owner, Instance) or owner.origin is None:
        return
    made = owner.origin
    path, is_known = _path(made)
    stem = f"{text_option(made, 0, 'name')[0]}_"
    if apis.is_a(owner, "namespace") and (maker := apis.api(made.receiver)):
        yield Place(maker, path if is_known else None, stem)
    if not apis.is_a(owner, "Namespace"):
        return
    for value in made.argument(-1, "api") or ():
        if (api := apis.api(value)) is not None:
            yield Place(api, path if is_known else None, stem)
    for api, event in added.get(owner, ()):
        given, given_known = text_option(event, 1, "path")
        known = given_known and (given is not None or is_known)
        yield Place(api, (path if given is None else given) if known else None, stem)


def _path(made: Event) -> tuple[str, bool]:
    """Return the path that a namespace has of itself, and whether it is known."""
    given, is_known = text_option(made, 2, "path")
    name, name_known = text_option(made, 0, "name")
    return (given or f"/{name}").rstrip("/"), is_known and (given is not None or name_known)


def _naming(place: Place, taken: Counter[tuple[Instance, str]]) -> Callable[[ClassValue], str]:
    """Name endpoints as ``Api.default_endpoint`` does: a name that is taken gets a number."""

    def name(cls: ClassValue) -> str:
        words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", short(cls.name))
        endpoint = place.stem + re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", words).lower()
        taken[place.api, endpoint] += 1
        times = taken[place.api, endpoint]
        return endpoint if times == 1 else f"{endpoint}_{times}"

    return name
