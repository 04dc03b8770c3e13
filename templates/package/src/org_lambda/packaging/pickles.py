"""Babel's data of locales, written in fewer bytes: the same objects come out of it.

They are pickles of protocol 2, in which every object is given a number, also those that nothing
refers to, each string has four bytes of length, and equal strings are repeated. Babel reads them
with ``pickle.load`` and in no other way.
https://docs.python.org/3/library/pickletools.html#pickletools.optimize does the first of these.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pickle import (
    BINGET,
    BINPUT,
    BINUNICODE,
    GLOBAL,
    LONG_BINGET,
    LONG_BINPUT,
    MEMOIZE,
    PROTO,
    SHORT_BINUNICODE,
    STOP,
)
from pickletools import opcodes
from typing import Final

PACKAGE: Final = b"babel."
READER: Final = "babel/localedata.py"
READS: Final = b"pickle.load("
DATA: Final = ("babel/locale-data/", "babel/global.dat")
OF_BABEL: Final = 2  # the protocol that it writes
PROTOCOL: Final = b"\x04"
SHORT: Final = 255  # bytes of a string whose length takes one
WORTH: Final = 4  # bytes of a string that is longer than a reference to it

Operation = tuple[bytes, bytes]


class _UnknownError(Exception):
    """It is no pickle, or has operations that are not known here."""


def rewritable(files: Collection[str], read: Callable[[str], bytes]) -> Iterator[str]:
    """Yield such data among the files that distributions brought."""
    if READER in files and READS in read(READER):
        yield from (file for file in files if file.startswith(DATA))


def rewritten(content: bytes) -> bytes:
    """Return a pickle that loads as ``content`` does, and is no longer than that."""
    try:
        made = b"".join(_written(list(_operations(content))))
    except (_UnknownError, LookupError, ValueError):
        return content
    return made if len(made) < len(content) else content


def _operations(content: bytes) -> Iterator[Operation]:
    """Yield operations and what follows them: strings without their length."""
    at = 0
    while True:
        code = content[at : at + 1]
        if code == STOP and at + 1 == len(content):
            yield code, b""
            return
        end, argument = _argument(content, code, at + 1)
        if end > len(content):
            raise _UnknownError
        yield code, argument
        at = end


def _argument(content: bytes, code: bytes, at: int) -> tuple[int, bytes]:
    if code == BINUNICODE:
        begin = at + 4
        end = begin + int.from_bytes(content[at:begin], "little")
        return end, content[begin:end]
    if code == GLOBAL:
        end = content.index(b"\n", content.index(b"\n", at) + 1) + 1
        if not content.startswith(PACKAGE, at):
            raise _UnknownError  # names of Python 2 mean others in a newer protocol
        return end, content[at:end]
    size = _SIZES.get(code)
    if size is None:
        raise _UnknownError
    return at + size, content[at : at + size]


def _sizes() -> Iterator[tuple[bytes, int]]:
    for known in opcodes:
        code = known.code.encode("latin-1")
        size = known.arg.n if known.arg else 0
        if size >= 0 and known.proto <= OF_BABEL and code != STOP:
            yield code, size


_SIZES: Final = dict(_sizes())


def _written(operations: list[Operation]) -> Iterator[bytes]:
    """Yield the parts of a new pickle.

    Objects are numbered as they are memoized; ``numbers`` has the new ones by the old ones, and
    ``strings`` those of strings.
    """
    used = {_number(argument) for code, argument in operations if code in _GETS}
    counts = Counter(text for code, text in operations if code == BINUNICODE)
    numbers: dict[int, int] = {}
    strings: dict[bytes, int] = {}
    count = 0
    top = -1  # the number of what was put on the stack last, if it has one
    for code, argument in operations:
        if code in _PUTS:
            old = _number(argument)
            if old in used and top < 0:
                top, count = count, count + 1
                yield MEMOIZE
            numbers[old] = top
            continue
        top = -1
        if code == BINUNICODE and argument in strings:
            top = strings[argument]
            yield _get(top)
        elif code == BINUNICODE:
            yield _text(argument)
            if counts[argument] > 1 and len(argument) >= WORTH:
                top = strings[argument] = count
                count += 1
                yield MEMOIZE
        elif code in _GETS:
            top = numbers[_number(argument)]
            yield _get(top)
        else:
            yield code + (PROTOCOL if code == PROTO else argument)


_GETS: Final = (BINGET, LONG_BINGET)
_PUTS: Final = (BINPUT, LONG_BINPUT)


def _number(argument: bytes) -> int:
    return int.from_bytes(argument, "little")


def _get(number: int) -> bytes:
    if number <= SHORT:
        return BINGET + bytes((number,))
    return LONG_BINGET + number.to_bytes(4, "little")


def _text(text: bytes) -> bytes:
    if len(text) <= SHORT:
        return SHORT_BINUNICODE + bytes((len(text),)) + text
    return BINUNICODE + len(text).to_bytes(4, "little") + text
