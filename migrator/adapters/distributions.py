"""What each distribution in the monolith's Python requires and provides, from its own metadata.

https://packaging.python.org/en/latest/specifications/core-metadata/#requires-dist-multiple-use
"""

import json
import subprocess

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from migrator.errors import ToolError
from migrator.generation.requirements import Distribution

_SCRIPT = """\
import json
from importlib.metadata import distributions

def provided(dist):
    listed = (dist.read_text("top_level.txt") or "").split()
    code = [f for f in dist.files or () if f.suffix in (".py", ".so", ".pyd")]
    return listed or sorted({f.parts[0].partition(".")[0] for f in code if f.parts[0] != ".."})

found = {d.metadata["Name"]: [d.requires or [], provided(d)] for d in distributions()}
print(json.dumps(found))
"""


def read_metadata(python: str) -> dict[str, Distribution]:
    """Tell of each distribution that ``python`` has installed what it requires and provides."""
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
    found: dict[str, tuple[list[str], list[str]]] = json.loads(done.stdout)
    return {
        canonicalize_name(name): Distribution(_names(lines), tuple(provides))
        for name, (lines, provides) in sorted(found.items())
    }


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
