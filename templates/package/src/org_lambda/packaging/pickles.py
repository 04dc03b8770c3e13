"""Babel's data of locales without the numbers of objects that nothing refers to.

They are pickles, in which every object is given a number, and which Babel reads with
``pickle.load`` and in no other way: the same objects come out of fewer bytes.
https://docs.python.org/3/library/pickletools.html#pickletools.optimize
"""

import pickletools
from collections.abc import Collection, Iterator
from typing import Final

from .reading import Read

READER: Final = "babel/localedata.py"
READS: Final = b"pickle.load("
DATA: Final = ("babel/locale-data/", "babel/global.dat")


def rewritable(files: Collection[str], read: Read) -> Iterator[str]:
    """Yield such data among the files that distributions brought."""
    if READER in files and READS in read(READER):
        yield from (file for file in files if file.startswith(DATA))


def rewritten(content: bytes) -> bytes:
    """Return a pickle that loads as ``content`` does; what is none stays as it is."""
    try:
        return pickletools.optimize(content)
    except ValueError:
        return content
