"""The facade as a program: the proxies by the name of their backend, and how they are run."""

import os
import subprocess
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NoReturn, Protocol

from migrator.adapters.alb import LoadBalancer
from migrator.adapters.cloudfront import CloudFront
from migrator.adapters.envoy import Envoy
from migrator.adapters.gateway_api import Cluster
from migrator.adapters.haproxy import HAProxy
from migrator.adapters.http_api import HttpApi
from migrator.adapters.nginx import Nginx, NginxLua
from migrator.errors import ToolError
from migrator.model.cutover import Backend, Cutover
from migrator.usecases.cutover import Proxy, Router


class LocalProxy(Protocol):
    """A proxy that runs on this machine."""

    def validate(self, cutover: Cutover) -> None:
        """Let it check the configuration; raise ToolError where it cannot be used."""

    def command(self, run_dir: Path) -> list[str]:
        """Return the command that runs the facade in the foreground."""

    def is_ready(self, cutover: Cutover, run_dir: Path) -> bool:
        """Say whether a running one answers."""

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:
        """Make a running one use the files that were replaced; nothing where none runs."""

    def effective(self, cutover: Cutover, run_dir: Path) -> Mapping[str, float] | None:
        """Ask a running one for the share of each route's visitors; None where none runs."""


PROXIES: Mapping[Backend, Callable[[], LocalProxy]] = {
    Backend.ENVOY: Envoy,
    Backend.HAPROXY: HAProxy,
    Backend.NGINX_LUA: NginxLua,
    Backend.NGINX: Nginx,
}

ROUTERS: Mapping[Backend, Callable[[], Router]] = {
    Backend.ALB: LoadBalancer,
    Backend.CLOUDFRONT: CloudFront,
    Backend.HTTP_API: HttpApi,
    Backend.GATEWAY_API: Cluster,
}


def facade_of(backend: Backend) -> Proxy:
    """Return what follows cutover.yaml: a proxy of this machine, or a router elsewhere."""
    return ROUTERS[backend]() if backend in ROUTERS else proxy_of(backend)


def proxy_of(backend: Backend) -> LocalProxy:
    """Return the proxy of a backend.

    Raises:
        ToolError: the backend is no program that runs here.
    """
    if backend not in PROXIES:
        raise ToolError(
            f"{backend.value} is not a proxy that runs on this machine",
            hint="`migrate cutover apply` changes it where it is",
        )
    return PROXIES[backend]()


def start(proxy: LocalProxy, run_dir: Path) -> subprocess.Popen[bytes]:
    """Start the facade in the background; the caller terminates it."""
    command = proxy.command(run_dir)
    with (run_dir / "facade.log").open("ab") as stream:
        return subprocess.Popen(command, stdout=stream, stderr=stream)  # noqa: S603 - our own


def become(proxy: LocalProxy, run_dir: Path) -> NoReturn:
    """Replace this process by the facade: signals reach it and nothing is left behind."""
    command = proxy.command(run_dir)
    os.execv(command[0], command)  # noqa: S606 - our own arguments


def wait_until_ready(
    proxy: LocalProxy, cutover: Cutover, run_dir: Path, *, seconds: float = 10
) -> None:
    """Wait until the facade answers.

    Raises:
        ToolError: it does not in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if proxy.is_ready(cutover, run_dir):
            return
        time.sleep(0.05)
    raise ToolError(
        f"{cutover.facade.backend.value} is not ready after {seconds:g} seconds",
        hint=f"look into {run_dir / 'facade.log'}",
    )
