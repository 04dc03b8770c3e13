"""The monolith's files on disk."""

import os
from functools import cached_property
from pathlib import Path

from pathspec import GitIgnoreSpec

from migrator.errors import SourceError

LEFT_OUT = (
    "__pycache__/",
    "*.pyc",
    "*.db",
    "*.sqlite3",
    "node_modules/",
    ".*",
    "services/*/.serverless/",
)


class SourceTree:
    """Files below a folder, without hidden ones and those that the root's .gitignore names.

    They are listed once: nobody sees those that come later.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        ignore = root / ".gitignore"
        lines = ignore.read_text(encoding="utf-8").splitlines() if ignore.is_file() else []
        self._ignored = GitIgnoreSpec.from_lines([*LEFT_OUT, *lines])

    def paths(self) -> tuple[str, ...]:
        """List the files, sorted: links that lead nowhere, pipes and sockets are none."""
        return self._paths

    @cached_property
    def _paths(self) -> tuple[str, ...]:  # many ask, and each would walk all folders
        found = []
        for folder, names, files in os.walk(self._root):
            at = Path(folder).relative_to(self._root).as_posix()
            front = "" if at == "." else f"{at}/"
            names[:] = [n for n in names if not self._ignored.match_file(f"{front}{n}/")]
            found += [f"{front}{f}" for f in files if not self._ignored.match_file(f"{front}{f}")]
        return tuple(sorted(path for path in found if (self._root / path).is_file()))

    def read(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            FileNotFoundError, IsADirectoryError: there is none of this name.
            SourceError: it may not or cannot be read.
        """
        try:
            return (self._root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            raise
        except OSError as error:
            raise SourceError(
                f"{path} cannot be read: {error.strerror}",
                hint="let it be read, or list it in .gitignore",
            ) from error
