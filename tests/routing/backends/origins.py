"""Small HTTP servers for tests: each answers its own name and remembers what it was asked."""

import base64
import contextlib
import hashlib
import http.client
import socket
import struct
import threading
import time
from collections.abc import Iterator
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Seen(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]


class Fault(StrEnum):
    """How an origin fails after it has read a request."""

    RESET = "reset before the answer"
    RESET_LATE = "reset after the headers"
    UNAVAILABLE = "503"
    SILENT = "no answer in time"


class Handler(BaseHTTPRequestHandler):
    origin: "Origin"

    def answer(self) -> None:
        origin = self.origin
        size = int(self.headers.get("content-length", 0))
        self.rfile.read(size)
        headers = {name.lower(): value for name, value in self.headers.items()}
        origin.seen.append(Seen(self.command, self.path, headers))
        if self.path == "/live/socket":
            self.echo()
            return
        if self.path == "/live/events":
            self.stream()
            return
        time.sleep(origin.delay if origin.fault is not Fault.SILENT else 3)
        if origin.fault in {Fault.RESET, Fault.RESET_LATE}:
            self.reset(is_late=origin.fault is Fault.RESET_LATE)
            return
        body = origin.name.encode()
        self.send_response(503 if origin.fault else origin.status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def reset(self, *, is_late: bool) -> None:
        if is_late:
            self.send_response(200)
            self.send_header("content-length", "1000")
            self.end_headers()
            self.wfile.flush()
            time.sleep(0.05)
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)  # closing sends RST
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.shutdown(socket.SHUT_RD)
        self.connection.close()

    def stream(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")
        self.end_headers()
        for number in range(3):
            event = f"data: {number}\n\n".encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
            self.wfile.flush()
            time.sleep(0.4)
        self.wfile.write(b"0\r\n\r\n")
        self.close_connection = True

    def echo(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.send_response(101)
        self.send_header("upgrade", "websocket")
        self.send_header("connection", "Upgrade")
        key = self.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = hashlib.sha1(key.encode(), usedforsecurity=False).digest()
        self.send_header("sec-websocket-accept", base64.b64encode(accept).decode())
        self.end_headers()
        self.wfile.flush()
        while data := self.connection.recv(1000):
            self.connection.sendall(data.upper())
        self.close_connection = True

    do_GET = do_HEAD = do_POST = answer  # noqa: N815 - as http.server wants it

    def log_message(self, *_: object) -> None: ...


class Origin:
    def __init__(self, name: str) -> None:
        self.name = name
        self.status = 200
        self.delay = 0.0
        self.fault: Fault | None = None
        self.seen: list[Seen] = []
        self.server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (Handler,), {"origin": self})
        )
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
