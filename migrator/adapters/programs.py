"""Programs that are installed beside us: find them, let them check what was written."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migrator.errors import ToolError

_CHECK_SECONDS = 30


class Program:
    """One program, looked for when it is needed.

    Args:
        name: as it is called on the PATH.
        hint: how to install it.
        binary: where it is, if that is known.
        variable: of the environment, which names the binary first of all.
    """

    def __init__(
        self, name: str, *, hint: str, binary: Path | None = None, variable: str = ""
    ) -> None:
        self.name = name
        self._hint = hint
        self._binary = binary
        self._variable = variable

    @property
    def binary(self) -> Path:
        """Return the binary.

        Raises:
            ToolError: there is none.
        """
        named = os.environ.get(self._variable) if self._variable else None
        found = named or self._binary or shutil.which(self.name) or _in_sbin(self.name)
        if found is None:
            raise ToolError(
                f"there is no {self.name} beside this Python nor on the PATH", hint=self._hint
            )
        return Path(found)

    def check(self, *arguments: str) -> None:
        """Run it to check something; errors as of `run`."""
        self.run(*arguments)

    def run(self, *arguments: str, given: str | None = None) -> str:
        """Run it, with ``given`` on its standard input; return what it writes.

        Raises:
            ToolError: it is missing, cannot be run, or refuses: in its own words.
        """
        command = [str(self.binary), *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - our own arguments
                command,
                capture_output=True,
                text=True,
                timeout=_CHECK_SECONDS,
                check=False,
                input=given,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ToolError(f"{self.name} cannot be run: {error}", hint=self._hint) from error
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip() or f"exit status {done.returncode}"
            raise ToolError(f"{self.name} refuses the configuration: {said}")
        return done.stdout


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder for files that are only checked, and remove it.

    Raises:
        ToolError: inside of it, something cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="migrate-") as folder:
        try:
            yield Path(folder)
        except OSError as error:
            raise ToolError(f"{folder} cannot be written: {error.strerror or error}") from error


def _in_sbin(name: str) -> str | None:
    """Look where Debian has daemons, which is not on the PATH of everybody."""
    return shutil.which(name, path="/usr/sbin:/usr/local/sbin")
