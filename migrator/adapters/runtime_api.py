"""One Lambda execution environment: the Runtime API over HTTP and an awslambdaric process.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import contextlib
import json
import queue
import subprocess
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from migrator.errors import ToolError
from migrator.model.manifest import ServiceFunction
from migrator.usecases.local import GATEWAY_SECONDS, Invocation

_MEMORY_MB = "256"
# Lambda hands the handler over in the environment: who reads sys.argv finds no arguments there.
_START = "import sys; from awslambdaric.__main__ import main; main(['', sys.argv.pop()])"
_STOP = ""


class Answer(msgspec.Struct, frozen=True):
    """What the process posted; without ``request_id`` it ended, and ``content`` says why."""

    request_id: str
    content: bytes
    is_error: bool = False


class LambdaRuntime(msgspec.Struct, frozen=True):
    """What every environment of a service has in common.

    Attributes:
        folders: the service's folder first, then where else its handlers import from.
    """

    python: str
    folders: Sequence[Path]
    environment: Mapping[str, str]


class ExecutionEnvironment:
    """One process that answers one event at a time, as Lambda runs it."""

    def __init__(self, runtime: LambdaRuntime, function: ServiceFunction) -> None:
        self._function = function
        self._events: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _make_api(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        variables = {**runtime.environment, **self._variables(runtime)}
        try:
            self._process = subprocess.Popen(  # noqa: S603 (the user's own interpreter)
                [runtime.python, "-c", _START, function.handler],
                cwd=runtime.folders[0],
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=2,
            )
        except OSError as error:
            self._server.server_close()
            raise ToolError(f"{runtime.python}: {error.strerror}") from error
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Say whether the process can take another event."""
        return self._process.poll() is None

    def invoke(self, event: Mapping[str, object]) -> Invocation:
        """Send one event and wait for its answer as long as Lambda and API Gateway would."""
        limit = min(self._function.timeout_seconds, GATEWAY_SECONDS)
        request_id = str(uuid.uuid4())
        self._events.put((request_id, json.dumps(event).encode()))
        deadline = time.monotonic() + limit
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self.close()
                is_late = self._function.timeout_seconds > GATEWAY_SECONDS
                return Invocation(failure=f"timed out after {limit} s", is_late=is_late)
            if answer.request_id == _STOP:
                self.close()
                return Invocation(failure=_describe(answer.content))
            if answer.request_id == request_id and answer.is_error:
                return Invocation(failure=_describe(answer.content))
            if answer.request_id == request_id:
                return Invocation(json.loads(answer.content or b"null"))

    def close(self) -> None:
        """End the process and its API."""
        self._process.kill()
        self._process.wait()
        self._events.put((_STOP, b""))
        self._server.shutdown()
        self._server.server_close()

    def next_event(self) -> tuple[str, bytes, dict[str, str]]:
        """Wait for an event: its id, the event, and the headers that go with it."""
        request_id, event = self._events.get()
        deadline = int((time.time() + self._function.timeout_seconds) * 1000)
        trace = f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}"
        name = self._function.name
        return (
            request_id,
            event,
            {
                "Lambda-Runtime-Aws-Request-Id": request_id,
                "Lambda-Runtime-Deadline-Ms": str(deadline),
                "Lambda-Runtime-Invoked-Function-Arn": (
                    f"arn:aws:lambda:eu-west-1:123456789012:function:{name}"
                ),
                "Lambda-Runtime-Trace-Id": trace,
            },
        )

    def take_answer(self, path: str, content: bytes) -> None:
        """Take what the process posted: an answer, or an error of the handler or at start."""
        *_, request_id, kind = path.split("/")
        if request_id == "init":
            request_id = _STOP
        self._answers.put(Answer(request_id, content, is_error=kind == "error"))

    def _watch(self) -> None:
        status = self._process.wait()
        self._answers.put(Answer(_STOP, f"the process ended with status {status}".encode()))

    def _variables(self, runtime: LambdaRuntime) -> dict[str, str]:
        return {
            **dict(self._function.environment),
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": _MEMORY_MB,
            "AWS_LAMBDA_FUNCTION_NAME": self._function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{self._function.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}",
            "LAMBDA_TASK_ROOT": str(runtime.folders[0]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": ":".join(str(folder) for folder in runtime.folders),
            "PYTHONUNBUFFERED": "1",
            "_HANDLER": self._function.handler,
        }


def _make_api(environment: ExecutionEnvironment) -> type[BaseHTTPRequestHandler]:
    class RuntimeApi(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            request_id, event, headers = environment.next_event()
            if request_id == _STOP:
                self.close_connection = True
                return
            self._reply(200, event, headers)

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            environment.take_answer(self.path, content)
            self._reply(202, b'{"status":"OK"}', {})

        def _reply(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
            with contextlib.suppress(OSError):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (overridden)
            """Stay silent: each event would be two lines."""

    return RuntimeApi


def _describe(content: bytes) -> str:
    try:
        error = json.loads(content)
        return f"{error['errorType']}: {error['errorMessage']}"
    except (ValueError, KeyError, TypeError):
        return content.decode("utf-8", "replace")
