"""Folders without ``__init__.py`` by which imports name the packages in them.

``ara/api/__init__.py`` below a folder ``ara`` that has none is ``ara.api`` where the monolith's
imports say so, and ``api`` where they do not, as in ``src/shop/__init__.py``.
https://docs.python.org/3/reference/import.html#namespace-packages
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

_IMPORTS = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)
# Imports that decide: more would say the same.
_ENOUGH = 30


def with_namespaces(
    root: Path, files: Sequence[PurePosixPath], tops: Mapping[PurePosixPath, int]
) -> dict[PurePosixPath, int]:
    """Return how many folders stand above the first name of each file.

    Args:
        root: the analyzed folder.
        files: relative to it, sorted.
        tops: the same, as far as ``__init__.py`` says it.
    """
    found = dict(tops)
    packages: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for file, top in tops.items():
        if top:
            packages[file.parts[:top]].add(file.parts[top])
    for folder, children in sorted(packages.items()):
        below = [file for file in files if file.parts[: len(folder)] == folder]
        start = _start(root, below, folder, children)
        for file in below if start < len(folder) else ():
            if found[file] == len(folder):
                found[file] = start
    return found


def _start(
    root: Path, files: Sequence[PurePosixPath], folder: tuple[str, ...], children: set[str]
) -> int:
    """Return where in ``folder`` the names of ``children`` begin; its end, if not in it."""
    votes: Counter[int] = Counter()
    for file in files:
        for dotted in _imported(root / file):
            votes.update(
                start
                for start in range(len(folder) + 1)
                if _names_child(dotted, folder[start:], children)
            )
        if votes.total() >= _ENOUGH:
            break
    # Without votes, or with as many, what is named shortest.
    return max(range(len(folder) + 1), key=lambda start: (votes[start], start))


def _names_child(dotted: tuple[str, ...], prefix: tuple[str, ...], children: set[str]) -> bool:
    rest = dotted[len(prefix) :]
    return dotted[: len(prefix)] == prefix and bool(rest) and rest[0] in children


def _imported(path: Path) -> Iterator[tuple[str, ...]]:
    try:
        content = path.read_bytes()
    except OSError:
        return
    for match in _IMPORTS.finditer(content):
        yield tuple(match[1].decode().split("."))
