"""Which files belong to the monolith, and what their modules are called.

A module's name starts at the topmost folder above it that has an ``__init__.py``; a file that
is in no package is named by its path from the analyzed folder. So is a package that has the name
of another one nearer to the top: each file has a name of its own.
https://docs.python.org/3/reference/import.html#regular-packages
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath

import msgspec
from pathspec import GitIgnoreSpec

from migrator.errors import SourceError
from migrator.model.extraction import MARKER

SKIPPED_FOLDERS = frozenset(
    {
        "__pycache__",
        "node_modules",
        "site-packages",
        "dist-packages",
        "venv",
        "env",
        "build",
        "dist",
    }
)
TEST_FOLDERS = frozenset({"tests", "test", "testing_data"})
TEST_FILES = ("test_", "conftest")


class SourceFile(msgspec.Struct, frozen=True, order=True):
    """A Python file; ``file`` is relative to the analyzed folder and uses ``/``."""

    file: str
    module: str
    is_package: bool


def find_files(root: Path) -> tuple[SourceFile, ...]:
    """List the Python files below ``root``, sorted.

    Left out: hidden folders, virtual environments, extracted services, what ``.gitignore`` at the
    root hides, tests and migrations.

    Raises:
        SourceError: ``root`` is no folder, or holds no Python file.
    """
    if not root.is_dir():
        raise SourceError(
            f"{root} is not a folder", hint="give the folder of the monolith's source"
        )
    ignored = _ignored(root)
    files = sorted(
        path.relative_to(root).as_posix() for path in _walk(root) if path.suffix == ".py"
    )
    kept = [file for file in files if not _is_left_out(PurePosixPath(file), ignored)]
    if not kept:
        raise SourceError(
            f"no Python files under {root}",
            hint="give the folder that holds the monolith's packages "
            "(tests, migrations and virtual environments do not count)",
        )
    names = _module_names([PurePosixPath(file) for file in kept])
    return tuple(
        SourceFile(file, names[PurePosixPath(file)], file.endswith("__init__.py")) for file in kept
    )


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_symlink() and path.is_dir():
            continue  # a link may lead out of the source, or in a circle
        if path.is_file():
            yield path
        elif path.is_dir() and not _is_skipped(path):
            yield from _walk(path)


def _is_skipped(folder: Path) -> bool:
    marks = ("pyvenv.cfg", MARKER)
    return folder.name in SKIPPED_FOLDERS or any((folder / mark).exists() for mark in marks)


def _ignored(root: Path) -> GitIgnoreSpec:
    file = root / ".gitignore"
    lines = file.read_text("utf-8", errors="replace").splitlines() if file.is_file() else []
    return GitIgnoreSpec.from_lines(lines)


def _is_left_out(file: PurePosixPath, ignored: GitIgnoreSpec) -> bool:
    if ignored.match_file(str(file)):
        return True
    folders = file.parts[:-1]
    if TEST_FOLDERS.intersection(folders) or file.name.startswith(TEST_FILES):
        return True
    return _is_migration(folders)


def _is_migration(folders: tuple[str, ...]) -> bool:
    """Tell migrations from what they share the folder with: tasks that fill in new columns.

    Django's stand in ``migrations`` itself, Alembic's in its ``versions``.
    """
    return (
        folders[-1:] == ("migrations",)
        or ("migrations", "versions") in pairwise(folders)
        or folders[-2:-1] == ("alembic",)
    )


def _module_names(files: Sequence[PurePosixPath]) -> dict[PurePosixPath, str]:
    packages = {file.parent for file in files if file.name == "__init__.py"}
    tops: dict[PurePosixPath, int] = {file: _top(file, packages) for file in files}
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
    return parts if file.stem == "__init__" and parts else (*parts, *_own(file))


def _own(file: PurePosixPath) -> tuple[str, ...]:
    return ("",) if file.stem == "__init__" else (file.stem,)
