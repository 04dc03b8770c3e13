"""Count the routes of real applications that can be answered without their framework.

    python -m tests.native                # all of Flask; writes the table of docs/measurements.md
    python -m tests.native zou redash     # some, with their most frequent reasons
    python -m tests.native --sources DIR  # DIR/NAME instead of downloads, where it exists

The whole application is taken for the service, so that everything which runs at the start counts.
Views of Django and FastAPI are hosted as such, and are not listed.
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from migrator.adapters.source_tree import SourceTree
from migrator.cli.source import read_whole
from migrator.generation.native.decide import decide
from migrator.generation.native.scopes import Kept
from migrator.generation.symbols.table import SymbolTable
from migrator.model.program import HttpRoute, Program
from migrator.model.serving import Serving
from tests.practice.__main__ import PAGE, replace_between, say
from tests.practice.applications import APPLICATIONS, ROOT, NotFetchedError, unpacked

BEGIN, END = "<!-- native: begin -->", "<!-- native: end -->"
HEAD = (
    "| application | routes | native | view alone would be | reasons of the application "
    "| most frequent reason of views |\n|---|--:|--:|--:|--:|---|"
)
WORDS = re.compile(r"`[^`]*`")


class Counted(NamedTuple):
    """What was decided for one application."""

    name: str
    servings: tuple[Serving, ...]

    def row(self) -> str:
        """Write a line of the table."""
        shared = {h for s in self.servings for h in s.hindrances if h.is_shared}
        first, count = next(iter(self.reasons().most_common(1)), ("none", 0))
        cells = (
            self.name,
            str(len(self.servings)),
            str(sum(s.is_native for s in self.servings)),
            str(sum(not s.own for s in self.servings)),
            str(len(shared)),
            f"{first} ({count})",
        )
        return f"| {' | '.join(cells)} |"

    def reasons(self) -> Counter[str]:
        """Count the first reason of each view, without names."""
        firsts = (s.own[0].says for s in self.servings if s.own)
        return Counter(WORDS.sub("`…`", says) for says in firsts)


def count(name: str, folder: Path) -> Counted:
    """Analyze an application and decide for all of its routes."""
    program = read_whole(folder)
    modules = {module.name: module for module in program.modules}
    table = SymbolTable(modules, SourceTree(folder), frozenset(modules))
    routes = [
        point
        for point in program.entry_points
        if isinstance(point.trigger, HttpRoute) and point.framework == "flask"
    ]
    kept = Kept(frozenset(modules), {})
    decided = decide(program, table, kept, _application(program), routes)
    return Counted(name, decided.servings)


def _application(program: Program) -> str:
    """Name a factory, else an object: what is called at the start."""
    found = [one for one in program.applications if one.framework == "flask"]
    factories = [one for one in found if one.is_factory]
    return (factories or found)[0].name if found else ""


def main() -> None:
    """Count, and write the table if all were counted."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.native",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="applications; all of Flask by default")
    parser.add_argument("--sources", type=Path)
    given = parser.parse_args()
    rows = HEAD.splitlines()
    counted = [count("the example", ROOT / "examples" / "monolith")] if not given.names else []
    for application in APPLICATIONS:
        wanted = given.names or [application.name]
        if application.framework == "flask" and application.name in wanted:
            try:
                folder = unpacked(application, given.sources)
            except NotFetchedError as error:
                sys.exit(str(error))
            counted.append(count(application.name, folder))
            say(counted[-1].row())
    rows += [one.row() for one in counted]
    if given.names:
        for one in counted:
            say("".join(f"{number:5} {says}\n" for says, number in one.reasons().most_common(12)))
    else:
        replace_between(PAGE, BEGIN, END, rows)


if __name__ == "__main__":
    main()
