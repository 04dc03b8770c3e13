"""``module_state``: a name at module level is changed by functions."""

import re
from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class StateOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name at module level that functions change.

    Attributes:
        name: a regular expression that the name contains.
        unless_name: one that it does not contain.
    """

    kind: tuple[str, ...]
    name: str = ""
    unless_name: str = ""


def find(condition: StateOf, index: Index) -> Iterator[Match]:
    """Yield the names where they are bound, as a matter of the functions that change them."""
    for state in index.program.module_state:
        name = state.name.rpartition(":")[2]
        if not state.writers or state.kind not in condition.kind:
            continue
        is_other = bool(condition.unless_name) and re.search(condition.unless_name, name)
        if re.search(condition.name, name) and not is_other:
            yield Match(state.location, state.name, state.writers)
