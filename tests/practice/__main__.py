"""Measure the analysis on real applications, against what they have when they run.

    python -m tests.practice                       # all; writes the table of docs/measurements.md
    python -m tests.practice flaskbb zou --misses 20
    python -m tests.practice --sources DIR         # DIR/NAME instead of downloads, where it exists

The applications are fetched from PyPI and GitHub into .practice once; what cannot be fetched is
named and left out. Each is analyzed by the command that users type, without a cache.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.practice.applications import (
    APPLICATIONS,
    CACHE,
    ROOT,
    Application,
    NotFetchedError,
    unpacked,
)
from tests.practice.score import Score, score, table_of

PAGE = ROOT / "docs" / "measurements.md"
BEGIN, END = "<!-- practice: begin -->", "<!-- practice: end -->"
HEAD = (
    "| application | framework | lines | pairs | recall | precision | handlers | tasks | s |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


class Measured(NamedTuple):
    """One application's analysis; ``seconds`` is wall time."""

    application: Application
    score: Score
    lines: int
    seconds: float


def measure(application: Application, source: Path) -> Measured:
    """Analyze in a process of its own, and compare with the application's table."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "analysis.json"
        command = [sys.executable, "-m", "migrator", "analyze", str(source), "--format", "json"]
        began = time.monotonic()
        done = subprocess.run(
            [*command, "-o", str(report)],
            cwd=scratch,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - began
        if not report.exists():
            raise SystemExit(f"{application.name}: {done.stderr}")
        analysis = json.loads(report.read_text())
    found = score(table_of(application.name), analysis["entry_points"])
    return Measured(application, found, analysis["source"]["lines"], seconds)


def row(measured: Measured) -> str:
    """Write one line of the table."""
    found = measured.score
    wanted, tasks = found.tasks
    cells = (
        measured.application.name,
        measured.application.framework,
        f"{measured.lines:,}",
        f"{found.wanted:,}",
        f"{found.recall:.4f}",
        f"{found.precision:.4f}",
        f"{found.handlers:.4f}",
        f"{tasks} of {wanted}" if wanted else "",
        f"{measured.seconds:.0f}",
    )
    return f"| {' | '.join(cells)} |"


def total(rows: list[Measured]) -> str:
    """Write the last line: all pairs together."""
    scores = [one.score for one in rows]
    wanted, found = sum(s.wanted for s in scores), sum(s.found for s in scores)
    reported, invented = sum(s.reported for s in scores), sum(len(s.invented) for s in scores)
    right = sum(s.right for s in scores)
    tasks = [sum(s.tasks[side] for s in scores) for side in (0, 1)]
    cells = (
        "**together**",
        "",
        f"{sum(one.lines for one in rows):,}",
        f"{wanted:,}",
        f"{found / max(1, wanted):.4f}",
        f"{1 - invented / max(1, reported):.4f}",
        f"{right / max(1, found):.4f}",
        f"{tasks[1]} of {tasks[0]}",
        f"{sum(one.seconds for one in rows):.0f}",
    )
    return f"| {' | '.join(cells)} |"


def replace_between(page: Path, begin: str, end: str, lines: list[str]) -> None:
    """Replace what stands between two marks of a page: a table."""
    before, _, rest = page.read_text().partition(begin)
    _, _, after = rest.partition(end)
    page.write_text("\n".join([before + begin, *lines, end]) + after)


def main() -> None:
    """Measure, and write the table when all were asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.practice",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="applications; all by default")
    parser.add_argument("--sources", type=Path, help="folder that has their sources already")
    parser.add_argument("--misses", type=int, default=0, help="show as many of each kind")
    options = parser.parse_args()
    CACHE.mkdir(exist_ok=True)
    rows: list[Measured] = []
    absent: list[str] = []
    say(HEAD)
    for application in APPLICATIONS:
        if options.names and application.name not in options.names:
            continue
        try:
            source = unpacked(application, options.sources)
        except NotFetchedError as error:
            absent.append(f"not measured: {application.name} ({error})")
            continue
        rows.append(measure(application, source.resolve()))
        say(row(rows[-1]))
        show_misses(rows[-1].score, options.misses)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    say(total(rows), *absent, f"largest process: {peak:.1f} GB")
    if not options.names:
        replace_between(PAGE, BEGIN, END, [HEAD, *map(row, rows), total(rows), *absent])


def show_misses(found: Score, most: int) -> None:
    """Print the pairs behind what is missing from 1."""
    groups = (
        ("missed", found.missed),
        ("wrong handler", found.misattributed),
        ("not served", found.invented),
    )
    for title, pairs in groups:
        say(*(f"  {title}: {method} {path}" for _, method, path in pairs[:most]))


def say(*lines: str) -> None:
    """Print at once: a run takes minutes."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
