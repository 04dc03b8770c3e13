"""A file of the monolith with its content: what a worker is handed."""

import hashlib
import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec

from migrator.analysis.discovery import SourceFile
from migrator.analysis.version import extractor_version

DEADLY = "parsing it ends the process"  # or there was no memory left; it is tried again


class Source(msgspec.Struct, frozen=True):
    """A file; ``error`` says why it cannot be opened, ``key`` changes with all of this."""

    file: SourceFile
    content: bytes
    key: str = ""
    error: str = ""


def open_files(root: Path, files: Iterable[SourceFile]) -> list[Source]:
    """Read the content of files."""
    return [_open(root, file) for file in files]


def _open(root: Path, file: SourceFile) -> Source:
    content, error = b"", ""
    path = root / file.file
    try:
        if stat.S_ISREG(path.stat().st_mode):
            content = path.read_bytes()
        else:
            error = "unreadable: no regular file"  # reading a pipe would wait for a writer
    except OSError as failed:
        error = f"unreadable: {failed.strerror}"
    total = hashlib.blake2b(digest_size=20)
    spelled = (extractor_version(), file.file, file.module, str(file.is_package), error, "")
    total.update("\0".join(spelled).encode(errors="surrogateescape"))
    total.update(content)
    return Source(file, content, total.hexdigest(), error)
