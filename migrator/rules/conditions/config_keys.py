"""``environment``: a configuration key is read."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index, compiled
from migrator.rules.match import Match


class EnvironmentOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key that is read from the environment or from settings.

    Attributes:
        store: where from, see ``ConfigRead``; any by default.
        is_secret: only secrets.
        where: ``module`` (when it is imported) or ``function``; empty for both.
    """

    key: tuple[str, ...] = ("*",)
    store: tuple[str, ...] = ()
    is_secret: bool = False
    where: str = ""


def find(condition: EnvironmentOf, index: Index) -> Iterator[Match]:
    """Yield the reads."""
    for one in index.program.config_reads:
        if condition.store and one.store not in condition.store:
            continue
        if condition.is_secret and not one.is_secret:
            continue
        if condition.where and (condition.where == "module") != one.function.endswith(":"):
            continue
        if any(compiled(key).match(one.key) for key in condition.key):
            yield Match(one.location, one.key, (one.function,), one.default or "")
