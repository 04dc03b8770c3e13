"""The scripts of the map are in every wheel: where they are not bundled yet, npm does it here."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = ("templates/map/bundle/map.js", "templates/map/bundle/areas.js")
COMMANDS = (
    ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
    ("run", "--silent", "build"),
)


class BundleHook(BuildHookInterface[Any]):
    """Makes sure of the bundle before a wheel or an sdist is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle where that is not done since the last change; an editable one may go without.

        Raises:
            RuntimeError: there is no npm, or it failed.
        """
        root = Path(self.root)
        if version == "editable" or _is_fresh(root):
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                "the scripts of `migrate map` are not bundled, and npm is not there to do it: "
                "install Node 20 or later, or run `make map` where it is, and build again"
            )
        for command in COMMANDS:
            done = subprocess.run(  # noqa: S603 (npm, with what is written above)
                [npm, *command], cwd=root / "tooling" / "map", capture_output=True, text=True,
                check=False,
            )  # fmt: skip
            if done.returncode:
                raise RuntimeError(f"npm {command[0]} failed in tooling/map:\n{done.stderr}")


def _is_fresh(root: Path) -> bool:
    made = [root / file for file in BUNDLE]
    if not all(file.is_file() for file in made):
        return False
    sources = (root / "templates" / "map").glob("*.js")
    changed = max(file.stat().st_mtime for file in sources)
    return changed <= min(file.stat().st_mtime for file in made)
