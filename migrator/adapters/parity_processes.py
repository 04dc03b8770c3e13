"""The monolith and the service as processes: a request or an event in, an answer out."""

import base64
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from migrator.adapters.interpreter import HARNESS, Interpreter, Worker, environment_of
from migrator.adapters.state_folder import Scratch
from migrator.errors import ToolError
from migrator.model.manifest import ServiceManifest
from migrator.model.parity import HttpRequest, HttpResponse, Pairs, Payload
from migrator.usecases.replay import Invoked

IMPORT_SECONDS = 120.0
_IMPORT_SEED = "import"


def interpreter_in(
    folder: Path, python: str, scratch: Scratch, variables: Pairs, *, is_debug: bool
) -> Interpreter:
    """Return an interpreter whose processes start in ``folder`` and know where the state is."""
    environment = environment_of({name: scratch.expand(value) for name, value in variables})
    log = None if is_debug else scratch.folder / "log"
    return Interpreter(python, folder, environment, log)


def variables_of(manifest: ServiceManifest) -> Pairs:
    """Return what serverless.yml sets for the functions: one process has them all."""
    return tuple(pair for function in manifest.functions for pair in function.environment)


class MonolithProcess:
    """The monolith's application in its own interpreter."""

    def __init__(self, interpreter: Interpreter, scratch: Scratch, seconds: float) -> None:
        self._interpreter = interpreter
        self._scratch = scratch
        self._seconds = seconds
        self._worker: Worker | None = None

    def set_up(self, command: str, folder: Path, instant: int) -> None:
        """Run ``command`` once; Python runs with the recording's clock and randomness."""
        words = shlex.split(command)
        name = Path(words[0]).name if words else ""
        if name.startswith("python") and len(words) > 1:
            script = words[1] if words[1] == "-m" else str(folder / words[1])
            harness = [str(HARNESS / "setup.py"), str(instant), "setup", str(folder)]
            words = [self._interpreter.python, *harness, script, *words[2:]]
        self._interpreter.run(words, f"--setup {command!r}")

    def start(self, folder: Path, application: str, instant: int) -> None:
        """Import the application."""
        self._worker = Worker(self._interpreter, "monolith.py")
        message = {
            "application": application,
            "instant": instant,
            "paths": [str(folder)],
            "seed": _IMPORT_SEED,
        }
        raise_for_import(self._worker.ask(message, seconds=IMPORT_SECONDS), application)

    def answer(self, request: HttpRequest, instant: int, seed: str) -> HttpResponse:
        """Send one request."""
        if self._worker is None:
            raise ToolError("the monolith was not started")
        fields = msgspec.to_builtins(request)
        fields["body"] = base64.b64encode(self._scratch.local(request.body.content)).decode()
        message = {"instant": instant, "request": fields, "seed": seed}
        answer = self._worker.ask(message, seconds=self._seconds)
        if answer is None:
            raise ToolError(
                f"{request.method} {request.path}: no answer within {self._seconds:g} s",
                hint="leave endless streams out of the scenario, or give more time: --timeout",
            )
        raw = msgspec.convert(answer, _RawResponse)
        headers = tuple((name, self._canonical(value)) for name, value in raw.headers)
        body = self._scratch.canonical(base64.b64decode(raw.body))
        return HttpResponse(raw.status, headers, Payload.of(body))

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.close()

    def _canonical(self, value: str) -> str:
        return self._scratch.canonical(value.encode()).decode()


class ServiceProcess:
    """The service's handlers in their own interpreter, each exchange in a fork of its own."""

    def __init__(self, interpreter: Interpreter, scratch: Scratch) -> None:
        self._interpreter = interpreter
        self._scratch = scratch
        self._worker: Worker | None = None
        self._timeouts: dict[str, int] = {}

    def start(
        self, folders: Sequence[Path], manifest: ServiceManifest, instant: int, **more: object
    ) -> None:
        """Import every handler that a route leads to; ``more`` is told to the process as well."""
        routed = {route.function for route in manifest.routes}
        handlers = {f.name: f.handler for f in manifest.functions if f.name in routed}
        self._timeouts = {f.name: f.timeout_seconds for f in manifest.functions}
        self._worker = Worker(self._interpreter, "service.py")
        message = {
            "handlers": handlers,
            "instant": instant,
            "paths": [str(folder) for folder in folders],
            "seed": _IMPORT_SEED,
            **more,
        }
        raise_for_import(self._worker.ask(message, seconds=IMPORT_SECONDS), manifest.name)

    def invoke(
        self, function: str, event: Mapping[str, object], instant: int, seed: str
    ) -> Invoked:
        """Return what the handler returned, or why it failed."""
        told = self.ask(function, event, instant, seed)
        if "error" in told:
            return Invoked(failure=str(told["error"]))
        text = self._scratch.canonical(msgspec.json.encode(told["answer"]))
        threads = msgspec.convert(told["threads"], tuple[str, ...])
        return Invoked(msgspec.json.decode(text), threads=threads)

    def ask(
        self,
        function: str,
        event: Mapping[str, object],
        instant: float,
        seed: str,
        **more: object,
    ) -> Mapping[str, object]:
        """Return what the process says: ``answer`` and ``threads``, or ``error``."""
        if self._worker is None:
            raise ToolError("the service was not started")
        seconds = self._timeouts[function]
        message = {
            "event": event,
            "function": function,
            "instant": instant,
            "request_id": seed,
            "seconds": seconds,
            "seed": seed,
            **more,
        }
        return self._worker.ask(message, seconds=seconds + 10) or {"error": "no answer"}

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.close()


class _RawResponse(msgspec.Struct, frozen=True):
    status: int
    headers: list[tuple[str, str]]
    body: str


def raise_for_import(answer: Mapping[str, object] | None, what: str) -> None:
    """Turn a failed import into an error that names its last line."""
    if answer is None:
        raise ToolError(f"{what} was not imported within {IMPORT_SECONDS:g} s")
    if "error" in answer:
        raise ToolError(
            f"{what} cannot be imported: {answer['error']}",
            hint="is it the right --python, and is all that it needs set with --env? "
            "(--debug shows the traceback)",
        )
