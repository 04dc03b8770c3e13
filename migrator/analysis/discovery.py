"""Which files belong to the monolith, and what their modules are called.

A module's name starts at the topmost folder above it that has an ``__init__.py``, or further up
where imports say so (``namespaces.py``); a file that is in no package is named by its path from
the analyzed folder. So is a package that has the name of another one nearer to the top: each file
has a name of its own.
https://docs.python.org/3/reference/import.html#regular-packages
"""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from migrator.analysis.left_out import LINKED, UNREADABLE, Choice, Ignores, Judge
from migrator.analysis.namespaces import with_namespaces
from migrator.analysis.page_templates import is_template
from migrator.analysis.source_roots import ITSELF
from migrator.errors import SourceError

PYTHON = ".py"


class SourceFile(msgspec.Struct, frozen=True, order=True):
    """A Python file; ``file`` is relative to the analyzed folder and uses ``/``."""

    file: str
    module: str
    is_package: bool


class Discovered(msgspec.Struct, frozen=True):
    """The files of a folder, and the paths that are left out, each after its reason.

    Attributes:
        templates: files that pages are made of, which are met on the way.
    """

    files: tuple[SourceFile, ...]
    left_out: tuple[tuple[str, str], ...]
    templates: tuple[str, ...] = ()


def find_files(root: Path) -> tuple[SourceFile, ...]:
    """List the Python files below ``root`` that are analyzed by default, sorted."""
    return discover(root, Judge(Choice())).files


def discover(root: Path, judge: Judge) -> Discovered:
    """List the Python files below ``root``, sorted, and what ``judge`` leaves out.

    Hidden folders and caches of Python do not count as left out.

    Raises:
        SourceError: ``root`` is no folder, or holds no Python file.
    """
    if not root.is_dir():
        raise SourceError(
            f"{root} is not a folder", hint="give the folder of the monolith's source"
        )
    left_out: list[tuple[str, str]] = []
    met = sorted(_walk(root, "", judge, Ignores(), left_out))
    for file in [file for file in met if not _is_text(file)]:
        met.remove(file)
        shown = file.encode("utf-8", "backslashreplace").decode()
        left_out.append((UNREADABLE, shown))
    kept = [file for file in met if file.endswith(PYTHON)]
    templates = tuple(file for file in met if not file.endswith(PYTHON))
    if not kept:
        raise SourceError(
            f"no Python files under {root}",
            hint="give the folder that holds the monolith's packages "
            "(tests, migrations and virtual environments do not count)",
        )
    names = _module_names(root, [PurePosixPath(file) for file in kept])
    files = tuple(
        SourceFile(file, names[PurePosixPath(file)], file.endswith("__init__.py")) for file in kept
    )
    return Discovered(files, tuple(sorted(left_out)), templates)


def _is_text(name: str) -> bool:
    """Tell whether a name can be written down: where it is no UTF-8, no module has it."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _walk(
    folder: Path, path: str, judge: Judge, ignores: Ignores, left_out: list[tuple[str, str]]
) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        ignores = ignores.entering(folder, path)
    except OSError:
        left_out.append((UNREADABLE, f"{path}/"))
        return
    for entry in filter(_is_shown, entries):
        inner = f"{path}/{entry.name}" if path else entry.name
        if entry.is_dir(follow_symlinks=False):
            if reason := judge.of_folder(folder / entry.name, inner, ignores):
                left_out.append((reason, f"{inner}/"))
            else:
                yield from _walk(folder / entry.name, inner, judge, ignores, left_out)
        elif reason := _not_followed(entry):
            left_out.append((reason, inner))
        elif _is_wanted(inner) and _is_kept(inner, judge, ignores, left_out):
            yield inner


def _is_shown(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.name != "__pycache__"


def _not_followed(entry: os.DirEntry[str]) -> str:
    """Return why a link is not followed; '' for what is none.

    One to a folder may lead out of the source or in a circle, one to a file nowhere.
    """
    if not entry.is_symlink():
        return ""
    try:
        is_folder = stat.S_ISDIR(entry.stat().st_mode)
    except OSError:
        return UNREADABLE
    return LINKED if is_folder else ""


def _is_kept(path: str, judge: Judge, ignores: Ignores, left_out: list[tuple[str, str]]) -> bool:
    reason = judge.of_file(path, ignores)
    if reason and path.endswith(PYTHON):
        left_out.append((reason, path))
    return not reason


def _is_wanted(path: str) -> bool:
    return path.endswith(PYTHON) or is_template(path)


def _module_names(root: Path, files: Sequence[PurePosixPath]) -> dict[PurePosixPath, str]:
    packages = {file.parent for file in files if file.name == "__init__.py"}
    tops = with_namespaces(root, files, {file: _top(file, packages) for file in files})
    owners: dict[str, tuple[str, ...]] = {}
    for file in sorted(files, key=lambda each: (tops[each], each)):
        owners.setdefault(_from(file, tops[file])[0], file.parts[: tops[file]])
    return {
        file: ".".join(_from(file, top if owners[_from(file, top)[0]] == file.parts[:top] else 0))
        for file, top in tops.items()
    }


def _top(file: PurePosixPath, packages: set[PurePosixPath]) -> int:
    """Return how many folders stand above the topmost package of ``file``; 0 if it has none."""
    above = [folder for folder in file.parents if folder in packages]
    return max(len(above[-1].parts) - 1, 0) if above else 0


def _from(file: PurePosixPath, top: int) -> tuple[str, ...]:
    parts = file.parent.parts[top:]
    return parts if file.stem == ITSELF and parts else (*parts, file.stem)
