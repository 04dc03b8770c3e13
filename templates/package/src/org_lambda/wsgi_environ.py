"""The environment of a WSGI request, as a server behind a proxy would have made it.

https://peps.python.org/pep-3333/#environ-variables
"""

from typing import Any, Final

from .gateway import source_address

PORTS: Final = {"http": "80", "https": "443"}


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
    if is_behind_facade or not address:
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        chain = [part.strip() for part in forwarded.split(",")]
        address = address or chain[-1] or "127.0.0.1"
        if is_behind_facade:
            _undo_gateway(environ, chain)
    environ["REMOTE_ADDR"] = address
    scheme = environ["wsgi.url_scheme"]
    if scheme not in PORTS:
        scheme = scheme.rpartition(",")[2].strip()
        environ["wsgi.url_scheme"] = scheme = scheme if scheme in PORTS else "https"
    name, _, port = environ.get("HTTP_HOST", "localhost").partition(":")
    environ["SERVER_NAME"] = name
    forwarded_port = environ.get("HTTP_X_FORWARDED_PORT")
    environ["SERVER_PORT"] = port or forwarded_port or PORTS[scheme]


def _undo_gateway(environ: dict[str, Any], chain: list[str]) -> None:
    """Take back what the gateway did between the facade and us: one address, the host name."""
    environ["HTTP_X_FORWARDED_FOR"] = ", ".join(chain[:-1])
    if not environ["HTTP_X_FORWARDED_FOR"]:
        del environ["HTTP_X_FORWARDED_FOR"]
    host = environ.get("HTTP_X_FORWARDED_HOST", "").rpartition(",")[2].strip()
    if host:
        environ["HTTP_HOST"] = host
