"""Files on disk."""

import os
import tempfile
from pathlib import Path

from migrator.errors import ToolError

_NEW_FILE_MODE = 0o644


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


def _replace(path: Path, content: bytes) -> None:
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
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
