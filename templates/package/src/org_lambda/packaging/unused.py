"""Files of distributions that never run on Lambda.

Only what distributions brought is judged, by their ``RECORD``; the service's own files all stay.

- sources and headers of compiled modules, stubs for type checkers
- ``.po`` and ``.pot`` beside the ``.mo`` that gettext reads
- folders of tests that nothing else in the artifact names
- byte code: that of another machine is stale, since zip archives do not keep dates
"""

from collections.abc import Callable, Collection, Iterator
from pathlib import PurePosixPath
from typing import Final

from .modules import dotted, names_in
from .reading import parse

SOURCES: Final = frozenset(
    {".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".hxx"}
    | {".pxd", ".pxi", ".pyx", ".pyi", ".a"}
)
CATALOGS: Final = frozenset({".po", ".pot"})
TESTS: Final = frozenset({"tests", "test"})
# It reads stubs at run time: https://pypi.org/project/lazy-loader/
READS_STUBS: Final = "lazy_loader/__init__.py"

Read = Callable[[str], bytes]


def unused(files: Collection[str], read: Read) -> set[str]:
    """Return those of ``files`` that need not be deployed."""
    foreign = set(brought(files, read))
    found = {file for file in foreign if _is_source(file, files)}
    found |= {file for file in files if _is_stale(file)}
    folders = {folder for file in foreign if (folder := _tests(file))}
    folders -= set(_named(folders, files, read))
    return found | {file for file in foreign if _tests(file) in folders}


def brought(files: Collection[str], read: Read) -> Iterator[str]:
    """Yield what ``RECORD`` files list: path, hash, size.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    for record in files:
        if record.endswith(".dist-info/RECORD"):
            for line in read(record).decode("utf-8", "replace").splitlines():
                name = line.rsplit(",", 2)[0].strip('"')
                if name in files:
                    yield name


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


def _named(
    folders: Collection[str], files: Collection[str], read: Read
) -> Iterator[str]:
    """Yield the folders that something outside of such folders imports or names."""
    names = {dotted(folder): folder for folder in folders}
    for file in files if names else ():  # all of them are read for it
        if not _tests(file):
            for name in _mentions(file, read):
                parts = name.split(".")
                for end in range(1, len(parts) + 1):
                    folder = names.get(".".join(parts[:end]))
                    if folder:
                        yield folder


def _mentions(file: str, read: Read) -> Iterator[str]:
    """Yield the dotted names with ``test`` in them that a file says."""
    if not file.endswith((".py", "/entry_points.txt")):
        return
    source = read(file)
    if b"test" not in source:
        return
    if file.endswith(".txt"):
        yield from source.decode("utf-8", "replace").replace(":", " ").split()
        return
    tree = parse(source)
    if tree is not None:
        yield from names_in(tree, file, in_functions=True)
