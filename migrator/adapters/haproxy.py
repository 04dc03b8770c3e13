"""The real HAProxy: let it check a configuration, run it, give it new maps, ask it what it does.

https://docs.haproxy.org/2.6/management.html#9.3
"""

import os
import re
import shlex
import signal
import socket
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from migrator.adapters.programs import Program, scratch_folder
from migrator.errors import ToolError
from migrator.model.cutover import Cutover
from migrator.routing.assignment import PORTABLE_TOTAL
from migrator.routing.backends import haproxy

_ASK_SECONDS = 2
_AT_ONCE = 100  # lines of a map in one command, which has to fit into a buffer


class HAProxy:
    """Validates, runs, changes and asks; the binary is looked for when it is needed."""

    def __init__(self) -> None:
        self._program = Program(
            "haproxy",
            hint="install it with: apt-get install haproxy",
            variable="MIGRATE_HAPROXY",
        )

    def validate(self, cutover: Cutover) -> None:
        """Let HAProxy check all files.

        Raises:
            ToolError: with HAProxy's own words.
        """
        with scratch_folder() as folder:
            for file in haproxy.render(cutover, str(folder)):
                (folder / file.path).write_bytes(file.content)
            self._program.check("-c", "-f", f"{folder}/{haproxy.CONFIGURATION}")

    def command(self, run_dir: Path) -> list[str]:
        """Return the command that runs the facade in the foreground; it cannot log to a file."""
        words = [str(self._program.binary), "-W", "-f", str(run_dir / haproxy.CONFIGURATION)]
        log = shlex.quote(str(run_dir / "access.log"))
        return ["/bin/sh", "-c", f"exec {shlex.join(words)} >>{log}"]

    def is_ready(self, cutover: Cutover, run_dir: Path) -> bool:  # noqa: ARG002 - as of all
        """Say whether a running one answers."""
        return _ask(cutover.facade.admin_port, "show info") is not None

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:
        """Put new maps into a running HAProxy, and reload it where more than maps changed.

        Raises:
            ToolError: it runs and refuses.
        """
        port = cutover.facade.admin_port
        if _ask(port, "show info") is None:
            return
        if set(changed) - set(haproxy.MAPS):
            _reload(run_dir)
            return
        for name in haproxy.MAPS:
            if name in changed:
                _replace_map(port, run_dir.resolve() / name)

    def effective(self, cutover: Cutover, run_dir: Path) -> Mapping[str, float] | None:
        """Read the thresholds that a running HAProxy has in memory."""
        port, folder = cutover.facade.admin_port, run_dir.resolve()
        thresholds = _ask(port, f"show map {folder / haproxy.THRESHOLDS}")
        modes = _ask(port, f"show map {folder / haproxy.MODES}")
        if thresholds is None or modes is None:
            return None
        closed = {route for route, mode in _pairs(modes) if mode in {"monolith", "shadow"}}
        shares = {
            route: round(int(value) * 100 / PORTABLE_TOTAL, 2)
            for route, value in _pairs(thresholds)
        }
        return {
            route.id: 0 if route.id in closed else shares.get(route.id, 0)
            for route in cutover.routes
        }


def _replace_map(port: int, path: Path) -> None:
    """Replace a whole map at once: a new version is filled, then it is the one that counts."""
    version = re.search(r"(\d+)", _told(port, f"prepare map {path}"))
    if version is None:
        raise ToolError(f"haproxy does not know the map {path}")
    mark = f"@{version[1]}"
    lines = path.read_text().splitlines()
    for start in range(0, len(lines), _AT_ONCE):
        body = "\n".join(lines[start : start + _AT_ONCE])
        _told(port, f"add map {mark} {path} <<\n{body}\n")
    _told(port, f"commit map {mark} {path}")


def _told(port: int, command: str) -> str:
    answer = _ask(port, command)
    if answer is None:
        raise ToolError(f"haproxy does not answer on admin port {port}")
    words = answer.strip()
    if words and not words.startswith("New version created"):
        raise ToolError(f"haproxy refuses `{command.partition(' <<')[0]}`: {words}")
    return words


def _pairs(answer: str) -> Iterator[tuple[str, str]]:
    """Split the lines ``0x55d0 key value``."""
    for line in answer.splitlines():
        words = line.split(" ", 2)
        if len(words) == 3:
            yield words[1], words[2]


def _reload(run_dir: Path) -> None:
    """Let the master start new workers; the old ones finish what they have."""
    file = run_dir / "haproxy.pid"
    try:
        os.kill(int(file.read_text().split()[0]), signal.SIGUSR2)
    except (OSError, ValueError, IndexError) as error:
        raise ToolError(
            f"haproxy cannot be reloaded: {error}", hint=f"it should have written {file}"
        ) from error


def _ask(port: int, command: str) -> str | None:
    """Send one command to the admin port; None where nobody answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_ASK_SECONDS) as connection:
            connection.sendall(f"{command}\n".encode())
            connection.shutdown(socket.SHUT_WR)
            with connection.makefile("rb") as stream:
                return stream.read().decode(errors="replace")
    except OSError:
        return None
