"""Requirements files, those that they include, and the comments that pip-compile and uv leave.

https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from migrator.generation.pins.pin import Pin, Pins

# Options, and the project itself, which is the monolith: `-e .`, `.[dev]`.
OPTION = re.compile(r"-(?!e\b|-editable\b)|(?:(?:-e|--editable)[ =]?\s*)?\.(?:\[.*\])?$")
INCLUDE = re.compile(r"(?:-r|--requirement)[ =]?\s*(\S+)")
COMMENT = re.compile(r"(^|\s+)#.*$")
VIA = re.compile(
    r"^\s*#\s*(?:via\b)?\s*(?P<name>[A-Za-z0-9][\w.-]*)?(?:\[[^]]*\])?\s*(?:\(.*\))?$"
)

Read = Callable[[str], str | None]


def read_text(file: str, read: Read) -> Pins:
    """Read a requirements file; ``read`` returns the text of another, None where it is not."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    required_by: dict[str, set[str]] = {}
    unread: list[str] = []
    for requirement, parents in _requirements(file, read, set(), unread):
        name = canonicalize_name(requirement.name)
        if str(requirement) not in lines[name]:
            lines[name].append(str(requirement))
        if parents is not None:
            required_by.setdefault(name, set()).update(parents)
    is_compiled = bool(lines) and required_by.keys() == lines.keys()
    return Pins(
        file,
        {
            name: Pin(
                tuple(found),
                tuple(sorted(child for child in lines if name in required_by[child]))
                if is_compiled
                else None,
            )
            for name, found in sorted(lines.items())
        },
        tuple(unread),
    )


def _requirements(
    file: str, read: Read, seen: set[str], unread: list[str]
) -> Iterator[tuple[Requirement, set[str] | None]]:
    """Yield each requirement with who needs it, where a comment below it says that."""
    if file in seen:
        return
    seen.add(file)
    text = read(file)
    if text is None:
        unread.append(f"{file} (there is no such file)")
        return
    rows = re.sub(r"\\\n", " ", text).splitlines()
    for number, raw in enumerate(rows):
        line = COMMENT.sub("", raw).strip()
        if included := INCLUDE.match(line):
            name = posixpath.join(posixpath.dirname(file), included[1])
            yield from _requirements(posixpath.normpath(name), read, seen, unread)
            continue
        if not line or OPTION.match(line):
            continue
        try:
            requirement = Requirement(line.split(" --hash")[0].strip())
        except InvalidRequirement:
            unread.append(f"{file}: {line}")
            continue
        yield requirement, _parents(rows[number + 1 :])


def _parents(rows: list[str]) -> set[str] | None:
    if not rows or not rows[0].strip().startswith("# via"):
        return None
    parents: set[str] = set()
    for row in rows:
        if not row.strip().startswith("#"):
            break
        if (found := VIA.match(row)) and found["name"]:
            parents.add(canonicalize_name(found["name"]))
    return parents
