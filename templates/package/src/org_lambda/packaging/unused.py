"""Files of distributions that never run on Lambda.

Only what distributions brought is judged, by their ``RECORD``; the service's own files all stay.

- sources and headers of compiled modules, stubs for type checkers
- ``.po`` and ``.pot`` beside the ``.mo`` that gettext reads
- folders of tests that nothing else in the artifact names
- byte code: that of another machine is stale, since zip archives do not keep dates
"""

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Final

from .names import dotted, names_in, package_of
from .reading import Read, parse

SOURCES: Final = frozenset(
    {".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".hxx"}
    | {".pxd", ".pxi", ".pyx", ".pyi", ".a"}
)
CATALOGS: Final = frozenset({".po", ".pot"})
TESTS: Final = frozenset({"tests", "test"})
_SAYS_TESTS: Final = re.compile(rb"\btests?\b")
# It reads stubs at run time: https://pypi.org/project/lazy-loader/
READS_STUBS: Final = "lazy_loader/__init__.py"


def unused(files: Collection[str], read: Read) -> set[str]:
    """Return those of ``files`` that need not be deployed."""
    foreign = set(brought(files, read))
    found = {file for file in foreign if _is_source(file, files)}
    found |= {file for file in files if _is_stale(file)}
    folders = {folder for file in foreign if (folder := _tests(file))}
    folders -= _needed(folders, files, read)
    return found | {file for file in foreign if _tests(file) in folders}


def brought(files: Collection[str], read: Read) -> dict[str, str]:
    """Return what ``RECORD`` files list, and the folder that each of them is in.

    A line has path, hash and size.
    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    found = {}
    for record in files:
        if record.endswith(".dist-info/RECORD"):
            for line in read(record).decode("utf-8", "replace").splitlines():
                name = line.rsplit(",", 2)[0].strip('"')
                if name in files:
                    found[name] = record.removesuffix("/RECORD")
    return found


def _is_source(file: str, files: Collection[str]) -> bool:
    path = PurePosixPath(file)
    if path.suffix == ".pyi":
        return READS_STUBS not in files
    if path.suffix in CATALOGS:
        return str(path.with_suffix(".mo")) in files
    return path.suffix in SOURCES


def _is_stale(file: str) -> bool:
    return file.endswith(".pyc") and PurePosixPath(file).parent.name == "__pycache__"


def _tests(file: str) -> str:
    """Return the outermost folder of tests that a file is in, or nothing."""
    parts = file.split("/")[:-1]
    for number, part in enumerate(parts, start=1):
        if part in TESTS:
            return "/".join(parts[:number])
    return ""


def _needed(folders: Collection[str], files: Collection[str], read: Read) -> set[str]:
    """Return the folders that something imports or names which is needed itself."""
    names = {dotted(folder): folder for folder in folders}
    needed: set[str] = set()
    within = [file for file in files if _tests(file) not in folders] if names else []
    while within:
        named = {name for file in within for name in _mentions(file, read)}
        around = {part for name in named for part in _around(name)}
        found = {names[part] for part in around & names.keys()} - needed
        needed |= found
        within = [file for file in files if _tests(file) in found]
    return needed


def _around(name: str) -> Iterator[str]:
    """Yield the packages that a name is in, and the name."""
    parts = name.split(".")
    yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _mentions(file: str, read: Read) -> Iterator[str]:
    """Yield the dotted names that a file says, if ``test`` or ``tests`` may be part of one."""
    if not file.endswith((".py", "/entry_points.txt")):
        return
    source = read(file)
    if not _SAYS_TESTS.search(source):
        return
    if file.endswith(".txt"):
        yield from source.decode("utf-8", "replace").replace(":", " ").split()
        return
    tree = parse(source)
    if tree is None:
        return
    for name in names_in(tree, file, in_functions=True):
        yield name
        if name in TESTS and file.endswith(
            "/__init__.py"
        ):  # what it imports when asked
            yield f"{package_of(file)}.{name}"
