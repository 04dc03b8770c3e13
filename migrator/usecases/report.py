"""What earlier runs wrote: nothing is concluded or drawn again where nothing changed."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from migrator.analysis.version import package_version
from migrator.model.findings import Category
from migrator.usecases.ports import Cache


class Report(msgspec.Struct, frozen=True, array_like=True):
    """A report as it is written.

    Attributes:
        graves: the categories that ``--fail-on`` would name.
        broken: what does not parse, as ``broken_in`` says it.
        is_lasting: whether the next run may show it again.
    """

    text: str
    graves: tuple[Category, ...] = ()
    broken: tuple[str, ...] = ()
    is_lasting: bool = True


def recall(cache: Cache, parts: Iterable[object], make: Callable[[], Report]) -> Report:
    """Return what was made of the same parts before, else make it.

    Args:
        cache: results of earlier runs.
        parts: all that the report depends on, but for migrate itself.
        make: writes the report.
    """
    key = key_of(parts)
    try:
        return msgspec.msgpack.decode(cache.load([key])[key], type=Report)
    except (KeyError, msgspec.MsgspecError):
        report = make()
        if report.is_lasting:
            cache.save({key: msgspec.msgpack.encode(report)})
        return report


def key_of(parts: Iterable[object]) -> str:
    """Return what changes with any of ``parts``, or with migrate itself."""
    total = hashlib.blake2b(package_version().encode(), digest_size=20)
    for part in parts:
        encoded = msgspec.msgpack.encode(part)
        total.update(b"%d:" % len(encoded) + encoded)
    return total.hexdigest()


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below ``folder``, by path."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
