"""Lines that only move what is there already, to where nothing is.

``if os.path.exists(old) and not os.path.exists(new): os.rename(old, new)``: so a program takes
over files of an earlier version. On a disk with nothing but the package there is no such file.
https://docs.python.org/3/library/os.html#os.rename
"""

from collections.abc import Iterator

from migrator.analysis.walk import dotted_name, walk
from migrator.model import facts

ASKING = frozenset({"exists", "lexists", "isfile", "isdir", "is_file", "is_dir"})
MOVING = frozenset({"rename", "renames", "replace", "move"})


def moved_where_there(branch: facts.Branch) -> Iterator[int]:
    """Yield the lines of an ``if`` that move a file for which it asks."""
    asked = {name: is_there for name, is_there in _asked(branch) if name}
    for node, line in walk(branch.blocks[0], branch.line) if asked else ():
        match node:
            case facts.Call(func=facts.Attribute(value=owner, attr=attr), args=args) if args:
                pair = [dotted_name(one) for one in (owner, *args)][-2:]
                if attr in MOVING and [asked.get(name) for name in pair] == [True, False]:
                    yield line


def _asked(branch: facts.Branch) -> Iterator[tuple[str, bool]]:
    """Yield the names of files, and whether they have to be there."""
    match branch.tests:
        case (facts.Either(operator="and", options=options), *_):
            for option in options:
                match option:
                    case facts.Other(kind="not", parts=(inner,)):
                        yield _file(inner), False
                    case _:
                        yield _file(option), True


def _file(test: facts.Expression) -> str:
    match test:
        case facts.Call(func=facts.Attribute(value=owner, attr=attr), args=args) if attr in ASKING:
            return dotted_name(args[0] if args else owner)
    return ""
