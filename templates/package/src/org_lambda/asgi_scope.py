"""An event as the scope of an ASGI request, as a server behind a proxy would have made it.

https://asgi.readthedocs.io/en/stable/specs/www.html#http-connection-scope
"""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlencode

from .gateway import Gateway, normalize, recognize, source_address

Headers = list[tuple[bytes, bytes]]


def scope_of(
    event: Mapping[str, Any], *, base_path: str = "", is_behind_facade: bool = False
) -> dict[str, Any]:
    """Make the scope of an event of any gateway, without what only Mangum adds."""
    gateway = recognize(event)
    normal = normalize(event, base_path=base_path, is_wsgi=False)
    raw_path = normal["rawPath" if "rawPath" in normal else "path"] or "/"
    headers = list(_headers(normal))
    chain = [part.strip() for part in _last(headers, b"x-forwarded-for").split(",")]
    client = source_address(event) or chain[-1] or "127.0.0.1"
    if is_behind_facade:
        headers = _without_gateway(headers, chain)
    scheme = _last(headers, b"x-forwarded-proto").rpartition(",")[2].strip()
    scheme = scheme if scheme in ("http", "https") else "https"
    host, _, port = (_last(headers, b"host") or "localhost").partition(":")
    default = "443" if scheme == "https" else "80"
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": _method(event),
        "scheme": scheme,
        "path": unquote(raw_path),
        "raw_path": raw_path.encode("ascii", "ignore"),
        "root_path": "",
        "query_string": _query(normal, gateway).encode("latin-1"),
        "headers": headers,
        "client": (client, 0),
        "server": (host, int(port or _last(headers, b"x-forwarded-port") or default)),
        "extensions": {},
    }


def body_of(event: Mapping[str, Any]) -> bytes:
    """Return the bytes that the client sent."""
    body = event.get("body") or ""
    return b64decode(body) if event.get("isBase64Encoded") else body.encode()


def _method(event: Mapping[str, Any]) -> str:
    context = event["requestContext"]
    return str(event.get("httpMethod") or context["http"]["method"]).upper()


def _headers(event: Mapping[str, Any]) -> Iterator[tuple[bytes, bytes]]:
    """Yield names in lower case; format 2.0 has the cookies apart."""
    several = event.get("multiValueHeaders")
    lists = several or {
        name: [value] for name, value in (event.get("headers") or {}).items()
    }
    for name, values in lists.items():
        for value in values:
            yield (
                name.lower().encode("latin-1"),
                str(value).encode("latin-1", "replace"),
            )
    for cookies in event.get("cookies") or ():
        yield b"cookie", cookies.encode("latin-1", "replace")


def _query(event: Mapping[str, Any], gateway: Gateway) -> str:
    """Return the query: as it was sent where the gateway tells it, else encoded again."""
    if "rawQueryString" in event:
        return str(event["rawQueryString"] or "")
    pairs = [
        (name, value)
        for name, values in (event.get("multiValueQueryStringParameters") or {}).items()
        for value in values
    ] or list((event.get("queryStringParameters") or {}).items())
    if gateway is Gateway.load_balancer:  # it does not decode
        return "&".join(f"{name}={value}" for name, value in pairs)
    return urlencode(pairs)


def _without_gateway(headers: Headers, chain: list[str]) -> Headers:
    """Take back what the gateway did between the facade and us: one address, the host name."""
    host = _last(headers, b"x-forwarded-host").rpartition(",")[2].strip()
    kept: Headers = []
    for name, value in headers:
        if name == b"x-forwarded-for":
            if chain[:-1]:
                kept.append((name, ", ".join(chain[:-1]).encode("latin-1")))
        elif name == b"host" and host:
            kept.append((name, host.encode("latin-1")))
        else:
            kept.append((name, value))
    return kept


def _last(headers: Headers, name: bytes) -> str:
    found = [value for key, value in headers if key == name]
    return found[-1].decode("latin-1") if found else ""
