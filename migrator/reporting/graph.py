"""``migrate graph``: the call graph, for people, for drawing, and for comparing with others."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from migrator.model.program import Program
from migrator.model.reach import CallGraph, module_of

Edges = Mapping[str, tuple[str, ...]]


class Graph(msgspec.Struct, frozen=True):
    """Who calls whom: every function, class and module, with the sorted names of what it calls.

    Attributes:
        reach: what a function reaches; who calls a decorated name reaches what it stands for.
        calls: calls as they happen; what is called of others is a caller of nothing.
    """

    reach: Edges
    calls: Edges


def build_graph(program: Program, roots: tuple[str, ...] = ()) -> Graph:
    """Map every function, class and module to what it calls; below ``roots`` only, if given."""
    nodes = {f"{module.name}:" for module in program.modules}
    nodes |= {function.name for function in program.functions}
    kept = set(CallGraph(program).parents(roots)) if roots else nodes
    reach = [(call.caller, call.callee) for call in program.calls]
    reach += [(external.function, external.name) for external in program.external_calls]
    return Graph(_by_caller(reach, nodes, kept), _by_caller(program.edges, nodes, kept))


def _by_caller(edges: Iterable[tuple[str, str]], nodes: set[str], kept: set[str]) -> Edges:
    """Collect what each of ``kept`` calls of them, and of what the project does not define."""
    called: dict[str, set[str]] = {node: set() for node in kept}
    for caller, callee in edges:
        if caller in kept and (callee in kept or callee not in nodes):
            called[caller].add(callee)
    return {caller: tuple(sorted(called[caller])) for caller in sorted(called)}


def render_json(graph: Graph, trees: Sequence[Mapping[str, object]] = ()) -> str:
    """Render nodes and edges with our names; ``trees`` are those of entry points, if given."""
    calls = [
        {"caller": caller, "callee": callee}
        for caller, called in graph.reach.items()
        for callee in called
    ]
    found = {"schema": 1, "nodes": list(graph.reach), "calls": calls}
    return json.dumps(found | ({"trees": list(trees)} if trees else {}), indent=2) + "\n"


def render_pycg(graph: Graph) -> str:
    """Render the exchange format of PyCG: dotted names only, every name a key."""
    names: dict[str, set[str]] = {}
    for caller, called in graph.calls.items():
        callees = {dotted(callee) for callee in called}
        names.setdefault(dotted(caller), set()).update(callees)
        for callee in callees:
            names.setdefault(callee, set())
    return json.dumps({name: sorted(names[name]) for name in sorted(names)}, indent=2) + "\n"


def render_dot(graph: Graph) -> str:
    """Render for Graphviz, one cluster for each module."""
    lines = ["digraph calls {", "  rankdir=LR;", "  node [shape=box, fontsize=10];"]
    modules: dict[str, list[str]] = {}
    for name in sorted(_connected(graph)):
        modules.setdefault(module_of(name) if ":" in name else "", []).append(name)
    for number, (module, names) in enumerate(modules.items()):
        lines.append(f"  subgraph cluster_{number} {{ label={_quoted(module or 'external')};")
        lines += [f"    {_quoted(name)} [label={_quoted(_short(name))}];" for name in names]
        lines.append("  }")
    lines += [
        f"  {_quoted(a)} -> {_quoted(b)};" for a, called in graph.reach.items() for b in called
    ]
    return "\n".join([*lines, "}"]) + "\n"


def render_mermaid(graph: Graph) -> str:
    """Render for Markdown pages that draw Mermaid."""
    numbers = {name: f"n{number}" for number, name in enumerate(sorted(_connected(graph)))}
    lines = ["flowchart LR"]
    lines += [f'  {number}["{_escaped(name)}"]' for name, number in numbers.items()]
    lines += [
        f"  {numbers[a]} --> {numbers[b]}" for a, called in graph.reach.items() for b in called
    ]
    return "\n".join(lines) + "\n"


GRAPH_FORMATS: Mapping[str, Callable[[Graph], str]] = {
    "pycg": render_pycg,
    "json": render_json,
    "dot": render_dot,
    "mermaid": render_mermaid,
}


def _connected(graph: Graph) -> set[str]:
    callers = {caller for caller, called in graph.reach.items() if called}
    return callers.union(*graph.reach.values())


def dotted(name: str) -> str:
    """Spell a name as PyCG does: ``module:Class.method`` -> ``module.Class.method``."""
    return name.rstrip(":").replace(":", ".")


def _short(name: str) -> str:
    return name.partition(":")[2] or name.rstrip(":")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _escaped(text: str) -> str:
    return text.replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
