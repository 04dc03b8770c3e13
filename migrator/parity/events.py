"""Requests into API Gateway HTTP API events, payload format 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import datetime
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote

import msgspec

from migrator.model.manifest import ServiceRoute
from migrator.model.parity import HttpRequest

ACCOUNT = "123456789012"
API = "parity"
# What an HTTP API hands over as text; all else arrives in base64, form posts too.
_TEXT_TYPES = frozenset(
    {
        "application/json",
        "application/javascript",
        "application/xml",
        "application/vnd.api+json",
    }
)


def build_event(
    request: HttpRequest,
    route: ServiceRoute,
    parameters: Mapping[str, str],
    *,
    instant: float,
    request_id: str,
) -> dict[str, object]:
    """Return the event that API Gateway sends for ``request``, which ``route`` matched."""
    headers = merge_headers(request)
    event: dict[str, object] = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": unquote(request.path),
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, route, instant, request_id),
        "isBase64Encoded": False,
    }
    if cookies := _cookies(request):
        event["cookies"] = cookies
    if query := _query(request.query):
        event["queryStringParameters"] = query
    if parameters:
        event["pathParameters"] = dict(parameters)
    if content := request.body.content:
        event["body"], event["isBase64Encoded"] = encode_body(content, request)
    return event


def with_forwarding(request: HttpRequest) -> HttpRequest:
    """Add what API Gateway says of who asks, where the request itself does not say it."""
    port = request.header("host").rpartition(":")[2]
    if not port.isdigit():
        port = "443" if request.scheme == "https" else "80"
    added = (
        ("X-Forwarded-For", request.peer),
        ("X-Forwarded-Port", port),
        ("X-Forwarded-Proto", request.scheme),
    )
    sent = {name.lower() for name, _ in request.headers}
    missing = (pair for pair in added if pair[0].lower() not in sent)
    return msgspec.structs.replace(request, headers=(*request.headers, *missing))


def merge_headers(request: HttpRequest) -> dict[str, str]:
    """Lower-case names and join repeated headers by commas; cookies travel apart."""
    merged: dict[str, str] = {}
    for name, value in request.headers:
        key = name.lower()
        if key != "cookie":
            merged[key] = f"{merged[key]},{value}" if key in merged else value
    return dict(sorted(merged.items()))


def encode_body(content: bytes, request: HttpRequest) -> tuple[str, bool]:
    """Return the body as API Gateway spells it, and whether that is base64."""
    media_type = request.header("content-type").partition(";")[0].strip().lower()
    if media_type.startswith("text/") or media_type in _TEXT_TYPES:
        try:
            return content.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(content).decode(), True


def _cookies(request: HttpRequest) -> list[str]:
    return [
        cookie.strip()
        for name, value in request.headers
        if name.lower() == "cookie"
        for cookie in value.split(";")
        if cookie.strip()
    ]


def _query(raw: str) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in parse_qsl(raw, keep_blank_values=True):
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _context(
    request: HttpRequest, route: ServiceRoute, instant: float, request_id: str
) -> dict[str, object]:
    time = datetime.datetime.fromtimestamp(instant, datetime.UTC)
    domain = request.header("host")
    return {
        "accountId": ACCOUNT,
        "apiId": API,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": request.method,
            "path": unquote(request.path),
            "protocol": "HTTP/1.1",
            "sourceIp": request.peer,
            "userAgent": request.header("user-agent"),
        },
        "requestId": request_id,
        "routeKey": route.key,
        "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(instant * 1000),
    }
