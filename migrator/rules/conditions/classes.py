"""``class``: a class inherits from something, near or far."""

import re
from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index, is_named
from migrator.rules.match import Match


class ClassOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class with such an ancestor, by its dotted name.

    Attributes:
        named_by: it counts only where one of these settings names it, below no ``if``, and
            nothing else anywhere; ``*`` stands for anything.
        unless_file: a regular expression that the path of its file does not contain.
    """

    base: tuple[str, ...]
    named_by: tuple[str, ...] = ()
    unless_file: str = ""


def find(condition: ClassOf, index: Index) -> Iterator[Match]:
    """Yield the classes, each as a matter of its methods."""
    named = _named_by(condition.named_by, index) if condition.named_by else frozenset()
    for one in index.inheritances.matching(condition.base):
        if condition.named_by and one.cls.replace(":", ".") not in named:
            continue
        if condition.unless_file and re.search(condition.unless_file, one.location.file):
            continue
        yield Match(one.location, one.base, index.members.get(one.cls) or (one.cls,), one.cls)


def _named_by(keys: tuple[str, ...], index: Index) -> frozenset[str]:
    """Return the values of settings that always have the same one, without their quotes."""
    values: dict[str, set[str]] = {}
    for one in index.program.settings:
        if is_named(one.key, keys):
            is_certain = "if" not in index.guards(one.location)
            values.setdefault(one.key, set()).add(one.value[1:-1] if is_certain else "")
    return frozenset(found.pop() for found in values.values() if len(found) == 1)
