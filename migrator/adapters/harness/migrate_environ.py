"""A request out of a WSGI environment (PEP 3333)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from migrate_crossing import Request  # type: ignore[import-not-found]


def path_of(environ: dict[str, Any]) -> str:
    """Return the path as it is spelled in a request line."""
    raw = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "").partition("?")[0]
    if raw.startswith("/"):
        return raw
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return quote(path.encode("latin-1"), safe="/~!$&'()*+,;=:@")


def request_of(environ: dict[str, Any]) -> Request:
    """Read the request, its body too."""
    headers = [
        (name[5:].replace("_", "-").title(), str(value))
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    if environ.get("CONTENT_TYPE"):
        headers.append(("Content-Type", environ["CONTENT_TYPE"]))
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length:
        headers.append(("Content-Length", str(length)))
    if not any(name == "Host" for name, _ in headers):
        headers.append(("Host", environ["SERVER_NAME"]))
    return Request(
        environ["REQUEST_METHOD"],
        path_of(environ),
        environ.get("QUERY_STRING", ""),
        headers,
        environ["wsgi.input"].read(length) if length else b"",
        environ.get("wsgi.url_scheme", "http"),
        environ.get("REMOTE_ADDR") or "127.0.0.1",
    )
