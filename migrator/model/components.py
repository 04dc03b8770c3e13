"""Strongly connected components of a graph."""

from collections.abc import Mapping, Sequence


def components(graph: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the strongly connected components, by Kosaraju's two walks."""
    backwards: dict[str, list[str]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            backwards[target].append(node)
    left = {*graph}
    return [
        tuple(sorted(_collect(start, backwards, left)))
        for start in reversed(_finished(graph))
        if start in left
    ]


def _finished(graph: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the nodes in the order in which a walk in depth is done with them."""
    order: list[str] = []
    seen: set[str] = set()
    waiting = [(start, False) for start in reversed([*graph])]
    while waiting:
        node, is_done = waiting.pop()
        if is_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            waiting.append((node, True))
            waiting += [(target, False) for target in graph[node] if target not in seen]
    return order


def _collect(start: str, graph: Mapping[str, Sequence[str]], left: set[str]) -> list[str]:
    """Return what is reached from ``start`` among ``left``, and take it out of there."""
    group, waiting = [], [start]
    while waiting:
        node = waiting.pop()
        if node in left:
            left.discard(node)
            group.append(node)
            waiting += graph[node]
    return group
