"""Byte code that stays valid wherever it is unpacked, for what a cold start imports.

The code of a function is read-only on Lambda, and archives are written with a constant date: there
Python would compile every module again each time a container starts. Byte code that carries the
hash of its source instead of a date, and says that nobody need check it, is taken as it is.
https://peps.python.org/pep-0552/
"""

import importlib.util
import marshal
import sys
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from .modules import Modules
from .names import names_in
from .reading import Read, compile_module
from .tables import Tables, tables_in, words_in

UNCHECKED: Final = (0b01).to_bytes(4, "little")
TASK: Final = "/var/task"  # where Lambda unpacks: tracebacks name the right file


def compiled(
    starts: Iterable[str],
    files: Collection[str],
    own: Collection[str],
    read: Read,
) -> Iterator[tuple[str, bytes]]:
    """Yield modules and their byte code, in the order in which imports were found.

    Args:
        starts: dotted names of the handlers' modules.
        files: all files of the artifact.
        own: those of the service, of which also the imports within functions count: factories
            import what they set up.
        read: returns a file's content.
    """
    modules, tables = Modules(files), Tables()
    found = [path for name in starts for path in modules.find(name)]
    seen: set[str] = set()
    while waiting := [file for file in dict.fromkeys(found) if file not in seen]:
        seen.update(waiting)
        found = []
        for file in waiting:
            source = read(file)
            made = compile_module(source, f"{TASK}/{file}")
            if made is None:
                continue
            tree, code = made
            if not modules.is_compiled(file):
                yield file, _header(source) + marshal.dumps(code)
            found.extend(modules.used_with(file))
            is_own = file in own
            choices = () if is_own else tables_in(tree)
            tables.add(choices, file)
            names = dict.fromkeys(
                names_in(tree, file, in_functions=is_own, without=choices)
            )
            tables.ask(names, words_in(tree) if is_own else ())
            for name in names:
                found.extend(modules.find(name))
                if is_own:
                    found.extend(modules.implied(name))
        found.extend(path for name in tables.chosen() for path in modules.find(name))


def _header(source: bytes) -> bytes:
    digest = importlib.util.source_hash(source)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + digest


def cached(file: str) -> str:
    """Return where Python looks for the byte code of a file."""
    folder, _, name = file.rpartition("/")
    stem = name.removesuffix(".py")
    path = f"__pycache__/{stem}.{sys.implementation.cache_tag}.pyc"
    return f"{folder}/{path}" if folder else path
