"""What each distribution in the monolith's Python requires and provides, from its own metadata.

https://packaging.python.org/en/latest/specifications/core-metadata/#requires-dist-multiple-use
"""

import json
import re
import subprocess
from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from migrator.errors import ToolError
from migrator.generation.requirements import Distribution

EXTRA = re.compile(r"""extra *== *["']([^"']+)["']""")
_SCRIPT = """\
import json
from importlib.metadata import distributions

def provided(dist):
    listed = (dist.read_text("top_level.txt") or "").split()
    code = [f for f in dist.files or () if f.suffix in (".py", ".so", ".pyd")]
    return listed or sorted({f.parts[0].partition(".")[0] for f in code if f.parts[0] != ".."})

def size(dist):
    files = [f for f in dist.files or () if f.parts[0] != ".." and f.suffix != ".pyc"]
    return sum(f.size or 0 for f in files)

def told(dist):
    return [dist.requires or [], provided(dist), size(dist), dist.version or ""]

print(json.dumps({d.metadata["Name"]: told(d) for d in distributions()}))
"""


def read_metadata(python: str) -> dict[str, Distribution]:
    """Tell what each distribution that ``python`` has requires, provides and weighs."""
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
    found: dict[str, tuple[list[str], list[str], int, str]] = json.loads(done.stdout)
    return {
        canonicalize_name(name): Distribution(
            _names(lines), tuple(provides), tuple(_extras(lines)), size, version
        )
        for name, (lines, provides, size, version) in sorted(found.items())
    }


def _names(lines: list[str]) -> tuple[str, ...]:
    """Name what is required without extras."""
    read = (one for one in map(_read, lines) if one is not None)
    return tuple(sorted({canonicalize_name(r.name) for r in read if not EXTRA.findall(_of(r))}))


def _extras(lines: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name what each extra requires."""
    names: dict[str, set[str]] = {}
    for requirement in map(_read, lines):
        if requirement is not None:
            for extra in EXTRA.findall(_of(requirement)):
                names.setdefault(canonicalize_name(extra), set()).add(
                    canonicalize_name(requirement.name)
                )
    yield from ((extra, tuple(sorted(found))) for extra, found in sorted(names.items()))


def _of(requirement: Requirement) -> str:
    return str(requirement.marker or "")


def _read(line: str) -> Requirement | None:
    try:
        return Requirement(line)
    except InvalidRequirement:
        return None
