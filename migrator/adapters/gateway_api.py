"""A real cluster of Kubernetes, through kubectl: let it check HTTPRoutes, apply them, ask it.

https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from migrator.adapters.programs import Program
from migrator.errors import ToolError
from migrator.model.cutover import Cutover
from migrator.routing.backends import gateway_api

KIND = "httproutes.gateway.networking.k8s.io"
_OURS = f"{gateway_api.MANAGED}={gateway_api.MARK}"
_PRUNED = "gateway.networking.k8s.io/v1/HTTPRoute"


class Cluster:
    """Everything is done by kubectl, in the cluster that its configuration names."""

    def __init__(self) -> None:
        hint = "install it: https://kubernetes.io/docs/tasks/tools/, or name it in MIGRATE_KUBECTL"
        self._program = Program("kubectl", hint=hint, variable="MIGRATE_KUBECTL")

    def validate(self, cutover: Cutover) -> None:
        """Let the cluster check all objects.

        Raises:
            ToolError: kubectl is missing, or refuses in its own words.
        """
        if cutover.routes:
            self._program.run("apply", "--dry-run=server", "-f", "-", given=_text(cutover))

    def calls(self, cutover: Cutover) -> tuple[str, ...]:
        """Say which objects `take_over` would change."""
        there = {_name(one): one for one in self._objects()}
        wanted = {_name(one): one for one in gateway_api.objects(cutover)}
        found = [
            f"apply {name}" for name, one in wanted.items() if not _holds(there.get(name), one)
        ]
        return (*found, *(f"delete {name}" for name in there if name not in wanted))

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:  # noqa: ARG002 - as of all
        """Apply all objects, and delete those of ours that are no longer wanted.

        Raises:
            ToolError: kubectl is missing, or refuses in its own words.
        """
        words = ("apply", "--prune", "-l", _OURS, "--prune-allowlist", _PRUNED, "-f", "-")
        if not cutover.routes:
            self._program.run("delete", KIND, "--all-namespaces", "-l", _OURS)
        elif self.calls(cutover):
            self._program.run(*words, given=_text(cutover))

    def effective(self, cutover: Cutover, run_dir: Path) -> Mapping[str, float] | None:  # noqa: ARG002 - as of all
        """Read the weights out of the cluster's HTTPRoutes."""
        found = gateway_api.shares(self._objects())
        return {route.id: found.get(route.id, 0) for route in cutover.routes}

    def _objects(self) -> list[dict[str, Any]]:
        said = self._program.run("get", KIND, "--all-namespaces", "-l", _OURS, "-o", "json")
        try:
            items = json.loads(said)["items"]
        except (ValueError, KeyError, TypeError) as error:
            raise ToolError(f"kubectl get answers something else: {said[:200]!r}") from error
        return list(items)


def _holds(there: object, wanted: object) -> bool:
    """Say whether an object of the cluster has all that is wanted; a cluster adds defaults."""
    if isinstance(wanted, dict):
        return isinstance(there, dict) and all(
            _holds(there.get(key), value) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(there, list)
            and len(there) == len(wanted)
            and all(map(_holds, there, wanted))
        )
    return there == wanted


def _name(one: Mapping[str, Any]) -> str:
    return f"{one['metadata']['namespace']}/{one['metadata']['name']}"


def _text(cutover: Cutover) -> str:
    return gateway_api.render(cutover, "")[0].content.decode()
