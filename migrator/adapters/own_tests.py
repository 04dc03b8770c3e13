"""Run the monolith's tests in its interpreter, and let a service's process answer its routes."""

import base64
import contextlib
import json
import socket
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import msgspec

from migrator.adapters.interpreter import HARNESS, Interpreter, Worker, environment_of
from migrator.adapters.parity_processes import IMPORT_SECONDS, raise_for_import
from migrator.adapters.service_folder import import_folders, load_manifest
from migrator.adapters.state_folder import Scratch
from migrator.errors import ToolError
from migrator.model.manifest import ServiceManifest
from migrator.model.own_tests import OwnTestsReport, TestRun
from migrator.model.parity import HttpRequest, HttpResponse, Pairs, Payload
from migrator.parity.answers import BadAnswerError, gateway_message, read_answer
from migrator.parity.events import build_event
from migrator.parity.matching import find_match
from migrator.usecases.own_tests import judge

_MOST_PROCESSES = 3


class OwnTestsOptions(msgspec.Struct, frozen=True):
    """What ``migrate parity tests`` was told.

    Attributes:
        python, service_python: interpreters with the monolith's and the service's requirements.
        command: what the monolith's interpreter is given, ``-m pytest tests/orders``.
    """

    service: Path
    monolith: Path
    python: str
    service_python: str
    command: tuple[str, ...]
    environment: Pairs = ()
    is_debug: bool = False


def run_own_tests(options: OwnTestsOptions) -> OwnTestsReport:
    """Run the tests twice: watched, then with the service."""
    manifest = load_manifest(options.service)
    first, *rest = options.command
    if not rest if first == "-m" else first.startswith("-"):
        raise ToolError(
            f"{' '.join(options.command)}: neither a module nor a file to run",
            hint="after `--` stands `-m MODULE …`, or a file such as manage.py with its words",
        )
    watched = _run(options, manifest, "watch")
    crossed = _run(options, manifest, "cross")
    return judge(manifest, watched, crossed)


def _run(options: OwnTestsOptions, manifest: ServiceManifest, mode: str) -> list[TestRun]:
    with Scratch() as scratch:
        given = {name: scratch.expand(value) for name, value in options.environment}
        log = None if options.is_debug else scratch.folder / "log"
        interpreter = Interpreter(
            options.python, options.monolith.resolve(), environment_of(given), log
        )
        services = _Services(options, manifest, scratch, given)
        with contextlib.closing(services), _started(interpreter, options, scratch, mode) as lines:
            found = list(_talk(lines, manifest, services))
        if not found:
            raise interpreter.failure("no test ran")
        return found


@contextlib.contextmanager
def _started(
    interpreter: Interpreter, options: OwnTestsOptions, scratch: Scratch, mode: str
) -> Iterator[TextIO]:
    """Start the tests; give the file over which they talk."""
    ours, theirs = socket.socketpair()
    descriptor = theirs.fileno()
    command = [interpreter.python, str(HARNESS / "own_tests.py"), mode, str(descriptor)]
    command += [str(scratch.work), *options.command]
    with interpreter.open_log() as log, ours, theirs:
        try:
            process = subprocess.Popen(  # noqa: S603 (the user's own tests)
                command,
                cwd=interpreter.folder,
                env=interpreter.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(descriptor,),
            )
        except OSError as error:
            raise ToolError(
                f"{interpreter.python}: {error.strerror}",
                hint="name the monolith's interpreter with --python",
            ) from error
        theirs.close()
        try:
            with ours.makefile("rw", encoding="utf-8") as lines:
                yield lines
            process.wait()
        finally:
            process.kill()
            process.wait()


def _talk(lines: TextIO, manifest: ServiceManifest, services: "_Services") -> Iterator[TestRun]:
    """Answer what the tests' process asks until it ends; yield what it tells."""
    for line in lines:
        message = json.loads(line)
        match message["kind"]:
            case "test":
                yield msgspec.convert(message, TestRun)
                continue
            case "route":
                found = find_match(manifest.routes, message["method"], message["path"])
                answer: Mapping[str, object] = {"route": found.route.key if found else ""}
            case _:
                answer = services.answer(message)
        lines.write(json.dumps(answer) + "\n")
        lines.flush()


