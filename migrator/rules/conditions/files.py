"""``write``: a file is written."""

import re
from collections.abc import Iterator
from itertools import groupby

import msgspec

from migrator.model.effects import FileWrite
from migrator.rules.index import Index, is_named
from migrator.rules.match import Match

COMPUTED = "{}"
UNKNOWN = ("", ".")  # what an empty setting leaves of a path


class WriteOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that is written, or a folder that is changed; a place is found once.

    Attributes:
        path: a regular expression that the path contains; ``{}`` is what is computed.
        unless_path: one that it does not contain.
        unless_name: only by other calls than these; ``*`` stands for anything.
        is_computed: only places where the start of every path is computed (true), or those with
            a path whose start is known (false).
        outside: not where these hold: ``tolerated`` (a ``try`` goes on where the operating
            system refuses), ``switched`` (below an ``if`` that asks for a setting
            which is ``False`` unless it is given), ``existing`` (what an ``if`` has found to be
            there is moved), ``if`` (below one at module level).
        inside: only where one of these does.
    """

    path: str = ""
    unless_path: str = ""
    unless_name: tuple[str, ...] = ()
    is_computed: bool | None = None
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def find(condition: WriteOf, index: Index) -> Iterator[Match]:
    """Yield the writes, each with the first of its paths that counts."""
    ordered = sorted(index.program.file_writes, key=lambda one: (one.location, one.name))
    for _, group in groupby(ordered, key=lambda one: (one.location, one.name)):
        writes = list(group)
        if is_named(writes[0].name, condition.unless_name) or not _stands(
            condition, writes[0], index
        ):
            continue
        if found := list(_that_count(condition, writes)):
            functions = tuple(sorted({one.function for one in found}))
            yield Match(found[0].location, found[0].name, functions, found[0].path)


def _stands(condition: WriteOf, write: FileWrite, index: Index) -> bool:
    if not condition.inside and not condition.outside:
        return True
    ways = index.guards(write.location)
    is_inside = not condition.inside or not ways.isdisjoint(condition.inside)
    return is_inside and ways.isdisjoint(condition.outside)


def _that_count(condition: WriteOf, writes: list[FileWrite]) -> Iterator[FileWrite]:
    if condition.is_computed and not all(map(_is_computed, writes)):
        return
    for one in writes:
        if condition.is_computed is False and _is_computed(one):
            continue
        if condition.unless_path and re.search(condition.unless_path, one.path):
            continue
        if re.search(condition.path, one.path):
            yield one


def _is_computed(write: FileWrite) -> bool:
    return write.path.startswith(COMPUTED) or write.path in UNKNOWN
