"""An artifact of ``osls package``: what does not run goes, byte code comes.

The archive is written anew beside the old one, which it then replaces. Same input, same bytes.
"""

import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .bytecode import cached, compiled
from .pickles import rewritable, rewritten
from .programs import programs
from .unused import brought, unused

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MOST_BYTES: Final = 250 * 1024 * 1024
PRIVATE: Final = f"{(__package__ or '').partition('.')[0]}/"
TOOL: Final = f"{PRIVATE}packaging/"  # what packages does not run there


@dataclass(frozen=True)
class Outcome:
    """What was done; sizes are bytes, unzipped.

    Attributes:
        before: size of the artifact as it was.
        after: size of what it is now.
        code: size of the byte code in it.
        skipped: modules whose byte code would not fit below the limit of Lambda.
    """

    before: int
    after: int
    code: int
    skipped: int


def fit(artifact: Path, starts: Iterable[str], *, most: int = MOST_BYTES) -> Outcome:
    """Rewrite an artifact in place.

    Args:
        artifact: a zip archive, with the requirements at its top.
        starts: dotted names of the modules that a cold start imports; none adds no byte code.
        most: bytes, unzipped, that byte code may not go beyond.

    Raises:
        OSError: it cannot be read or written.
        zipfile.BadZipFile: it is no zip archive, or an entry of it is damaged, encrypted or
            packed in a way that Python does not know.
    """
    beside = artifact.with_name(f"{artifact.name}.new")
    try:
        with (
            zipfile.ZipFile(artifact) as old,
            zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            outcome = _write(old, new, starts, most)
        beside.replace(artifact)
    finally:
        beside.unlink(missing_ok=True)
    return outcome


def _write(
    old: zipfile.ZipFile, new: zipfile.ZipFile, starts: Iterable[str], most: int
) -> Outcome:
    def read(name: str) -> bytes:
        try:
            return old.read(name)
        except (EOFError, RuntimeError, zlib.error) as error:
            raise zipfile.BadZipFile(f"{name}: {error}") from error

    entries = {info.filename: info for info in old.infolist()}
    dropped = unused(entries, read)
    dropped |= {name for name in entries if name.startswith(TOOL)}
    left = entries.keys() - dropped
    dropped |= programs(brought(left, read), left, read)
    kept = {name: info for name, info in entries.items() if name not in dropped}
    foreign = {name for name in brought(kept, read) if not name.startswith(PRIVATE)}
    data = set(rewritable(foreign, read))
    size = code = skipped = 0
    for name, info in kept.items():
        content = rewritten(read(name)) if name in data else read(name)
        new.writestr(_entry(info, name), content)
        size += len(content)
    for source, content in compiled(starts, kept, kept.keys() - foreign, read):
        if size + code + len(content) > most:
            skipped += 1
            continue
        code += len(content)
        new.writestr(_entry(kept[source], cached(source)), content)
    before = sum(info.file_size for info in entries.values())
    return Outcome(before, size + code, code, skipped)


def _entry(like: zipfile.ZipInfo, name: str) -> zipfile.ZipInfo:
    """Describe an entry with the date and the permissions of another."""
    entry = zipfile.ZipInfo(name, like.date_time)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = like.create_system
    entry.external_attr = like.external_attr
    return entry
