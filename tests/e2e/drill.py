"""What a drill needs: 200 users who keep asking, a fault that can be switched on, processes."""

import contextlib
import http.client
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from migrator.routing.assignment import is_on_service

HOP_BY_HOP = frozenset({"connection", "content-length", "date", "server", "transfer-encoding"})


class FaultProxy:
    """Stands between the facade and a service; while it ``fails`` every answer is a 500."""

    def __init__(self, target: int) -> None:
        self.fails = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _forwarder(target, self.fails))
        self._server.daemon_threads = True
        self.port: int = self._server.server_port

    def __enter__(self) -> "FaultProxy":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _forwarder(target: int, fails: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Forwarder(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            if fails.is_set():
                self._say(500, {"content-type": "application/json"}, b'{"message": "a fault"}')
                return
            connection = http.client.HTTPConnection("127.0.0.1", target, timeout=30)
            try:
                connection.request("GET", self.path, headers=dict(self.headers.items()))
                response = connection.getresponse()
                self._say(response.status, dict(response.getheaders()), response.read())
            finally:
                connection.close()

        def _say(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, *_: object) -> None: ...

    return Forwarder


class Met(NamedTuple):
    """What one user met, from the question to the end of the answer."""

    at: float
    until: float
    user: str
    arm: str
    status: int
    body: bytes


class Crowd:
    """Users who ask for the same page again and again, each in turn, over a few connections."""

    def __init__(self, port: int, path: str, session: str, users: list[str]) -> None:
        self._port, self._path, self._session, self._users = port, path, session, users
        self._turn = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self.met: list[Met] = []
        self.errors: list[str] = []

    def __enter__(self) -> "Crowd":
        self._threads = [threading.Thread(target=self._ask_on, daemon=True) for _ in range(4)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def since(self, moment: float) -> list[Met]:
        return [one for one in list(self.met) if one.at >= moment]

    def _ask_on(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while not self._stop.is_set():
            with self._lock:
                user = self._users[self._turn % len(self._users)]
                self._turn += 1
            began = time.time()
            headers = {"x-user-id": user, "cookie": self._session}
            try:
                connection.request("GET", self._path, headers=headers)
                response = connection.getresponse()
                body = response.read()
            except OSError as error:
                self.errors.append(repr(error))
                connection.close()
                continue
            arm = response.getheader("x-cutover-arm", "")
            self.met.append(Met(began, time.time(), user, arm, response.status, body))
        connection.close()


def pick_users(route: str, count: int, shares: tuple[float, ...]) -> list[str]:
    """Pick users of whom exactly ``shares`` percent are on the service at each of these steps."""
    bounds = [0.0, *shares]
    wanted = [round(count * (to - start) / 100) for start, to in zip(bounds, shares, strict=False)]
    picked: list[list[str]] = [[] for _ in shares]
    number = 0
    while any(len(own) < need for own, need in zip(picked, wanted, strict=True)):
        user, number = f"user-{number}", number + 1
        place = next(n for n, to in enumerate(shares) if is_on_service(route, user, to))
        if len(picked[place]) < wanted[place]:
            picked[place].append(user)
    return sorted(user for own in picked for user in own)


@contextlib.contextmanager
def running(
    name: str, command: list[str], cwd: Path, env: Mapping[str, str], port: int = 0
) -> Iterator[Path]:
    """Run a program that answers on ``port`` once it is ready; yield the file with its output."""
    output = cwd / f"{name}.out"
    with output.open("wb") as stream, (cwd / f"{name}.err").open("wb") as errors:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=stream, stderr=errors)
    try:
        end = time.monotonic() + 60
        while port and not is_open(port):
            assert process.poll() is None, (cwd / f"{name}.err").read_text()
            assert time.monotonic() < end, f"{name} is not ready"
            time.sleep(0.1)
        yield output
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def is_open(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
