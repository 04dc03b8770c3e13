"""Small HTTP servers for tests: each answers its own name and remembers what it was asked."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Seen(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]


class Origin:
    def __init__(self, name: str) -> None:
        self.name = name
        self.status = 200
        self.seen: list[Seen] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        origin = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                size = int(self.headers.get("content-length", 0))
                self.rfile.read(size)
                headers = {name.lower(): value for name, value in self.headers.items()}
                origin.seen.append(Seen(self.command, self.path, headers))
                body = origin.name.encode()
                self.send_response(origin.status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_POST = answer  # noqa: N815 - as http.server wants it

            def log_message(self, *_: object) -> None: ...

        return Handler


@contextlib.contextmanager
def origin(name: str) -> Iterator[Origin]:
    server = Origin(name)
    try:
        yield server
    finally:
        with contextlib.suppress(OSError):
            server.stop()


class Answer(NamedTuple):
    status: int
    body: str
    headers: dict[str, str]

    @property
    def arm(self) -> str | None:
        return self.headers.get("x-cutover-arm")


class Client:
    """One kept-open connection; paths are sent as they are.

    A client that ``reconnects`` asks again on a new one where the facade closed an idle
    connection, as browsers do.
    """

    def __init__(self, port: int, *, reconnects: bool = False) -> None:
        self.reconnects = reconnects
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        try:
            return self._ask(path, method, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            if not self.reconnects:
                raise
            self.connection.close()
            return self._ask(path, method, headers)

    def _ask(self, path: str, method: str, headers: dict[str, str]) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.putrequest(method, path)
        for name, value in named.items():
            self.connection.putheader(name, value)
        self.connection.putheader("content-length", "0")
        self.connection.endheaders()
        response = self.connection.getresponse()
        body = response.read().decode()
        pairs = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, body, pairs)


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port
