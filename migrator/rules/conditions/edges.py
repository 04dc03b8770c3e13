"""``edge``: a dependency that no call or import shows."""

from collections.abc import Iterator

import msgspec

from migrator.model.effects import HiddenEdge
from migrator.rules.index import Index
from migrator.rules.match import Match


class EdgeOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hidden dependency of such a kind; see ``HiddenEdge``.

    Attributes:
        crosses: only those that lead from one service to another.
    """

    kind: tuple[str, ...]
    crosses: bool = False


def find(condition: EdgeOf, index: Index) -> Iterator[Match]:
    """Yield the edges, by the key where two meet by one, else by what is depended on."""
    for one in index.program.hidden_edges:
        if one.kind not in condition.kind:
            continue
        other = _crossed(one, index)
        if other or not condition.crosses:
            functions = index.members.get(one.source) or (one.source,)
            yield Match(one.location, one.key or one.target, functions, other)


def _crossed(edge: HiddenEdge, index: Index) -> str:
    """Name the other service where an edge leads to one."""
    source, target = index.service_of(edge.source), index.service_of_thing(edge.target)
    return target if source and target != source else ""
