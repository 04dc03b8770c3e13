"""How well the call graph does on a benchmark in PyCG's form.

    python -m tests.analysis.graph_benchmark DIR [--misses]

A case is a folder below DIR with Python files and the ``callgraph.json`` that is true of them:
``{"caller": ["callee", …]}``. As in PyCG's paper (https://arxiv.org/abs/2103.00587) precision and
recall are of edges, over all cases together; a case is *complete* where no edge is false, and
*sound* where none is missing.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from migrator.reporting.graph import build_graph, render_pycg
from migrator.usecases.program import build_program

TRUTH = "callgraph.json"

Edges = frozenset[tuple[str, str]]


class Case(NamedTuple):
    """One folder: the edges that are true of it, and those that were found."""

    name: str
    wanted: Edges
    found: Edges


class Score(NamedTuple):
    """Shares of edges from 0 to 1; numbers of cases."""

    cases: int
    precision: float
    recall: float
    complete: int
    sound: int


def read_cases(folder: Path) -> Iterator[Case]:
    """Analyze every case below ``folder``, in the order of their names."""
    for truth in sorted(folder.rglob(TRUTH)):
        graph = render_pycg(build_graph(build_program(truth.parent)))
        yield Case(
            truth.parent.relative_to(folder).as_posix(),
            edges_of(json.loads(truth.read_text("utf-8"))),
            edges_of(json.loads(graph)),
        )


def edges_of(graph: dict[str, list[str]]) -> Edges:
    """Spell a graph as its edges."""
    return frozenset((caller, callee) for caller, called in graph.items() for callee in called)


def score(cases: list[Case]) -> Score:
    """Compare what was found with what is true."""
    right = sum(len(case.wanted & case.found) for case in cases)
    found = sum(len(case.found) for case in cases)
    wanted = sum(len(case.wanted) for case in cases)
    return Score(
        len(cases),
        right / found if found else 1.0,
        right / wanted if wanted else 1.0,
        complete=sum(case.found <= case.wanted for case in cases),
        sound=sum(case.wanted <= case.found for case in cases),
    )


def main(folder: str, *options: str) -> None:
    """Print the score of each group of cases and of all, and with ``--misses`` what is wrong."""
    cases = list(read_cases(Path(folder)))
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.name.rpartition("/")[0].rpartition("/")[2], []).append(case)
    for name, members in (*groups.items(), ("all", cases)):
        sys.stdout.write(f"{name:14} {spell(score(members))}\n")
    if "--misses" in options:
        for case in cases:
            for sign, edges in (("-", case.wanted - case.found), ("+", case.found - case.wanted)):
                for caller, callee in sorted(edges):
                    sys.stdout.write(f"{sign} {case.name}: {caller} -> {callee}\n")


def spell(found: Score) -> str:
    """Spell a score in one line."""
    return (
        f"{found.cases:4} cases, precision {found.precision:.3f}, recall {found.recall:.3f}, "
        f"complete {found.complete}, sound {found.sound}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
