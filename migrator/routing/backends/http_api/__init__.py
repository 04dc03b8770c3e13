"""An HTTP API of API Gateway as the facade: a route goes to the monolith or to its service, whole.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from migrator.model.cutover import Cutover, Mode, Route
from migrator.model.files import RenderedFile
from migrator.routing.convention import Refusal
from migrator.routing.paths import by_specificity, methods_of

FILE = "routes.json"
MONOLITH = "monolith"
DEFAULT = "$default"
MARK = "migrate cutover: "  # begins the description of our integrations
NOT_MADE_YET = "new:"  # begins the target of a route whose integration has no id yet
MOST_ROUTES = 300

# AWS takes the whole path over, as the client sent it.
_TAKE_PATH = {"overwrite:path": "$request.path"}


class Call(msgspec.Struct, frozen=True):
    """One call of the API; its ``Target`` may be `NOT_MADE_YET`, with the origin's name."""

    operation: str
    arguments: dict[str, Any]
    what: str


class Existing(msgspec.Struct, frozen=True):
    """What an API has: its integrations and routes, as AWS lists them."""

    integrations: Sequence[Mapping[str, Any]]
    routes: Sequence[Mapping[str, Any]]

    def origin(self, route: Mapping[str, Any]) -> str | None:
        """Return which of our origins a route goes to; None where it is not ours."""
        target = str(route.get("Target", "")).removeprefix("integrations/")
        for one in self.integrations:
            description = str(one.get("Description", ""))
            if one["IntegrationId"] == target and description.startswith(MARK):
                return description.removeprefix(MARK)
        return None


def render(cutover: Cutover, run_dir: str) -> tuple[RenderedFile, ...]:  # noqa: ARG001 - as of all
    """Render what goes where; ``$default`` takes whatever is not in cutover.yaml."""
    data = {"integrations": origins(cutover), "routes": routes(cutover)}
    return (RenderedFile.of_text(FILE, f"{json.dumps(data, indent=2)}\n"),)


def origins(cutover: Cutover) -> dict[str, str]:
    """Return the URLs of all that is behind the API, by name."""
    names = sorted({route.service for route in cutover.routes})
    services = {name: cutover.origins.new(name).url for name in names}
    return {MONOLITH: cutover.origins.old.url, **services}


def routes(cutover: Cutover) -> dict[str, str]:
    """Return the name of the origin of each route key."""
    found = {
        key: route.service if route.share == 100 else MONOLITH
        for route in reversed(by_specificity(cutover.routes))
        for key in _keys(route)
    }
    return {DEFAULT: MONOLITH, **dict(sorted(found.items()))}


def find_refusals(cutover: Cutover) -> Iterator[Refusal]:
    """Yield what an HTTP API cannot do."""
    if not cutover.facade.api:
        yield Refusal("", "go without the id of the API: facade.api")
    for route in cutover.routes:
        if route.is_split:
            yield Refusal(route.id, f"send {route.share:g} % to a service, only 0 or 100")
        if route.mode is Mode.SHADOW:
            yield Refusal(route.id, "copy requests: there is no shadow")
        parameters = [one for one in route.path.split("/") if "{" in one]
        if not all(re.fullmatch(r"\{[^{}]+\}", one) for one in parameters):
            yield Refusal(route.id, "match a part of a segment: a parameter is a whole one")
        if any("+}" in one for one in route.path.rstrip("/").split("/")[:-1]):
            yield Refusal(route.id, "match the rest of a path anywhere but at its end")
    if len(routes(cutover)) > MOST_ROUTES:
        yield Refusal("", f"have {len(routes(cutover))} routes: {MOST_ROUTES} at most")


def find_calls(cutover: Cutover, existing: Existing) -> list[Call]:
    """Return the calls that bring an API to what is wanted; what is not ours is left alone.

    A route key that somebody else's integration has is not taken from it, unless it is
    ``$default``: then that stays as it is.
    """
    found = {name: _integration(existing, name) for name in origins(cutover)}
    calls = [call for name, there in found.items() for call in _of_origin(cutover, name, there)]
    targets = {
        name: f"integrations/{there['IntegrationId']}" if there else f"{NOT_MADE_YET}{name}"
        for name, there in found.items()
    }
    return [*calls, *_of_routes(cutover, existing, targets)]


def _integration(existing: Existing, name: str) -> Mapping[str, Any] | None:
    ours = (one for one in existing.integrations if one.get("Description") == MARK + name)
    return next(ours, None)


def _of_origin(cutover: Cutover, name: str, there: Mapping[str, Any] | None) -> Iterator[Call]:
    api = {"ApiId": cutover.facade.api}
    shape = {"IntegrationUri": origins(cutover)[name], "RequestParameters": _TAKE_PATH}
    if there is None:
        fixed = {
            "IntegrationType": "HTTP_PROXY",
            "IntegrationMethod": "ANY",
            "PayloadFormatVersion": "1.0",
            "Description": MARK + name,
        }
        yield Call("CreateIntegration", {**api, **fixed, **shape}, name)
    elif any(there.get(key) != value for key, value in shape.items()):
        arguments = {**api, "IntegrationId": there["IntegrationId"], **shape}
        yield Call("UpdateIntegration", arguments, name)


def _of_routes(cutover: Cutover, existing: Existing, targets: Mapping[str, str]) -> Iterator[Call]:
    api = {"ApiId": cutover.facade.api}
    wanted = routes(cutover)
    by_key = {str(one["RouteKey"]): one for one in existing.routes}
    for key, name in wanted.items():
        there = by_key.get(key)
        target = {"Target": targets[name]}
        if there is None:
            yield Call("CreateRoute", {**api, "RouteKey": key, **target}, f"{key} -> {name}")
        elif existing.origin(there) not in {None, name}:
            arguments = {**api, "RouteId": there["RouteId"], **target}
            yield Call("UpdateRoute", arguments, f"{key} -> {name}")
    for key, one in by_key.items():
        if existing.origin(one) is not None and key not in wanted:
            yield Call("DeleteRoute", {**api, "RouteId": one["RouteId"]}, key)


def find_strangers(cutover: Cutover, existing: Existing) -> list[str]:
    """Return the route keys that we want and that go to an integration of somebody else."""
    wanted = set(routes(cutover)) - {DEFAULT}
    return [
        str(one["RouteKey"])
        for one in existing.routes
        if one["RouteKey"] in wanted and existing.origin(one) is None
    ]


def shares(cutover: Cutover, existing: Existing) -> Mapping[str, float]:
    """Return for each route whether the service answers it: 0, 100, or between in between."""
    by_key = {str(one["RouteKey"]): existing.origin(one) for one in existing.routes}
    found = {}
    for route in cutover.routes:
        keys = _keys(route)
        new = sum(by_key.get(key) == route.service for key in keys)
        found[route.id] = round(new * 100 / len(keys), 2)
    return found


def _keys(route: Route) -> list[str]:
    """Return the route keys: one a method; a slash at the end is optional, that is another."""
    paths: Iterable[str] = [route.path]
    if route.path.endswith("/") and route.path != "/":
        paths = [route.path, route.path[:-1]]
    return [f"{method} {path}" for path in paths for method in methods_of(route) or ("ANY",)]
