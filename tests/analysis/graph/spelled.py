"""Graphs of sources in memory."""

import json

from migrator.reporting.graph import build_graph, render_pycg
from tests.analysis.programs import program_of

Files = str | dict[str, str]


def graph_of(files: Files) -> dict[str, list[str]]:
    """Return the graph in PyCG's form; a single source is ``main.py``."""
    program = program_of({"main.py": files} if isinstance(files, str) else files)
    graph: dict[str, list[str]] = json.loads(render_pycg(build_graph(program)))
    return graph


def calls_in(files: Files) -> dict[str, list[str]]:
    """Return the graph without those who call nothing."""
    return {caller: called for caller, called in graph_of(files).items() if called}
