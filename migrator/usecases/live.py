"""Compare what was read from the source with what the running application lists."""

import re
from collections.abc import Set

from migrator.analysis.path_templates import from_angles, from_braces, from_regex
from migrator.model.live import LiveComparison, LiveRoute, LiveTable
from migrator.model.program import EntryPoint, HttpRoute, Program, Websocket

PARAMETER = re.compile(r"\{[^{}]*\}")
EXPRESSION = re.compile(r"\(\?|[\^$]|\\Z")
ANY = "ANY"
Pair = tuple[str, str]


def compare(program: Program, table: LiveTable) -> LiveComparison:
    """Match (method, path) pairs, whatever parameters are called."""
    live = {route: _pair_of_live(route) for route in table.routes}
    static = {
        point.label: pair for point in program.entry_points if (pair := _pair_of_static(point))
    }
    served, found = _with_any(set(live.values())), _with_any(set(static.values()))
    both = frozenset(label for label, pair in static.items() if _is_in(pair, served))
    return LiveComparison(
        application=table.application,
        framework=table.framework,
        routes=len(table.routes),
        both=both,
        only_live=tuple(sorted(route for route, pair in live.items() if not _is_in(pair, found))),
        only_static=tuple(sorted(static.keys() - both)),
    )


def _with_any(pairs: set[Pair]) -> set[Pair]:
    """Add, for what any method is asked for on, every path."""
    return pairs | {(f"{ANY} of", path) for _, path in pairs}


def _is_in(pair: Pair, pairs: Set[Pair]) -> bool:
    """A view that takes any method on one side is each method on the other."""
    method, path = pair
    if method == ANY:
        return (f"{ANY} of", path) in pairs
    return pair in pairs or (ANY, path) in pairs


def _pair_of_static(point: EntryPoint) -> Pair | None:
    match point.trigger:
        case HttpRoute(method=method, path=path):
            return method, _shape(path)
        case Websocket(path=path):
            return "websocket", _shape(path)
    return None


def _pair_of_live(route: LiveRoute) -> Pair:
    declared = route.declared
    if EXPRESSION.search(declared):
        return route.method or route.kind, _shape(from_angles(from_regex(declared)))
    template = from_angles(declared) if "<" in declared else from_braces(declared)
    return route.method or route.kind, _shape(template)


def _shape(path: str) -> str:
    """Give paths that differ in the names of their parameters one spelling."""
    return PARAMETER.sub("{}", re.sub("/{2,}", "/", f"/{path}")).rstrip("/") or "/"
