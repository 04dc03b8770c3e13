"""``file``: a file beside the source says how the monolith is run."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from migrator.rules.index import Index, is_named
from migrator.rules.match import Match


class FileOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a Procfile, Dockerfile, nginx.conf and the like.

    Attributes:
        name: of the file, without its folder; ``*`` stands for anything.
        matches: a regular expression; the line counts where it is found.
        more_than: a number that the expression's first group exceeds.
    """

    name: tuple[str, ...]
    matches: str
    more_than: float | None = None


def find(condition: FileOf, index: Index) -> Iterator[Match]:
    """Yield the lines; nobody in particular reaches them."""
    for line in index.program.operations:
        name = PurePosixPath(line.location.file).name
        if not is_named(name, condition.name):
            continue
        found = re.search(condition.matches, line.text)
        if found and (condition.more_than is None or _exceeds(found[1], condition.more_than)):
            yield Match(line.location, name, (), found[0].strip())


def _exceeds(text: str, limit: float) -> bool:
    """Compare a number; a word in its place, such as a variable, exceeds nothing."""
    try:
        return float(text) > limit
    except ValueError:
        return False
