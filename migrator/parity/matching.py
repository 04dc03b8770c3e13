"""Which route answers a request: API Gateway's rules for HTTP APIs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from collections.abc import Iterable
from urllib.parse import unquote

import msgspec

from migrator.model.manifest import ServiceRoute

_STATIC, _PARAMETER, _GREEDY, _DEFAULT = range(4)


class Match(msgspec.Struct, frozen=True):
    """A route and the values of its path parameters."""

    route: ServiceRoute
    parameters: dict[str, str]


def find_match(routes: Iterable[ServiceRoute], method: str, path: str) -> Match | None:
    """Return the most specific route for ``method`` and percent-encoded ``path``."""
    matches = [
        (_rank(route), Match(route, parameters))
        for route in routes
        if route.method in {method, "ANY"}
        and (parameters := match_path(route.path, path)) is not None
    ]
    return min(matches, key=lambda ranked: ranked[0])[1] if matches else None


def match_path(template: str, path: str) -> dict[str, str] | None:
    """Return the parameters when ``path`` fits ``template``, else None."""
    if template == "$default":
        return {}
    expected, given = template.split("/"), path.split("/")
    parameters: dict[str, str] = {}
    for index, segment in enumerate(expected):
        if _kind(segment) == _GREEDY:
            rest = "/".join(given[index:])
            return {**parameters, segment[1:-2]: unquote(rest)} if rest else None
        if index >= len(given) or not _fits(segment, unquote(given[index])):
            return None
        if _kind(segment) == _PARAMETER:
            parameters[segment[1:-1]] = unquote(given[index])
    return parameters if len(expected) == len(given) else None


def _fits(segment: str, value: str) -> bool:
    return bool(value) if _kind(segment) == _PARAMETER else segment == value


def _rank(route: ServiceRoute) -> tuple[list[int], bool]:
    return [_kind(segment) for segment in route.path.split("/")], route.method == "ANY"


def _kind(segment: str) -> int:
    if segment == "$default":
        return _DEFAULT
    if segment.startswith("{") and segment.endswith("}"):
        return _GREEDY if segment.endswith("+}") else _PARAMETER
    return _STATIC
