"""What generation needs of the monolith's files, so that tests can hand over a dictionary."""

from collections.abc import Mapping
from typing import Protocol


class Source(Protocol):
    """The monolith's files, named relative to the analyzed folder, with ``/``."""

    def paths(self) -> tuple[str, ...]:
        """List all files that may travel, sorted."""

    def read(self, path: str) -> bytes:
        """Return the bytes of a file."""


class MemorySource:
    """Files held in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    def paths(self) -> tuple[str, ...]:
        """List the files, sorted."""
        return tuple(sorted(self._files))

    def read(self, path: str) -> bytes:
        """Return the bytes of a file."""
        return self._files[path]


def text_of(source: Source, path: str) -> str:
    """Decode a Python file; what is not UTF-8 survives the way there and back."""
    return source.read(path).decode("utf-8", "surrogateescape")
