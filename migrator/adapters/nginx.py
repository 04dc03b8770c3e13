"""The real nginx, with Lua and without: let it check, run it, reload it, ask it what it does.

https://nginx.org/en/docs/control.html
"""

import os
import pwd
import signal
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from migrator.adapters.admin_port import ask
from migrator.adapters.programs import Program, scratch_folder
from migrator.errors import ToolError
from migrator.model.cutover import Cutover
from migrator.model.files import RenderedFile
from migrator.routing.backends import nginx_lua, nginx_plain

CONFIGURATION = "nginx.conf"

Render = Callable[[Cutover, str], tuple[RenderedFile, ...]]


class Nginx:
    """Plain nginx; the binary is looked for when it is needed."""

    render: Render = staticmethod(nginx_plain.render)
    unreloaded: frozenset[str] = frozenset()
    package = "nginx-light"

    def __init__(self) -> None:
        hint = f"install it with: apt-get install {self.package}"
        self._program = Program("nginx", hint=hint, variable="MIGRATE_NGINX")

    def validate(self, cutover: Cutover) -> None:
        """Let nginx check all files.

        Raises:
            ToolError: with nginx's own words.
        """
        with scratch_folder() as folder:
            for file in self.render(cutover, str(folder)):
                (folder / file.path).write_bytes(file.content)
            self._program.check("-t", "-q", "-c", f"{folder}/{CONFIGURATION}", "-p", str(folder))

    def command(self, run_dir: Path) -> list[str]:
        """Return the command that runs the facade in the foreground."""
        words = [str(self._program.binary), "-c", str(run_dir / CONFIGURATION)]
        return [*words, "-p", str(run_dir), "-g", f"daemon off; {_user(run_dir)}"]

    def is_ready(self, cutover: Cutover, run_dir: Path) -> bool:  # noqa: ARG002 - as of all
        """Say whether a running one answers."""
        return ask(cutover.facade.admin_port, "/ready") is not None

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:
        """Reload a running nginx, where more changed than what it reads again by itself.

        Raises:
            ToolError: it runs and cannot be told.
        """
        if set(changed) <= self.unreloaded or not self.is_ready(cutover, run_dir):
            return
        file = run_dir / "nginx.pid"
        try:
            os.kill(int(file.read_text()), signal.SIGHUP)
        except (OSError, ValueError) as error:
            raise ToolError(
                f"nginx cannot be reloaded: {error}", hint=f"it should have written {file}"
            ) from error

    def effective(
        self,
        cutover: Cutover,
        run_dir: Path,  # noqa: ARG002 - as of all
    ) -> Mapping[str, float] | None:
        """Ask a worker what it does: lines of a route and its percentage."""
        body = ask(cutover.facade.admin_port, "/routes")
        if body is None:
            return None
        shares = dict(line.split() for line in body.decode().splitlines())
        return {route.id: float(shares.get(route.id, 0)) for route in cutover.routes}


class NginxLua(Nginx):
    """nginx whose routes are data: its workers read them again within half a second."""

    render: Render = staticmethod(nginx_lua.render)
    unreloaded = frozenset({nginx_lua.ROUTES})
    package = "nginx-light libnginx-mod-http-lua"


def _user(run_dir: Path) -> str:
    """Let workers of root be who owns the run folder: nobody cannot read it."""
    if os.geteuid() != 0:
        return ""
    return f"user {pwd.getpwuid(run_dir.stat().st_uid).pw_name};"
