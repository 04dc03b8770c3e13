"""``migrate graph``: the call graph, for people, for drawing, and for comparing with others."""

import json
from collections.abc import Callable, Mapping

import msgspec

from migrator.model.program import Program
from migrator.model.reach import CallGraph, module_of


class Graph(msgspec.Struct, frozen=True):
    """Who calls whom.

    Attributes:
        calls: every function, class and module, with the sorted names of what it calls.
        classes: those of the names that are classes.
    """

    calls: Mapping[str, tuple[str, ...]]
    classes: frozenset[str] = frozenset()


def build_graph(program: Program, roots: tuple[str, ...] = ()) -> Graph:
    """Map every function, class and module to what it calls; below ``roots`` only, if given."""
    edges: dict[str, set[str]] = {f"{module.name}:": set() for module in program.modules}
    edges |= {function.name: set() for function in program.functions}
    for call in program.calls:
        edges.setdefault(call.caller, set()).add(call.callee)
    for external in program.external_calls:
        edges.setdefault(external.function, set()).add(external.name)
    kept = set(CallGraph(program).parents(roots)) if roots else edges.keys()
    calls = {caller: tuple(sorted(edges[caller])) for caller in sorted(edges) if caller in kept}
    return Graph(calls, frozenset(f.name for f in program.functions if f.kind == "class"))


def render_json(graph: Graph) -> str:
    """Render nodes and edges with our names."""
    calls = [
        {"caller": caller, "callee": callee}
        for caller, called in graph.calls.items()
        for callee in called
    ]
    return json.dumps({"schema": 1, "nodes": list(graph.calls), "calls": calls}, indent=2) + "\n"


def render_pycg(graph: Graph) -> str:
    """Render the exchange format of PyCG: dotted names only, constructors for classes."""
    dotted: dict[str, list[str]] = {}
    for caller, called in graph.calls.items():
        callees = (_constructor(callee, graph) for callee in called)
        dotted[_dotted(caller)] = sorted({_dotted(callee) for callee in callees if callee})
    return json.dumps(dotted, indent=2, sort_keys=True) + "\n"


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
        f"  {_quoted(a)} -> {_quoted(b)};" for a, called in graph.calls.items() for b in called
    ]
    return "\n".join([*lines, "}"]) + "\n"


def render_mermaid(graph: Graph) -> str:
    """Render for Markdown pages that draw Mermaid."""
    numbers = {name: f"n{number}" for number, name in enumerate(sorted(_connected(graph)))}
    lines = ["flowchart LR"]
    lines += [f'  {number}["{_escaped(name)}"]' for name, number in numbers.items()]
    lines += [
        f"  {numbers[a]} --> {numbers[b]}" for a, called in graph.calls.items() for b in called
    ]
    return "\n".join(lines) + "\n"


GRAPH_FORMATS: Mapping[str, Callable[[Graph], str]] = {
    "pycg": render_pycg,
    "json": render_json,
    "dot": render_dot,
    "mermaid": render_mermaid,
}


def _connected(graph: Graph) -> set[str]:
    callers = {caller for caller, called in graph.calls.items() if called}
    return callers.union(*graph.calls.values())


def _constructor(callee: str, graph: Graph) -> str:
    """Name what a call of ``callee`` runs: a class without ``__init__`` runs nothing of ours."""
    if callee not in graph.classes:
        return callee
    constructor = f"{callee}.__init__"
    return constructor if constructor in graph.calls else ""


def _dotted(name: str) -> str:
    return name.rstrip(":").replace(":", ".")


def _short(name: str) -> str:
    return name.partition(":")[2] or name.rstrip(":")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _escaped(text: str) -> str:
    return text.replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
