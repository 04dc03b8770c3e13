"""Run the monolith's tests in its interpreter, and let a service's process answer its routes."""

import base64
import contextlib
import json
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import msgspec

from migrator.adapters.interpreter import HARNESS, Interpreter
from migrator.adapters.parity_processes import ServiceProcess, interpreter_in, variables_of
from migrator.adapters.service_folder import import_folders, load_manifest
from migrator.adapters.state_folder import Scratch
from migrator.errors import ToolError
from migrator.model.manifest import ServiceManifest
from migrator.model.own_tests import OwnTestsReport, TestRun
from migrator.model.parity import HttpRequest, HttpResponse, Pairs, Payload
from migrator.parity.answers import BadAnswerError, gateway_message, read_answer
from migrator.parity.events import build_event, with_forwarding
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
        interpreter = interpreter_in(
            options.monolith.resolve(),
            options.python,
            scratch,
            options.environment,
            is_debug=options.is_debug,
        )
        services = _Services(options, manifest, scratch)
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
    with ours, theirs:
        hint = "name the monolith's interpreter with --python"
        process = interpreter.start(command, hint=hint, pass_fds=(descriptor,))
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
        self, options: OwnTestsOptions, manifest: ServiceManifest, scratch: Scratch
    ) -> None:
        self._options, self._manifest, self._scratch = options, manifest, scratch
        self._processes: dict[str, ServiceProcess] = {}
        self._count = 0

    def answer(self, message: Mapping[str, Any]) -> dict[str, object]:
        """Let the handler answer a request; one that fails is answered as API Gateway does."""
        asked = message["request"]
        body = Payload.of(base64.b64decode(asked["body"]))
        headers = tuple((name, value) for name, value in asked["headers"])
        request = with_forwarding(HttpRequest(**{**asked, "headers": headers, "body": body}))
        found = find_match(self._manifest.routes, request.method, request.path)
        if found is None:  # pragma: no cover (the test asked before)
            raise ToolError(f"no route for {request.method} {request.path}")
        self._count += 1
        instant, seed = message["instant"], f"test-{self._count}"
        event = build_event(
            request, found.route, found.parameters, instant=instant, request_id=seed
        )
        arrival = {
            name: message[name] for name in ("databases", "memory", "settings", "environment")
        }
        process = self._process(message["settings"], message["environment"])
        told = process.ask(found.route.function, event, instant, seed, arrival=arrival)
        response, failure = _response(told, request.method)
        left: Any = told.get("left") or {"databases": {}, "memory": message["memory"]}
        return {
            "status": response.status,
            "headers": response.headers,
            "body": base64.b64encode(response.body.content).decode(),
            "failure": failure,
            **left,
        }

    def _process(
        self, settings: Mapping[str, Any], environment: Mapping[str, str]
    ) -> ServiceProcess:
        key = json.dumps(settings, sort_keys=True)
        if key not in self._processes:
            if len(self._processes) >= _MOST_PROCESSES:
                self._processes.pop(next(iter(self._processes))).close()
            self._processes[key] = self._start(settings, environment)
        return self._processes[key]

    def _start(
        self, settings: Mapping[str, Any], environment: Mapping[str, str]
    ) -> ServiceProcess:
        options, fixed = self._options, ("SETTINGS_SOURCE", "environment")
        variables = (*variables_of(self._manifest), *options.environment, fixed)
        interpreter = interpreter_in(
            options.service.resolve(),
            options.service_python,
            self._scratch,
            # Not where tests find what they need.
            tuple(pair for pair in variables if pair[0] != "PYTHONPATH"),
            is_debug=options.is_debug,
        )
        folder = self._scratch.folder / f"service-{self._count}"
        folder.mkdir()
        arrival = {"folder": str(folder), "settings": settings, "environment": environment}
        process = ServiceProcess(interpreter, self._scratch)
        process.start(import_folders(options.service), self._manifest, 0, arrival=arrival)
        return process

    def close(self) -> None:
        """End the processes."""
        for process in self._processes.values():
            process.close()


def _response(told: Mapping[str, Any], method: str) -> tuple[HttpResponse, str]:
    if "error" in told:
        return gateway_message(500, "Internal Server Error"), str(told["error"])
    try:
        return read_answer(told["answer"], method=method), ""
    except BadAnswerError as error:
        return gateway_message(500, "Internal Server Error"), str(error)
