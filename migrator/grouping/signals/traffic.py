"""Traffic: what busy routes call matters more than what nobody asks for."""

from collections.abc import Iterator
from math import log1p

from migrator.grouping.ties import Material, Tie
from migrator.model.reach import module_of


def traffic(material: Material) -> Iterator[Tie]:
    """Tie functions to what they call once more, by how many requests run the call."""
    if material.traffic is None or not material.traffic.requests:
        return
    asked = {one.label: one.requests for one in material.traffic.entry_points}
    requests: dict[str, int] = {}
    for entry_point in material.program.entry_points:
        count = asked.get(entry_point.label, 0)
        if count:
            for name in material.graph.parents(material.graph.roots(entry_point)):
                requests[name] = requests.get(name, 0) + count
    most = log1p(material.traffic.requests)
    for call in material.program.calls:
        if call.caller in requests and module_of(call.caller) != module_of(call.callee):
            share = log1p(requests[call.caller]) / most
            yield Tie(call.caller, call.callee, share, call.location)
