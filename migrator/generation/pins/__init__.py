"""The monolith's pinned dependencies, whatever file has them."""

import json
import tomllib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TypeVar

from migrator.errors import SourceError
from migrator.generation.pins.locks import read_pdm, read_poetry, read_uv
from migrator.generation.pins.pin import Pins
from migrator.generation.pins.projects import read_pipfile, read_project, roots_of
from migrator.generation.pins.texts import read_text
from migrator.generation.source import Source, text_of

__all__ = ["Pins", "read_pins"]

Reader = Callable[[str, str], Pins]
Parsed = TypeVar("Parsed")
LOCKS: dict[str, Reader] = {
    "uv.lock": read_uv,
    "pdm.lock": read_pdm,
    "Pipfile.lock": read_pipfile,
    "pyproject.toml": read_project,
}
# Where the file that the plan names is not there.
USUAL = (
    "requirements.txt",
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "pyproject.toml",
)


def read_pins(source: Source, file: str, python: str) -> Pins:
    """Read ``file``, else the first that there is of those that projects have.

    Args:
        source: the monolith's files.
        file: as the plan names it, relative to the source.
        python: the version that the service runs on.

    Raises:
        SourceError: the file is no TOML or JSON, or not what its tool writes.
    """
    for name in (file, *USUAL):
        text = _read(source, name)
        if text is not None:
            return _of(source, name, text, python)
    return Pins(file, {})


def _of(source: Source, file: str, text: str, python: str) -> Pins:
    path = PurePosixPath(file)
    if path.name == "poetry.lock":
        project = str(path.with_name("pyproject.toml"))
        roots = _parsed(project, lambda: list(roots_of(_read(source, project) or "")))
        return _parsed(file, lambda: read_poetry(file, text, python, roots))
    if path.name in LOCKS:
        reader = LOCKS[path.name]
        return _parsed(file, lambda: reader(text, python))
    return read_text(file, lambda name: _read(source, name))


def _parsed(file: str, read: Callable[[], Parsed]) -> Parsed:
    hint = "have its tool write it again, or name another in `monolith.requirements`"
    try:
        return read()
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise SourceError(f"{file} cannot be read: {error}", hint=hint) from error
    except (AttributeError, KeyError, TypeError) as error:  # of another shape than tools write
        raise SourceError(f"{file} is not as its tool writes it: {error!r}", hint=hint) from error


def _read(source: Source, file: str) -> str | None:
    try:
        return text_of(source, file)
    except (KeyError, OSError):
        return None
