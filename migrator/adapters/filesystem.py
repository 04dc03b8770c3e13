"""Files on disk."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migrator.errors import ConflictError, ToolError

_NEW_FILE_MODE = 0o644
_LOCK_SECONDS = 3  # a change takes less; whoever takes longer hangs
_TRY_SECONDS = 0.02


class FileSystem:
    """Replaces files as a whole."""

    def write_atomically(self, path: Path, content: bytes) -> None:
        """Write ``content`` beside ``path`` and rename: a reader sees the old or the new bytes.

        A symbolic link stays one; its target is replaced. Permissions are kept.

        Raises:
            ToolError: the folder or the file cannot be written.
        """
        try:
            _replace(path.resolve(), content)
        except OSError as error:
            raise ToolError(f"{path} cannot be written: {error.strerror or error}") from error

    def swap(self, path: Path, before: bytes, content: bytes) -> None:
        """Replace ``path`` as `write_atomically` does, but only where it still holds ``before``.

        Raises:
            ConflictError: it holds something else by now.
            ToolError: as of `write_atomically`.
        """
        try:
            _replace(path.resolve(), content, before)
        except OSError as error:
            raise ToolError(f"{path} cannot be written: {error.strerror or error}") from error

    @contextmanager
    def alone(self, path: Path) -> Iterator[None]:
        """Keep others on this machine from the same block, by a lock on the folder of ``path``.

        The lock ends with the process, whatever ends it, and leaves no file behind.

        Raises:
            ToolError: somebody holds it for seconds, or the folder cannot be opened.
        """
        try:
            folder = os.open(path.resolve().parent, os.O_RDONLY)
        except OSError as error:
            raise ToolError(f"{path} cannot be locked: {error.strerror or error}") from error
        try:
            _lock(folder, path)
            yield
        finally:
            os.close(folder)


def _lock(folder: int, path: Path) -> None:
    end = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > end:
                raise ToolError(f"somebody else is changing {path} and does not end") from error
        except OSError as error:
            raise ToolError(f"{path} cannot be locked: {error.strerror or error}") from error
        else:
            return
        time.sleep(_TRY_SECONDS)


def _replace(path: Path, content: bytes, before: bytes | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else _NEW_FILE_MODE
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        if before is not None:
            _expect(path, before)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _expect(path: Path, before: bytes) -> None:
    if path.read_bytes() != before:
        raise ConflictError(f"{path.name} was changed meanwhile; nothing was done")
