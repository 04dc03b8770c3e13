"""Calls: the fewer modules call a function, the more a call of it says."""

from collections.abc import Iterator

from migrator.grouping.ties import Material, Tie
from migrator.model.location import Location
from migrator.model.reach import module_of


def calls(material: Material) -> Iterator[Tie]:
    """Tie callers to what they call in other modules, once each."""
    found: dict[tuple[str, str], Location] = {}
    callers: dict[str, set[str]] = {}
    for call in material.program.calls:
        home = module_of(call.caller)
        if home != module_of(call.callee):
            found.setdefault((call.caller, call.callee), call.location)
            callers.setdefault(call.callee, set()).add(home)
    for (caller, callee), location in found.items():
        yield Tie(caller, callee, 1 / len(callers[callee]), location)
