"""What API Gateway and load balancers send, as a WSGI server would have seen it.

Payload format 1.0 and 2.0 of an HTTP API, Lambda function URLs, REST APIs and Application Load
Balancers:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

PATH_SAFE: Final = "/:@!$&'()*+,;=~"
MIB: Final = 1024 * 1024
RESERVED_FOR_HEADERS: Final = 16 * 1024


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
    if "elb" in context:
        return Gateway.load_balancer
    if "rawPath" in event:
        is_url = ".lambda-url." in context.get("domainName", "")
        return Gateway.function_url if is_url else Gateway.http_api
    if "httpMethod" in event and "path" in event:
        # Only an HTTP API with payload format 1.0 sends the version along.
        return Gateway.http_api if event.get("version") == "1.0" else Gateway.rest_api
    raise ValueError(f"not an HTTP event, its keys are {sorted(event)}")


def normalize(
    event: Mapping[str, Any], *, base_path: str = "", is_wsgi: bool = True
) -> dict[str, Any]:
    """Copy ``event`` with the path, the headers and the cookies that a server would see.

    Args:
        event: what the gateway sent.
        base_path: the mapping key of a custom domain.
        is_wsgi: drop the headers that WSGI cannot tell from others; ASGI can.
    """
    gateway = recognize(event)
    result = dict(event)
    key = "rawPath" if "rawPath" in event else "path"
    path = _without_prefix(event[key], _stage_prefix(event, gateway))
    path = _without_prefix(path, base_path)
    # An HTTP API hands the path over decoded, all others as the client sent it.
    result[key] = quote(path, safe=PATH_SAFE) if gateway is Gateway.http_api else path
    for name in ("headers", "multiValueHeaders"):
        if name in event and is_wsgi:
            result[name] = _trusted(event[name] or {})
    if event.get("multiValueHeaders"):
        result["multiValueHeaders"] = _with_one_cookie(result["multiValueHeaders"])
    if event.get("cookies"):
        result["cookies"] = ["; ".join(event["cookies"])]
    return result


def route_of(event: Mapping[str, Any]) -> str:
    """Name the route for logs: the template where the gateway knows it."""
    if event.get("routeKey"):
        return str(event["routeKey"])
    resource = event.get("resource") or event.get("path") or event.get("rawPath", "")
    return f"{event.get('httpMethod', '')} {resource}".strip()


def correct(environ: dict[str, Any], *, is_behind_facade: bool = False) -> None:
    """Repair in place what apig-wsgi leaves different from a server behind a proxy."""
    event = environ["apig_wsgi.full_event"]
    content_type = environ.pop("HTTP_CONTENT_TYPE", None)
    if content_type is not None:
        environ["CONTENT_TYPE"] = content_type  # apig-wsgi cuts it at a comma
    length = environ.pop("HTTP_CONTENT_LENGTH", None)
    if length is None and environ["CONTENT_LENGTH"] == "0":
        del environ["CONTENT_LENGTH"]
    if not environ.get("HTTP_COOKIE"):
        environ.pop("HTTP_COOKIE", None)
    address = source_address(event)
    if not address or is_behind_facade:
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        chain = [part.strip() for part in forwarded.split(",")]
        address = address or chain[-1] or "127.0.0.1"
        if is_behind_facade:
            _undo_gateway(environ, chain)
    environ["REMOTE_ADDR"] = address
    scheme = environ["wsgi.url_scheme"].rpartition(",")[2].strip()
    environ["wsgi.url_scheme"] = scheme if scheme in ("http", "https") else "https"
    name, _, port = environ.get("HTTP_HOST", "localhost").partition(":")
    default = "443" if environ["wsgi.url_scheme"] == "https" else "80"
    environ["SERVER_NAME"] = name
    environ["SERVER_PORT"] = port or environ.get("HTTP_X_FORWARDED_PORT") or default


def _undo_gateway(environ: dict[str, Any], chain: list[str]) -> None:
    """Take back what the gateway did between the facade and us: one address, the host name."""
    environ["HTTP_X_FORWARDED_FOR"] = ", ".join(chain[:-1])
    if not environ["HTTP_X_FORWARDED_FOR"]:
        del environ["HTTP_X_FORWARDED_FOR"]
    host = environ.get("HTTP_X_FORWARDED_HOST", "").rpartition(",")[2].strip()
    if host:
        environ["HTTP_HOST"] = host


def source_address(event: Mapping[str, Any]) -> str:
    """Return the address that the gateway saw; nothing where it does not tell."""
    context = event["requestContext"]
    peer = context.get("http") or context.get("identity") or {}
    return peer.get("sourceIp") or ""


def _stage_prefix(event: Mapping[str, Any], gateway: Gateway) -> str:
    """Return ``/stage`` where it is part of the path: HTTP API, named stage, its own domain."""
    context = event.get("requestContext") or {}
    stage = context.get("stage", "$default")
    is_own_domain = ".execute-api." in context.get("domainName", ".execute-api.")
    if gateway is Gateway.http_api and stage != "$default" and is_own_domain:
        return f"/{stage}"
    return ""


def _without_prefix(path: str, prefix: str) -> str:
    prefix = prefix.rstrip("/")
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        return path[len(prefix) :] or "/"
    return path


def _trusted(headers: Mapping[str, Any]) -> dict[str, Any]:
    """Drop names with ``_``: in WSGI they pass for the name with ``-`` that the proxy set."""
    return {name: value for name, value in headers.items() if "_" not in name}


def _with_one_cookie(headers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Join cookies with ``;``: HTTP/2 clients send several, and WSGI joins with ``,``."""
    return {
        name: ["; ".join(values)] if name.lower() == "cookie" else values
        for name, values in headers.items()
    }
