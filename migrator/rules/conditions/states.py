"""``module_state``: a name at module level is changed by functions."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index
from migrator.rules.match import Match


class StateOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name at module level that functions change."""

    kind: tuple[str, ...]


def find(condition: StateOf, index: Index) -> Iterator[Match]:
    """Yield the names where they are bound, as a matter of the functions that change them."""
    for state in index.program.module_state:
        if state.writers and state.kind in condition.kind:
            yield Match(state.location, state.name, state.writers)
