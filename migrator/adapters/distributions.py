"""What each distribution in the monolith's Python requires, from its own metadata.

https://packaging.python.org/en/latest/specifications/core-metadata/#requires-dist-multiple-use
"""

import json
import subprocess

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from migrator.errors import ToolError

_SCRIPT = """\
import json
from importlib.metadata import distributions
print(json.dumps({d.metadata["Name"]: d.requires or [] for d in distributions()}))
"""


def read_metadata(python: str) -> dict[str, tuple[str, ...]]:
    """Map each distribution that ``python`` has installed to those it requires."""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own interpreter
            [python, "-I", "-c", _SCRIPT], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise ToolError(
            f"{python} cannot be run: {error.strerror}",
            hint="--python names the interpreter that has the monolith's requirements",
        ) from error
    if done.returncode:
        raise ToolError(f"{python} does not tell what is installed: {done.stderr.strip()[-200:]}")
    found: dict[str, list[str]] = json.loads(done.stdout)
    return {canonicalize_name(name): _names(lines) for name, lines in sorted(found.items())}


def _names(lines: list[str]) -> tuple[str, ...]:
    """Name what is required without extras."""
    names = set()
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        if "extra" not in str(requirement.marker or ""):
            names.add(canonicalize_name(requirement.name))
    return tuple(sorted(names))
