"""The map on this machine, for one person: the page, and the one thing that it can write.

Who wants in has to know a token that only the address has. A page of somebody else's in the same
browser neither knows it nor can say that it comes from here (``Origin``); a name that somebody
points at this machine is not ours (``Host``).
"""

import contextlib
import secrets
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

import msgspec

from migrator.errors import MigratorError, ToolError

LOOPBACK = "127.0.0.1"
MOST_BYTES = 16 * 2**20


class Site(Protocol):
    """What is served."""

    def page(self) -> str:
        """Return the map of the plan as it is now."""

    def save(self, text: str, digest: str) -> str:
        """Write a changed plan in place of the one with this digest; return its digest."""


class _Sent(msgspec.Struct, frozen=True):
    text: str
    digest: str


class MapServer(ThreadingHTTPServer):
    """Listens on this machine only."""

    daemon_threads = True

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        self.token = secrets.token_urlsafe(16)
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def origin(self) -> str:
        """Return what a browser says of where the page is from."""
        return f"http://{LOOPBACK}:{self.server_port}"

    @property
    def address(self) -> str:
        """Return the address of the map."""
        return f"{self.origin}/{self.token}/"


@contextlib.contextmanager
def open_map_server(site: Site, port: int) -> Iterator[MapServer]:
    """Listen on 127.0.0.1 (port 0: any).

    Raises:
        ToolError: the port is taken.
    """
    try:
        server = MapServer(site, port)
    except OSError as error:
        raise ToolError(f"port {port}: {error.strerror}", hint="--port 0 picks one") from error
    with server:
        yield server


class _Handler(BaseHTTPRequestHandler):
    server: MapServer

    def do_GET(self) -> None:
        """Answer with the page."""
        if not self._is_ours(f"/{self.server.token}/"):
            return self._refuse()
        try:
            page = self.server.site.page()
        except MigratorError as error:
            return self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain", str(error))
        return self._answer(HTTPStatus.OK, "text/html", page)

    def do_POST(self) -> None:
        """Write what is sent."""
        length = int(self.headers.get("Content-Length") or 0)
        is_json = self.headers.get("Content-Type") == "application/json"
        is_from_here = self.headers.get("Origin") == self.server.origin
        if not (self._is_ours(f"/{self.server.token}/plan") and is_from_here and is_json):
            return self._refuse()
        if not 0 < length <= MOST_BYTES:
            return self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error="too much, or nothing")
        try:
            sent = msgspec.json.decode(self.rfile.read(length), type=_Sent)
            digest = self.server.site.save(sent.text, sent.digest)
        except msgspec.MsgspecError as error:
            return self._say(HTTPStatus.BAD_REQUEST, error=str(error))
        except MigratorError as error:
            hint = f" ({error.hint})" if error.hint else ""
            return self._say(HTTPStatus.CONFLICT, error=f"{error}{hint}")
        return self._say(HTTPStatus.OK, digest=digest)

    def _is_ours(self, path: str) -> bool:
        host = self.headers.get("Host")
        is_known = secrets.compare_digest(self.path.encode(), path.encode())
        return is_known and host == self.server.origin.removeprefix("http://")

    def _refuse(self) -> None:
        self._answer(HTTPStatus.FORBIDDEN, "text/plain", "use the address that was printed\n")

    def _say(self, status: HTTPStatus, **said: str) -> None:
        self._answer(status, "application/json", msgspec.json.encode(said).decode())

    def _answer(self, status: HTTPStatus, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (overridden)
        """Say nothing: one person looks at one page."""
