"""A service over HTTP on this machine: requests become events, each function its own processes."""

import contextlib
import subprocess
import sys
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from migrator.adapters.runtime_api import ExecutionEnvironment, LambdaRuntime
from migrator.errors import ToolError
from migrator.model.manifest import ServiceManifest
from migrator.model.parity import HttpRequest, HttpResponse, Payload
from migrator.parity.events import with_forwarding
from migrator.usecases.local import Invocation, answer_request

MAX_ENVIRONMENTS = 4
# The server of this machine says these itself.
_OWN_HEADERS = frozenset({"connection", "content-length", "date", "transfer-encoding"})


class LocalFunctions:
    """Execution environments by function: started when needed, reused, replaced when dead."""

    def __init__(self, runtime: LambdaRuntime, manifest: ServiceManifest) -> None:
        self._runtime = runtime
        self._functions = {function.name: function for function in manifest.functions}
        self._lock = threading.Lock()
        self._idle: dict[str, list[ExecutionEnvironment]] = defaultdict(list)
        self._all: set[ExecutionEnvironment] = set()
        self._is_closed = False
        self._slots = {
            name: threading.BoundedSemaphore(MAX_ENVIRONMENTS) for name in self._functions
        }

    def invoke(self, function: str, event: Mapping[str, object]) -> Invocation:
        """Send the event to a free environment; wait for one where all are busy."""
        with self._slots[function]:
            environment = self._take(function)
            done = environment.invoke(event)
            with self._lock:
                if environment.is_alive:
                    self._idle[function].append(environment)
                else:
                    self._all.discard(environment)
            return done

    def log(self, message: str) -> None:
        """Write to standard error."""
        print(message, file=sys.stderr, flush=True)  # noqa: T201 (a server's log)

    def close(self) -> None:
        """End every process."""
        with self._lock:
            self._is_closed = True
            running, self._all = self._all, set()
        for environment in running:
            environment.close()

    def _take(self, function: str) -> ExecutionEnvironment:
        with self._lock:
            if self._is_closed:
                raise ToolError("shutting down")
            while self._idle[function]:
                environment = self._idle[function].pop()
                if environment.is_alive:
                    return environment
                self._all.discard(environment)
            environment = ExecutionEnvironment(self._runtime, self._functions[function])
            self._all.add(environment)
            return environment


@contextlib.contextmanager
def open_gateway(
    manifest: ServiceManifest, runtime: LambdaRuntime, port: int
) -> Iterator[ThreadingHTTPServer]:
    """Listen on 127.0.0.1 (port 0: any) and end all processes afterwards."""
    check_runtime(runtime.python)
    functions = LocalFunctions(runtime, manifest)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), _make_handler(manifest, functions))
    except OSError as error:
        raise ToolError(f"port {port}: {error.strerror}", hint="--port 0 picks one") from error
    server.daemon_threads = True
    try:
        yield server
    finally:
        server.server_close()
        functions.close()


def check_runtime(python: str) -> None:
    """Raise unless ``python`` has awslambdaric."""
    try:
        subprocess.run(  # noqa: S603 (the user's own interpreter)
            [python, "-c", "import awslambdaric"], check=True, capture_output=True
        )
    except OSError as error:
        raise ToolError(f"{python}: {error.strerror}", hint="see --python") from error
    except subprocess.CalledProcessError as error:
        raise ToolError(
            f"{python} has no awslambdaric", hint=f"{python} -m pip install awslambdaric"
        ) from error


def _make_handler(
    manifest: ServiceManifest, functions: LocalFunctions
) -> type[BaseHTTPRequestHandler]:
    class Gateway(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def handle_request(self) -> None:
            request_id = uuid.uuid4().hex[:16]
            try:
                response = answer_request(
                    read_request(self),
                    manifest,
                    functions,
                    instant=time.time(),
                    request_id=request_id,
                )
            except ToolError as error:
                functions.log(str(error))
                self.close_connection = True
                return
            with contextlib.suppress(OSError):
                write_response(self, response, request_id)

        do_GET = do_HEAD = do_POST = do_PUT = handle_request  # noqa: N815 (named by http.server)
        do_PATCH = do_DELETE = do_OPTIONS = handle_request  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (overridden)
            functions.log(f"{self.log_date_time_string()} {format % args}")

    return Gateway


def read_request(handler: BaseHTTPRequestHandler) -> HttpRequest:
    """Read a request and add what API Gateway adds."""
    path, _, query = handler.path.partition("?")
    peer = str(handler.client_address[0])
    headers = tuple(handler.headers.items())
    if "X-Amzn-Trace-Id" not in handler.headers:
        trace = f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}"
        headers += (("X-Amzn-Trace-Id", trace),)
    body = Payload.of(handler.rfile.read(int(handler.headers.get("Content-Length") or 0)))
    return with_forwarding(HttpRequest(handler.command, path, query, headers, body, "http", peer))


def write_response(
    handler: BaseHTTPRequestHandler, response: HttpResponse, request_id: str
) -> None:
    """Write status, headers and body."""
    content = response.body.content
    handler.send_response(response.status)
    for name, value in response.headers:
        if name not in _OWN_HEADERS:
            handler.send_header(name, value)
    if content and not response.header("content-type"):
        handler.send_header("content-type", "text/plain; charset=utf-8")
    handler.send_header("apigw-requestid", request_id)
    if response.status not in {204, 304}:
        handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)
    handler.wfile.flush()
