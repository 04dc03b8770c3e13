"""Hidden edges: what depends without a call or an import."""

from collections import Counter
from collections.abc import Iterable, Iterator

from migrator.grouping.ties import Material, Tie, home_of, node_of_table
from migrator.model.location import Location

WEIGHTS = {
    "foreign-key": 1.0,
    "relation": 0.5,
    "model-name": 0.5,
    "signal": 1.0,
    "task-name": 1.0,
    "implicit": 1.0,
    "session-key": 1.0,
    "request-global": 0.5,
    "context-processor": 0.25,
    "url-name": 0.5,
    "template-url": 0.25,
}


def hidden(material: Material) -> Iterator[Tie]:
    """Tie both ends of each hidden edge; what many modules depend on says little."""
    found: dict[tuple[str, str, str], Location] = {}
    for edge in material.program.hidden_edges:
        target = _node(edge.target, material)
        if target and home_of(target) != home_of(edge.source):
            found.setdefault((edge.kind, edge.source, target), edge.location)
    users = Counter((kind, target) for kind, _, target in _by_module(found))
    for (kind, source, target), location in found.items():
        weight = WEIGHTS.get(kind, 0.25) / users[kind, target]
        yield Tie(source, target, weight, location)


def _by_module(found: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    return {(kind, home_of(source), target) for kind, source, target in found}


def _node(target: str, material: Material) -> str:
    """Find what a target is: a table, the handler of an entry point, a function; else nothing."""
    if target in material.tables:
        return node_of_table(target)
    return material.handlers.get(target, target if ":" in target and " " not in target else "")
