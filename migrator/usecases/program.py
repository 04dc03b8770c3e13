"""Source tree -> ``Program``: read every file, link, recognize."""

from collections.abc import Callable
from pathlib import Path

from migrator.analysis.build import build
from migrator.analysis.discovery import find_files
from migrator.analysis.index import read_module
from migrator.model.program import Program

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
        source = (root / found.file).read_bytes()
        modules.append(read_module(found.module, found.file, source, is_package=found.is_package))
        if progress:
            progress(count, len(files))
    return build(root.resolve().name, modules)
