"""Source tree -> ``Program``: read every file, link, recognize."""

from collections.abc import Callable
from pathlib import Path

from migrator.analysis.build import build
from migrator.analysis.discovery import SourceFile, find_files
from migrator.analysis.index import read_module
from migrator.errors import SourceError
from migrator.model.facts import ModuleFacts
from migrator.model.program import Program, Unresolved

Progress = Callable[[int, int], None]


def build_program(root: Path, *, progress: Progress | None = None) -> Program:
    """Analyze the monolith below ``root``; never imports or runs it.

    Args:
        root: folder that holds the monolith's packages.
        progress: called with (files read, files in all) after each file.

    Raises:
        SourceError: ``root`` is no folder, or holds no Python.
    """
    files = find_files(root)
    modules = []
    for count, found in enumerate(files, 1):
        modules.append(_read(root, found))
        if progress:
            progress(count, len(files))
    return build(root.resolve().name, modules)


def _read(root: Path, found: SourceFile) -> ModuleFacts:
    try:
        source = (root / found.file).read_bytes()
    except OSError as error:
        reason = f"unreadable: {error.strerror}"
        return ModuleFacts(found.module, found.file, found.is_package, 0, error=reason)
    return read_module(found.module, found.file, source, is_package=found.is_package)


def build_whole_program(root: Path, *, progress: Progress | None = None) -> Program:
    """Analyze the monolith, and refuse where a file of it does not parse.

    Raises:
        SourceError: as ``build_program``, and naming the files that do not parse.
    """
    program = build_program(root, progress=progress)
    require_whole(program)
    return program


def require_whole(program: Program) -> None:
    """Refuse a program of which a part could not be read: what is cut from it could be wrong.

    Raises:
        SourceError: naming each file that does not parse, with line and reason.
    """
    broken = [doubt for doubt in program.unresolved if _is_broken(doubt, program)]
    if broken:
        raise SourceError(
            "\n".join(f"{doubt.location}: {doubt.reason}" for doubt in broken),
            hint="repair the file; or, if the application does not use it, list it in .gitignore",
        )


def _is_broken(doubt: Unresolved, program: Program) -> bool:
    return doubt.location.file in program.unparsed
