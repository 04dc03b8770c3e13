"""Routes as API Gateway spells them, one Lambda function for each, and how functions are named.

A variable is a whole segment there, so that ``/invoices/{id}`` and ``/invoices/{id}.pdf`` are one
route: their entry points share a function, and the application inside tells them apart.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

import hashlib
import re
from collections.abc import Iterable

import msgspec

from migrator.model.program import EntryPoint, HttpRoute

LAMBDA_NAME = 64
LONGEST_STAGE = 7  # staging
# Flask's and Django's spelling, Starlette's, and that of Django's regular expressions.
GREEDY = re.compile(r"<(?:path|any_path)(?:\([^)]*\))?:(\w+)>|\{(\w+):path\}|\(\?P<(\w+)>\.[*+]")
VARIABLE = re.compile(r"\{(\w+)[^}]*\}")


class GatewayFunction(msgspec.Struct, frozen=True):
    """One function of serverless.yml.

    Attributes:
        name: in serverless.yml.
        events: (method, path) pairs that reach it.
        routes: the monolith's routes that it answers.
        module: in ``handlers/``, which answers.
    """

    name: str
    events: tuple[tuple[str, str], ...]
    routes: tuple[EntryPoint, ...]
    module: str = "hosted"


def functions_of(
    routes: Iterable[EntryPoint], prefix: str, *, has_both_slashes: bool = False
) -> tuple[GatewayFunction, ...]:
    """Group routes by what API Gateway can tell apart, name each group.

    Args:
        routes: HTTP entry points.
        prefix: what Lambda's name starts with, ``clinic-billing``.
        has_both_slashes: the framework also redirects to paths without a last slash.
    """
    groups: dict[tuple[str, str], list[EntryPoint]] = {}
    for route in sorted(routes, key=lambda e: (e.label, e.name)):
        trigger = _http(route)
        shape = shape_of(gateway_path(trigger)).rstrip("/") or "/"
        groups.setdefault((trigger.method, shape), []).append(route)
    room = room_for_names(prefix)
    names: dict[str, int] = {}
    functions = []
    for (method, _), members in sorted(groups.items()):
        events = _events(method, members, has_both_slashes=has_both_slashes)
        name = unique(_slug(members[0], room), names)
        functions.append(GatewayFunction(name, events, tuple(members)))
    return tuple(functions)


def stack_name(org: str, service: str) -> str:
    """Name the stack of a service, without the stage."""
    return f"{org.replace('_', '-')}-{service}"


def room_for_names(prefix: str) -> int:
    """Return how long the name of a function may be in ``<prefix>-<stage>-<name>``."""
    return LAMBDA_NAME - len(prefix) - LONGEST_STAGE - 2


def joined(words: Iterable[str], room: int) -> str:
    """Name a function; what is too long ends with a mark that tells it from its like."""
    name = "_".join(words).lower()
    if len(name) <= room:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{name[: room - 7].rstrip('_')}_{mark}"


def unique(name: str, taken: dict[str, int]) -> str:
    """Number a name that is taken; ``taken`` counts how often each was."""
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}_{taken[name]}"


def gateway_path(route: HttpRoute) -> str:
    """Spell a template with whole-segment variables; ``{name+}`` takes the rest."""
    greedy = {name for found in GREEDY.findall(route.declared) for name in found if name}
    segments = []
    for segment in route.path.split("/"):
        names = VARIABLE.findall(segment)
        if names and names[0] in greedy:
            segments.append(f"{{{names[0]}+}}")
            break
        segments.append(f"{{{names[0]}}}" if names else segment)
    return "/".join(segments)


def shape_of(path: str) -> str:
    """Return a path without the names of its variables."""
    return VARIABLE.sub("{}", path)


def _http(route: EntryPoint) -> HttpRoute:
    if not isinstance(route.trigger, HttpRoute):
        raise TypeError(f"not an HTTP route: {route.label}")
    return route.trigger


def _events(
    method: str, members: list[EntryPoint], *, has_both_slashes: bool
) -> tuple[tuple[str, str], ...]:
    """List methods and paths: HEAD where GET is, both slashes where there is a redirect."""
    methods = ("GET", "HEAD") if method == "GET" else (method,)
    by_shape: dict[str, str] = {}
    for member in members:
        path = gateway_path(_http(member))
        bare = path.rstrip("/")
        variants = [path]
        if bare and path.endswith("/"):
            variants.append(bare)
        elif has_both_slashes and bare and not path.endswith("+}"):
            variants.append(f"{path}/")
        for variant in variants:
            by_shape.setdefault(shape_of(variant), variant)
    return tuple((verb, path) for path in sorted(by_shape.values()) for verb in methods)


def _slug(route: EntryPoint, room: int) -> str:
    trigger = _http(route)
    words = re.findall(r"[A-Za-z0-9]+", gateway_path(trigger))
    return joined((trigger.method, *(words or ["root"])), room)
