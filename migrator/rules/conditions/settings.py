"""``setting``: a setting is given a value."""

import re
from collections.abc import Iterator

import msgspec

from migrator.model.constructs import Setting
from migrator.rules.conditions.calls import number_of
from migrator.rules.index import Index, is_named
from migrator.rules.match import Match


class SettingOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A setting by its key: ``CACHES.*.BACKEND``.

    Attributes:
        matches: a regular expression that the ``repr`` of its value contains.
        more_than: a number that its value exceeds.
        never: a regular expression that no value of the same key contains, wherever it is set.
        without: it counts only where none of these keys is set anywhere.
        without_dependency: it counts only where none of these distributions is required.
        is_secret: only those that go where secrets go.
        unless_file: a regular expression that the path of its file does not contain.
        is_certain: only those that are not set below an ``if`` of their module.
    """

    key: tuple[str, ...]
    matches: str = ""
    more_than: float | None = None
    never: str = ""
    without: tuple[str, ...] = ()
    without_dependency: tuple[str, ...] = ()
    is_secret: bool = False
    unless_file: str = ""
    is_certain: bool = False


def find(condition: SettingOf, index: Index) -> Iterator[Match]:
    """Yield the settings."""
    if any(is_named(one.key, condition.without) for one in index.program.settings):
        return
    if any(index.requires(name) for name in condition.without_dependency):
        return
    named = [one for one in index.program.settings if is_named(one.key, condition.key)]
    others = {
        one.key for one in named if condition.never and re.search(condition.never, one.value)
    }
    for one in named:
        if one.key in others or not _is_so(condition, one):
            continue
        if condition.unless_file and re.search(condition.unless_file, one.location.file):
            continue
        if not condition.is_certain or "if" not in index.guards(one.location):
            yield Match(one.location, one.key, (one.holder,), one.value)


def _is_so(condition: SettingOf, setting: Setting) -> bool:
    if condition.is_secret and not setting.is_secret:
        return False
    if condition.more_than is not None:
        number = number_of(setting.value)
        return number is not None and number > condition.more_than
    return re.search(condition.matches, setting.value) is not None
