"""``module_state``: a name at module level is changed by functions."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from migrator.model.program import ModuleState
from migrator.rules.index import Index
from migrator.rules.match import Match


class StateOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name at module level that functions change.

    Attributes:
        name: a regular expression that the name contains.
        unless_name: one that it does not contain.
        is_shared: whether one stores there what a request has brought, and another function reads
            it, both reached by entry points of which one may move: not where websockets or
            commands alone use it, nor where it is stored when modules are imported as well.
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
        if condition.is_shared is None or condition.is_shared == _is_shared(state, index):
            shown = tuple(sorted(_storing(state, index))) if condition.is_shared else ()
            yield Match(state.location, state.name, state.writers, shown=shown)


def _storing(state: ModuleState, index: Index) -> frozenset[str]:
    return index.running.intersection(state.storing) - index.run_on_import


def _is_shared(state: ModuleState, index: Index) -> bool:
    storing = _storing(state, index)
    others = {name for name in state.readers if not _is_within(name, state.storing)}
    reading = index.running.intersection(others)
    return bool(storing and reading) and not index.served.isdisjoint(storing | reading)


def _is_within(name: str, storing: Iterable[str]) -> bool:
    """Tell whether a function is one of ``storing``, stands in one, or has one in it."""
    return any(f"{name}.".startswith(f"{one}.") or one.startswith(f"{name}.") for one in storing)
