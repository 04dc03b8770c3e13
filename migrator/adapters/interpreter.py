"""Processes in somebody else's Python: the monolith's or a service's."""

import json
import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec

from migrator.errors import ToolError

HARNESS = Path(__file__).parent / "harness"
# All that a process inherits: no credentials, so that a recording cannot reach a real account.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_PACKAGES = {"time_machine": "time-machine", "awslambdaric": "awslambdaric"}


class Interpreter(msgspec.Struct, frozen=True):
    """A Python and the environment in which it runs.

    Attributes:
        folder: where its processes start.
        log: file for what they write to standard error; None passes it through.
    """

    python: str
    folder: Path
    environment: dict[str, str]
    log: Path | None = None

    def run(self, command: Sequence[str], what: str) -> None:
        """Run ``command`` to its end."""
        with self.open_log() as log:
            try:
                done = subprocess.run(  # noqa: S603 (the user's own command)
                    command,
                    cwd=self.folder,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    check=False,
                )
            except OSError as error:
                raise ToolError(f"{what}: {command[0]}: {error.strerror}") from error
        if done.returncode:
            raise self.failure(f"{what} ended with status {done.returncode}")

    def start(
        self,
        command: Sequence[str],
        *,
        hint: str,
        stdin: int = subprocess.DEVNULL,
        stdout: int | None = None,
        pass_fds: Sequence[int] = (),
    ) -> subprocess.Popen[bytes]:
        """Start ``command`` and go on; all that it writes goes to the log where no ``stdout`` is.

        Raises:
            ToolError: it cannot be started.
        """
        with self.open_log() as log:
            try:
                return subprocess.Popen(  # noqa: S603 (the user's own interpreter)
                    command,
                    cwd=self.folder,
                    env=self.environment,
                    stdin=stdin,
                    stdout=log if stdout is None else stdout,
                    stderr=log,
                    pass_fds=pass_fds,
                )
            except OSError as error:
                raise ToolError(f"{command[0]}: {error.strerror}", hint=hint) from error

    def failure(self, what: str) -> ToolError:
        """Return the error for a process that ended: the last line that it wrote says why."""
        lines = self.log.read_text("utf-8", "replace").split("\n") if self.log else []
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        for module, package in _PACKAGES.items():
            if f"No module named '{module}'" in last or f"No module named {module}" in last:
                hint = f"{self.python} -m pip install {package}"
                return ToolError(f"{self.python} has no {module}", hint=hint)
        hint = "" if self.log is None else "run it again with --debug to see all of its output"
        return ToolError(f"{what}: {last}" if last else what, hint=hint or None)

    def open_log(self) -> IO[bytes]:
        """Open the file for standard error."""
        return os.fdopen(os.dup(2), "wb") if self.log is None else self.log.open("ab")


def environment_of(own: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a watched process: a fixed ground, then ``own``."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    fixed = {
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }
    return {**inherited, **fixed, **own}


class Worker:
    """A harness script that answers one JSON document with one."""

    def __init__(self, interpreter: Interpreter, script: str) -> None:
        self._interpreter = interpreter
        self._process = interpreter.start(
            [interpreter.python, str(HARNESS / script)],
            hint="name the interpreter of the application with --python",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, message: Mapping[str, object], *, seconds: float) -> dict[str, object] | None:
        """Send ``message`` and return the answer; None when it took longer than ``seconds``."""
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            line = self._talk(message)
        finally:
            timer.cancel()
        if is_late.is_set():
            return None
        if not line:
            self._process.wait()
            raise self._interpreter.failure("the process of the application ended")
        answer: dict[str, object] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.kill()
        self._process.wait()

    def _talk(self, message: Mapping[str, object]) -> bytes:
        pipes = self._process.stdin, self._process.stdout
        if pipes[0] is None or pipes[1] is None:  # pragma: no cover (Popen was told to make them)
            return b""
        try:
            pipes[0].write(json.dumps(message).encode() + b"\n")
            pipes[0].flush()
        except BrokenPipeError:
            return b""
        return pipes[1].readline()
