"""What API Gateway and load balancers send, as a WSGI server would have seen it.

Payload format 1.0 and 2.0 of an HTTP API, Lambda function URLs, REST APIs and Application Load
Balancers:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

PATH_SAFE: Final = "/:@!$&'()*+,;=~"
_IS_QUOTED: Final = re.compile(rf"[\w.{PATH_SAFE}-]*", re.ASCII).fullmatch
MIB: Final = 1024 * 1024
RESERVED_FOR_HEADERS: Final = 16 * 1024
LEAST_LIMIT: Final = MIB - RESERVED_FOR_HEADERS


class Gateway(StrEnum):
    """Who calls."""

    http_api = "http_api"
    function_url = "function_url"
    rest_api = "rest_api"
    load_balancer = "load_balancer"

    @property
    def response_limit(self) -> int:
        """Return how many bytes a body may take: Lambda allows 6 MB, a load balancer 1 MB."""
        return (1 if self is Gateway.load_balancer else 6) * MIB - RESERVED_FOR_HEADERS


def recognize(event: Mapping[str, Any]) -> Gateway:
    """Tell who sent ``event``; an event that is no HTTP request is an error of the deployment."""
    context = event.get("requestContext") or {}
    if "rawPath" in event:
        is_url = ".lambda-url." in context.get("domainName", "")
        return Gateway.function_url if is_url else Gateway.http_api
    if "elb" in context:
        return Gateway.load_balancer
    if "httpMethod" in event and "path" in event:
        # Only an HTTP API with payload format 1.0 sends the version along.
        return Gateway.http_api if event.get("version") == "1.0" else Gateway.rest_api
    raise ValueError(f"not an HTTP event, its keys are {sorted(event)}")


def normalize(
    event: Mapping[str, Any], *, base_path: str = "", is_wsgi: bool = True
) -> Mapping[str, Any]:
    """Return ``event`` with the path, the headers and the cookies that a server would see.

    Args:
        event: what the gateway sent.
        base_path: the mapping key of a custom domain.
        is_wsgi: drop the headers that WSGI cannot tell from others; ASGI can.
    """
    gateway = recognize(event)
    changed: dict[str, Any] = {}
    key = "rawPath" if "rawPath" in event else "path"
    path = _path(event, gateway, event[key], base_path)
    if path != event[key]:
        changed[key] = path
    for name in ("headers", "multiValueHeaders") if is_wsgi else ():
        if name in event and not _is_trusted(event[name]):
            changed[name] = _trusted(event[name] or {})
    if event.get("multiValueHeaders"):
        headers = changed.get("multiValueHeaders", event["multiValueHeaders"])
        changed["multiValueHeaders"] = _with_one_cookie(headers)
    if len(event.get("cookies") or ()) > 1:
        changed["cookies"] = ["; ".join(event["cookies"])]
    return {**event, **changed} if changed else event


def route_of(event: Mapping[str, Any]) -> str:
    """Name the route for logs: the template where the gateway knows it."""
    if event.get("routeKey"):
        return str(event["routeKey"])
    resource = event.get("resource") or event.get("path") or event.get("rawPath", "")
    return f"{event.get('httpMethod', '')} {resource}".strip()


def source_address(event: Mapping[str, Any]) -> str:
    """Return the address that the gateway saw; nothing where it does not tell."""
    context = event["requestContext"]
    peer = context.get("http") or context.get("identity") or {}
    return peer.get("sourceIp") or ""


def _path(event: Mapping[str, Any], gateway: Gateway, path: str, base_path: str) -> str:
    if prefix := _stage_prefix(event, gateway):
        path = _without_prefix(path, prefix)
    if base_path:
        path = _without_prefix(path, base_path)
    # An HTTP API hands the path over decoded, all others as the client sent it.
    if gateway is Gateway.http_api and not _IS_QUOTED(path):
        path = quote(path, safe=PATH_SAFE)
    return path


def _stage_prefix(event: Mapping[str, Any], gateway: Gateway) -> str:
    """Return ``/stage`` where it is part of the path: HTTP API, named stage, its own domain."""
    context = event.get("requestContext") or {}
    stage = context.get("stage", "$default")
    if stage == "$default" or gateway is not Gateway.http_api:
        return ""
    is_own_domain = ".execute-api." in context.get("domainName", ".execute-api.")
    return f"/{stage}" if is_own_domain else ""


def _without_prefix(path: str, prefix: str) -> str:
    prefix = prefix.rstrip("/")
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        return path[len(prefix) :] or "/"
    return path


def _is_trusted(headers: Mapping[str, Any] | None) -> bool:
    return headers is not None and "_" not in "".join(headers)


def _trusted(headers: Mapping[str, Any]) -> dict[str, Any]:
    """Drop names with ``_``: in WSGI they pass for the name with ``-`` that the proxy set."""
    return {name: value for name, value in headers.items() if "_" not in name}


def _with_one_cookie(headers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Join cookies with ``;``: HTTP/2 clients send several, and WSGI joins with ``,``."""
    return {
        name: ["; ".join(values)] if name.lower() == "cookie" else values
        for name, values in headers.items()
    }
