"""Routes that osls would lose: it gives ``/orders`` and ``/orders/`` one name in CloudFormation.

Of routes with one name only the last is deployed; the others are written out as resources.
https://github.com/oss-serverless/osls/blob/main/lib/plugins/aws/lib/naming.js
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from migrator.generation.gateway import GatewayFunction


def names_of(functions: Iterable[GatewayFunction]) -> set[str]:
    """Name the routes that osls makes."""
    return {_name(key) for key, _ in _keys(functions)}


def lost_routes(functions: Iterable[GatewayFunction]) -> dict[str, Any]:
    """Make the resources of the routes that osls does not make, by logical id."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    for key, function in _keys(functions):
        by_name.setdefault(_name(key), []).append((key, function))
    return {
        f"{name.removeprefix('HttpApi')}Lost{number}": _route(key, function)
        for name, routes in sorted(by_name.items())
        for number, (key, function) in enumerate(routes[:-1], 1)
    }


def normalized(function: str) -> str:
    """Spell a function as osls does in names of CloudFormation."""
    plain = function.replace("-", "Dash").replace("_", "Underscore")
    return f"{plain[:1].upper()}{plain[1:]}"


def _keys(functions: Iterable[GatewayFunction]) -> Iterator[tuple[str, str]]:
    for function in functions:
        for method, path in function.events:
            yield f"{method} {path}", function.name


def _name(key: str) -> str:
    return "HttpApiRoute" + "".join(_part(part) for part in key.split("/"))


def _part(part: str) -> str:
    text = re.sub(r"\{(.*)\}", r"\1Var", part.lower().replace("-", "Dash"))
    text = re.sub(r"[^0-9A-Za-z]", "", text)
    return f"{text[:1].upper()}{text[1:]}"


def _route(key: str, function: str) -> dict[str, Any]:
    integration = {"Ref": f"HttpApiIntegration{normalized(function)}"}
    return {
        "Type": "AWS::ApiGatewayV2::Route",
        "Properties": {
            "ApiId": ({"Ref": "HttpApi"}),
            "RouteKey": key,
            "Target": ({"Fn::Join": ["/", ["integrations", integration]]}),
        },
    }
