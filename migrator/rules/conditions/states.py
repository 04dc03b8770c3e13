"""``module_state``: a name at module level is changed by functions."""

import re
from collections.abc import Iterator

import msgspec

from migrator.model.program import ModuleState
from migrator.rules.index import Index
from migrator.rules.match import Match


class StateOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name at module level that functions change.

    Attributes:
        name: a regular expression that the name contains.
        unless_name: one that it does not contain.
        is_shared: whether what entry points store there is read by entry points, of which one or
            the other may move: not where commands or websockets alone do both.
    """

    kind: tuple[str, ...]
    name: str = ""
    unless_name: str = ""
    is_shared: bool | None = None


def find(condition: StateOf, index: Index) -> Iterator[Match]:
    """Yield the names where they are bound, as a matter of the functions that change them."""
    for state in index.program.module_state:
        name = state.name.rpartition(":")[2]
        if not state.writers or state.kind not in condition.kind:
            continue
        is_other = bool(condition.unless_name) and re.search(condition.unless_name, name)
        if not re.search(condition.name, name) or is_other:
            continue
        if condition.is_shared in {None, _is_shared(state, index)}:
            yield Match(state.location, state.name, state.writers)


def _is_shared(state: ModuleState, index: Index) -> bool:
    served, running = index.served, index.running
    if running.isdisjoint(state.storing) or running.isdisjoint(state.readers):
        return False
    return not (served.isdisjoint(state.storing) and served.isdisjoint(state.readers))
