"""Measure the tables that the analysis names against the SQL of running applications.

    python -m tests.effects                        # all; writes the table of docs/measurements.md
    python -m tests.effects ctfd --misses 20
    python -m tests.effects record healthchecks    # run it, and write down anew what it touches
    python -m tests.effects --sources DIR          # DIR/NAME instead of downloads, where it exists

Each application is run on SQLite, in an environment of its own, by ``record``; what its routes
touched is kept in tests/effects/tables. To measure, only the source is read.
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from migrator.adapters.workers import Processes
from migrator.usecases.program import build_program
from tests.effects.applications import APPLICATIONS, Application
from tests.effects.record import record
from tests.effects.score import Counts, Miss, Score, score
from tests.effects.truth import Truth, truth_of
from tests.practice.__main__ import PAGE, replace_between, say
from tests.practice.applications import CACHE, NotFetchedError, unpacked

BEGIN, END = "<!-- effects: begin -->", "<!-- effects: end -->"
HEAD = (
    "| application | routes | calls | pairs | recall | precision | special | recall | precision "
    "| tables | recall | precision | with libraries' | recall | precision |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"
)


class Measured(NamedTuple):
    """One application."""

    application: Application
    calls: int
    score: Score


def measure(application: Application, source: Path) -> Measured:
    """Analyze the source and compare."""
    truth = truth_of(application.name)
    program = build_program(source, workers=Processes())
    return Measured(application, calls_of(truth), score(truth, program))


def calls_of(truth: Truth) -> int:
    """Count the requests."""
    return sum(times for route in truth.routes for _, times in route.statuses)


def rows(measured: list[Measured]) -> list[str]:
    """Write the lines of the table: each application, their sum, and then those added last."""
    found = [one for one in measured if not one.application.is_later]
    later = [one for one in measured if one.application.is_later]
    lines = [_line(one, one.application.name) for one in found]
    if len(found) > 1:
        groups = zip(*(_groups(one.score) for one in found), strict=True)
        summed = [reduce(Counts.plus, group) for group in groups]
        routes, calls = (sum(one.score.routes for one in found), sum(one.calls for one in found))
        lines.append(_row("**together**", routes, calls, summed))
    return [*lines, *(_line(one, f"{one.application.name}, added last") for one in later)]


def _line(measured: Measured, name: str) -> str:
    return _row(name, measured.score.routes, measured.calls, _groups(measured.score))


def _groups(found: Score) -> tuple[Counts, ...]:
    return found.modes, found.special, found.tables, found.everything


def _row(name: str, routes: int, calls: int, groups: Iterable[Counts]) -> str:
    cells = [name, str(routes), str(calls)]
    for counts in groups:
        cells += [str(counts.wanted), f"{counts.recall:.3f}", f"{counts.precision:.3f}"]
    return f"| {' | '.join(cells)} |"


def show(title: str, misses: tuple[Miss, ...], most: int) -> None:
    """Print what differs, and of all of it the most frequent tables."""
    if not most:
        return
    tables = Counter(f"{miss.mode} {miss.table}" for miss in misses)
    often = ", ".join(f"{table} {count}" for table, count in tables.most_common(8))
    say(f"  {title}: {len(misses)}; {often}")
    for miss in misses[:most]:
        say(f"    {miss.method} {miss.path} {miss.mode}s {miss.table}: {miss.why}")


def main() -> None:
    """Measure, or record."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.effects",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="record, and applications; all by default")
    parser.add_argument("--sources", type=Path, help="folder that has their sources already")
    parser.add_argument("--misses", type=int, default=0, help="show as many of each kind")
    options = parser.parse_args()
    is_recording = options.names[:1] == ["record"]
    names = options.names[1:] if is_recording else options.names
    CACHE.mkdir(exist_ok=True)
    measured: list[Measured] = []
    absent: list[str] = []
    for application in APPLICATIONS:
        if names and application.name not in names:
            continue
        try:
            source = unpacked(application.source, options.sources).resolve()
            if is_recording:
                say(f"recorded: {record(application, source)}")
                continue
        except NotFetchedError as error:
            absent.append(f"not measured: {application.name} ({error})")
            continue
        measured.append(measure(application, source))
        show(f"{application.name}, missed", measured[-1].score.missed, options.misses)
        show(f"{application.name}, surplus", measured[-1].score.surplus, options.misses)
    table = [HEAD, *rows(measured)] if measured else []
    say(*table, *absent)
    if measured and not names:
        replace_between(PAGE, BEGIN, END, [*table, *absent])


if __name__ == "__main__":
    main()
