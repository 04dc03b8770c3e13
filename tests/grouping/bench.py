"""``make grouping-bench``: do calls, data and hidden edges alone find an application's own areas?

Package paths, URLs and names are hidden; files stay whole, since files are what moves. What is
found is compared with the applications' own division, and so is what plain Louvain finds. The
things that are divided are the functions and classes at the top level of modules.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from migrator.grouping import judge, propose
from migrator.grouping.blind import divide_blindly
from migrator.grouping.crossings import add_crossings
from migrator.grouping.judge import plain_louvain
from migrator.grouping.study import Study
from migrator.model.program import Program
from migrator.model.reach import find_reaches, module_of
from migrator.usecases.program import build_program
from tests.grouping.agreement import adjusted_rand_index, mojofm
from tests.practice.applications import APPLICATIONS, ROOT, unpacked

DOCS = ROOT / "docs" / "measurements.md"
BEGIN, END = "<!-- grouping: begin -->\n", "<!-- grouping: end -->\n"
LEAST = 60.0
SMALLEST = 3  # modules of an area; what is smaller says nothing about grouping


class Case(NamedTuple):
    """An application, and at which level of packages its own areas are.

    Attributes:
        package: below it each package is an area.
        role: ``promised`` has to be better than plain Louvain; ``beside`` was looked at as well
            while weights were set; ``fresh`` was measured once, when they were.
    """

    name: str
    kind: str
    package: str
    role: str = "promised"


class Score(NamedTuple):
    """How well a division agrees with the application's own."""

    mojofm: float
    rand: float
    parts: int


CASES = (
    Case("healthchecks", "django", "hc"),
    Case("saleor", "django", "saleor"),
    Case("wagtail", "django", "wagtail"),
    Case("flaskbb", "flask", "flaskbb"),
    Case("lemur", "flask", "lemur"),
    Case("pretalx", "django", "pretalx", role="beside"),
    Case("redash", "flask", "redash", role="beside"),
    Case("label-studio", "django", "label_studio", role="beside"),
    Case("pretix", "django", "pretix", role="beside"),
    Case("zou", "flask", "zou.app.blueprints", role="beside"),
    Case("fides", "fastapi", "fides.api", role="fresh"),
    Case("faraday", "flask", "faraday.server", role="fresh"),
)


def areas_of(program: Program, package: str) -> dict[str, str]:
    """Map the modules of the application's own areas to them."""
    depth = package.count(".") + 2
    found = {}
    for module in program.modules:
        parts = module.name.split(".")
        is_inside = module.name.startswith(f"{package}.")
        if is_inside and (len(parts) > depth or (len(parts) == depth and module.is_package)):
            found[module.name] = ".".join(parts[:depth])
    sizes = Counter(found.values())
    return {module: area for module, area in found.items() if sizes[area] >= SMALLEST}


def time_grouping(program: Program) -> float:
    """Take the CPU seconds of all that `migrate plan` does when the program is known."""
    started = time.process_time()
    reaches = find_reaches(program)
    study = Study(program)
    plan = propose(program, reaches=reaches, study=study)
    judge(study, add_crossings(study, plan), reaches)
    return time.process_time() - started


def compare(program: Program, package: str) -> tuple[int, int, Score, Score]:
    """Return how many things and areas there are, and the scores of ours and of plain Louvain."""
    areas = areas_of(program, package)
    modules = [
        m
        for f in program.functions
        if "." not in f.name.partition(":")[2] and (m := module_of(f.name)) in areas
    ]
    wanted = [areas[module] for module in modules]
    study = Study(program)
    ours, plain = divide_blindly(study), plain_louvain(study.affinity)
    scores = []
    for parts in (ours, plain):
        found = [parts.get(module, module) for module in modules]
        scores.append(
            Score(mojofm(found, wanted), adjusted_rand_index(found, wanted), len({*found}))
        )
    return len(modules), len({*wanted}), scores[0], scores[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all cases, write the table of the docs; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.grouping.bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these; nothing is written then")
    parser.add_argument("--sources", type=Path, metavar="DIR", help="take DIR/NAME if it exists")
    asked = parser.parse_args(arguments)
    rows, is_kept, values = [], True, []
    for case in (case for case in CASES if not asked.names or case.name in asked.names):
        program = read(case, asked.sources)
        things, areas, ours, plain = compare(program, case.package)
        if case.role == "promised":
            is_kept &= ours.mojofm > plain.mojofm and ours.rand > plain.rand
            values.append(ours.mojofm)
        name = case.name if case.role == "promised" else f"{case.name}, {case.role}"
        rows.append(
            f"| {name} | {case.kind} | {things:,} | {areas} | {ours.mojofm:.1f} | "
            f"{plain.mojofm:.1f} | {ours.rand:.2f} | {plain.rand:.2f} | "
            f"{ours.parts} | {plain.parts} | {program.lines:,} | {time_grouping(program):.1f} |\n"
        )
        sys.stdout.write(rows[-1])
        sys.stdout.flush()
    mean = sum(values) / max(1, len(values))
    rows.append(f"| **mean of the five** | | | | **{mean:.1f}** | | | | | | | |\n")
    sys.stdout.write(rows[-1])
    if not asked.names:
        _write(rows)
    return 0 if is_kept and mean >= LEAST else 1


def read(case: Case, sources: Path | None) -> Program:
    """Read an application."""
    known = {application.name: application for application in APPLICATIONS}
    return build_program(unpacked(known[case.name], sources))


def _write(rows: Sequence[str]) -> None:
    head = (
        "| application | framework | functions, classes | areas | MoJoFM | Louvain | Rand "
        "| Louvain | parts | Louvain | lines | s |\n" + "|---" * 12 + "|\n"
    )
    text = DOCS.read_text("utf-8")
    before, rest = text.split(BEGIN)
    DOCS.write_text(before + BEGIN + head + "".join(rows) + END + rest.split(END)[1], "utf-8")


if __name__ == "__main__":
    sys.exit(main())
