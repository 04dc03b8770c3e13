"""Batches of files -> facts, as bytes: the function that worker processes run.

It is handed the source, not the path: a worker may run on another machine.
"""

import ast
import heapq
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec

from migrator.analysis.garbage import without_collection
from migrator.analysis.index import read_module
from migrator.analysis.recursion import room_for_recursion
from migrator.analysis.source import Source
from migrator.model import facts

BATCHES_PER_WORKER = 16  # so that no worker is left with much when the others are done
LONG_LINE = 10_000  # bytes
TOO_DEEP = "nested too deeply to be read"
RECURSION = 20_000  # calls of Python; a level of nesting is about six
STACK = (
    512 * 1024 * 1024
)  # bytes; libcst's parser recurses as well. Only what is used costs memory

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(facts.ModuleFacts)


def make_batches(sources: Sequence[Source], workers: int) -> list[list[Source]]:
    """Divide files into batches of about the same size, big files first."""
    count = min(len(sources), workers * BATCHES_PER_WORKER)
    batches: list[tuple[int, int, list[Source]]] = [(0, index, []) for index in range(count)]
    for source in sorted(sources, key=lambda each: (-len(each.content), each.file)):
        size, index, batch = heapq.heappop(batches)
        batch.append(source)
        heapq.heappush(batches, (size + len(source.content), index, batch))
    return [batch for _, _, batch in sorted(batches, key=lambda each: (-each[0], each[1]))]


def read_batch(sources: Sequence[Source]) -> list[bytes]:
    """Read files; the facts of each are for ``decode``."""
    read: list[bytes] = []

    def run() -> None:
        read.extend(map(_read, sources))

    with without_collection(), _with_room_for_recursion():
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    return read


def _read(source: Source) -> bytes:
    if source.error:
        return encode(unread(source, source.error))
    if _is_too_deep(source.content):
        return encode(unread(source, TOO_DEEP))
    file = source.file
    try:
        module = read_module(file.module, file.file, source.content, is_package=file.is_package)
        return _ENCODER.encode(module)
    except RecursionError:
        return encode(unread(source, TOO_DEEP))


def _is_too_deep(content: bytes) -> bool:
    """Ask Python's own parser, which knows its limits; where a line is long enough to matter."""
    if max(map(len, content.split(b"\n"))) < LONG_LINE:
        return False
    try:
        ast.parse(content)
    except (RecursionError, MemoryError):
        return True
    except (SyntaxError, ValueError):
        return False  # libcst says where
    return False


def unread(source: Source, reason: str) -> facts.ModuleFacts:
    """Return the facts of a file of which only this is known: why it was not read."""
    file = source.file
    lines = source.content.count(b"\n")
    return facts.ModuleFacts(file.module, file.file, file.is_package, lines, error=reason)


def encode(module: facts.ModuleFacts) -> bytes:
    """Return the facts of a file as bytes."""
    return _ENCODER.encode(module)


def decode(read: Sequence[bytes]) -> list[facts.ModuleFacts]:
    """Return the facts that were read.

    Raises:
        msgspec.MsgspecError: these are no facts.
    """
    with without_collection(), _with_room_for_recursion():
        return [_DECODER.decode(content) for content in read]


@contextmanager
def _with_room_for_recursion() -> Iterator[None]:
    size = threading.stack_size(STACK)
    try:
        with room_for_recursion(RECURSION):
            yield
    finally:
        threading.stack_size(size)
