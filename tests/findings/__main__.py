"""Measure how many findings on real applications are right.

    python -m tests.findings                           # compare with what was judged
    python -m tests.findings draw redash --count 10    # findings to read, drawn by chance
    python -m tests.findings --sources DIR             # DIR/NAME instead of downloads

A person reads what is drawn in the source and writes it into tests/findings/judged.tsv. Without
``draw``, the applications that occur there are analyzed, and the table of docs/measurements.md is
written: which of the judged findings are still reported, and how many of these are right.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from migrator.adapters.workers import Processes
from migrator.model.findings import Category, Finding
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.analyze import assess
from migrator.usecases.program import build_program
from tests.findings.judged import Judged, draw, precision, read_judged
from tests.practice.__main__ import PAGE, replace_between, say
from tests.practice.applications import APPLICATIONS, unpacked

BEGIN, END = "<!-- findings: begin -->", "<!-- findings: end -->"
HEAD = (
    "| findings | reported | judged | right | precision | rules | no longer reported |\n"
    "|---|---|---|---|---|---|---|"
)


def findings_of(name: str, sources: Path | None) -> tuple[Finding, ...]:
    """Analyze an application of the practice set."""
    application = next(one for one in APPLICATIONS if one.name == name)
    program = build_program(unpacked(application, sources), workers=Processes())
    return assess(program, load_rules(RULES)).findings


def rows(judged: tuple[Judged, ...], found: list[tuple[str, Finding]]) -> Iterator[str]:
    """Write the lines of the table: by category, and all together."""
    yield from HEAD.splitlines()
    for title, categories in (
        *((category.value, (category,)) for category in Category),
        ("**together**", tuple(Category)),
    ):
        counted = precision(judged, found, categories)
        total = counted.right + counted.wrong
        reported = sum(one.category in categories for _, one in found)
        gone = counted.gone if len(categories) > 1 else ""
        yield (
            f"| {title} | {reported} | {total} | {counted.right} | {counted.share:.2f} "
            f"| {counted.rules} | {gone} |"
        )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.findings", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("draw",))
    parser.add_argument("name", nargs="?")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--category", choices=[category.value for category in Category])
    parser.add_argument("--sources", type=Path)
    given = parser.parse_args()
    if given.what == "draw":
        known = {(one.application, one.rule, one.place) for one in read_judged()}
        findings = [
            one
            for one in findings_of(given.name, given.sources)
            if (given.name, one.rule, str(one.location)) not in known
            and given.category in {None, one.category.value}
        ]
        for one in draw(findings, given.count, given.seed):
            say(f"{given.name}\t{one.rule}\t{one.location}\t\t{one.message}")
        return
    judged = read_judged()
    names = sorted({one.application for one in judged})
    found = [(name, one) for name in names for one in findings_of(name, given.sources)]
    lines = list(rows(judged, found))
    say(*lines)
    replace_between(PAGE, BEGIN, END, lines)


if __name__ == "__main__":
    main()