class _Services:
    """Processes of the service, one for each configuration that tests give the application."""

    def __init__(
        self,
        options: OwnTestsOptions,
        manifest: ServiceManifest,
        scratch: Scratch,
        environment: Mapping[str, str],
    ) -> None:
        self._options, self._manifest, self._scratch = options, manifest, scratch
        self._environment = environment
        self._workers: dict[str, Worker] = {}
        self._count = 0

    def answer(self, message: Mapping[str, Any]) -> dict[str, object]:
        """Let the handler answer a request; one that fails is answered as API Gateway does."""
        asked = message["request"]
        headers = (*((name, value) for name, value in asked["headers"]), *_of_gateway(asked))
        body = Payload.of(base64.b64decode(asked["body"]))
        request = HttpRequest(
            asked["method"],
            asked["path"],
            asked["query"],
            headers,
            body,
            asked["scheme"],
            asked["peer"],
        )
        found = find_match(self._manifest.routes, request.method, request.path)
        if found is None:  # pragma: no cover (the test asked before)
            raise ToolError(f"no route for {request.method} {request.path}")
        self._count += 1
        instant, seed = message["instant"], f"test-{self._count}"
        event = build_event(
            request, found.route, found.parameters, instant=instant, request_id=seed
        )
        function = next(f for f in self._manifest.functions if f.name == found.route.function)
        given = {
            "event": event,
            "function": function.name,
            "instant": instant,
            "request_id": seed,
            "seconds": function.timeout_seconds,
            "seed": seed,
            "arrival": {
                name: message[name] for name in ("databases", "memory", "settings", "environment")
            },
        }
        worker = self._worker(message["settings"], message["environment"])
        told = worker.ask(given, seconds=function.timeout_seconds + 10) or {"error": "no answer"}
        response, failure = _response(told, request.method)
        left: Any = told.get("left") or {"databases": {}, "memory": message["memory"]}
        return {
            "status": response.status,
            "headers": response.headers,
            "body": base64.b64encode(response.body.content).decode(),
            "failure": failure,
            **left,
        }

    def _worker(self, settings: Mapping[str, Any], environment: Mapping[str, str]) -> Worker:
        key = json.dumps(settings, sort_keys=True)
        if key not in self._workers:
            if len(self._workers) >= _MOST_PROCESSES:
                self._workers.pop(next(iter(self._workers))).close()
            self._workers[key] = self._start(settings, environment)
        return self._workers[key]

    def _start(self, settings: Mapping[str, Any], environment: Mapping[str, str]) -> Worker:
        own = [pair for function in self._manifest.functions for pair in function.environment]
        variables = {**dict(own), **self._environment, "SETTINGS_SOURCE": "environment"}
        variables.pop("PYTHONPATH", None)  # where tests find what they need
        log = None if self._options.is_debug else self._scratch.folder / "log"
        interpreter = Interpreter(
            self._options.service_python,
            self._options.service.resolve(),
            environment_of(variables),
            log,
        )
        folder = self._scratch.folder / f"service-{self._count}"
        folder.mkdir()
        routed = {route.function for route in self._manifest.routes}
        worker = Worker(interpreter, "service.py")
        message = {
            "handlers": {f.name: f.handler for f in self._manifest.functions if f.name in routed},
            "instant": 0,
            "paths": [str(each) for each in import_folders(self._options.service)],
            "seed": "import",
            "arrival": {
                "folder": str(folder),
                "settings": settings,
                "environment": environment,
            },
        }
        raise_for_import(worker.ask(message, seconds=IMPORT_SECONDS), self._manifest.name)
        return worker

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers.values():
            worker.close()


def _of_gateway(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the headers that API Gateway adds."""
    scheme, host = asked["scheme"], dict(asked["headers"]).get("Host", "")
    port = host.rpartition(":")[2] if ":" in host else {"https": "443"}.get(scheme, "80")
    given = {name.lower(): value for name, value in asked["headers"]}
    if "x-forwarded-for" not in given:
        yield "X-Forwarded-For", asked["peer"]
    if "x-forwarded-port" not in given:
        yield "X-Forwarded-Port", port
    if "x-forwarded-proto" not in given:
        yield "X-Forwarded-Proto", scheme


def _response(told: Mapping[str, Any], method: str) -> tuple[HttpResponse, str]:
    if "error" in told:
        return gateway_message(500, "Internal Server Error"), str(told["error"])
    try:
        return read_answer(told["answer"], method=method), ""
    except BadAnswerError as error:
        return gateway_message(500, "Internal Server Error"), str(error)
