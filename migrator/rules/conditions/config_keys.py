"""``environment``: a configuration key is read."""

import re
from collections.abc import Iterator

import msgspec

from migrator.model.program import ConfigRead
from migrator.rules.index import Index, is_named, stands
from migrator.rules.match import Match


class EnvironmentOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key that is read from the environment or from settings.

    Attributes:
        store: where from, see ``ConfigRead``; any by default.
        is_secret: only secrets.
        where: ``module`` (when it is imported) or ``function``; empty for both.
        default: a regular expression that the source of the default contains.
        once: each module once, at its first read.
    """

    key: tuple[str, ...] = ("*",)
    store: tuple[str, ...] = ()
    is_secret: bool = False
    where: str = ""
    default: str = ""
    once: bool = False


def find(condition: EnvironmentOf, index: Index) -> Iterator[Match]:
    """Yield the reads."""
    seen: set[str] = set()
    for one in sorted(index.program.config_reads, key=lambda one: (one.location, one.key)):
        if condition.once and one.location.file in seen:
            continue
        if _is_so(condition, one):
            seen.add(one.location.file)
            yield Match(one.location, one.key, (one.function,), one.default or "")


def _is_so(condition: EnvironmentOf, one: ConfigRead) -> bool:
    if condition.store and one.store not in condition.store:
        return False
    if condition.is_secret and not one.is_secret:
        return False
    if not stands(one.function, condition.where):
        return False
    if condition.default and not re.search(condition.default, one.default or ""):
        return False
    return is_named(one.key, condition.key)
