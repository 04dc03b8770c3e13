"""Measure extracted areas against the whole application, lifted with the same adapter.

python -m tests.extraction                    # all; writes their rows in docs/measurements.md
python -m tests.extraction ctfd
python -m tests.extraction --sources DIR      # DIR/NAME instead of downloads, where it exists
"""

import argparse
import tempfile
from pathlib import Path

from tests.extraction.areas import APPLICATIONS
from tests.extraction.measure import Measured, measure
from tests.extraction.running import NotRunError
from tests.practice.__main__ import PAGE, replace_between, say
from tests.practice.applications import NotFetchedError

BEGIN, END = "<!-- extraction: begin -->", "<!-- extraction: end -->"
HEAD = (
    "| application | area | pairs equal | own files, kB | of those Python, kB | requirements, MB "
    "| without byte code | cold import, s | without byte code | warm overhead |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def line(one: Measured) -> str:
    """Write a row: what the service has, what lifting has, and how many times that is."""
    cells = (
        one.application.name,
        one.application.service,
        f"{one.equal} of {one.pairs}",
        _pair(one.code, 1000, 0),
        _pair(one.python, 1000, 0),
        _pair(one.dependencies, 1_000_000, 1),
        _times(one.bare_dependencies, one.dependencies[1]),
        _pair(one.start, 1, 2),
        _times(one.bare_start, one.start[1]),
        f"{one.overhead:.2f} x",
    )
    return f"| {' | '.join(cells)} |"


def _pair(pair: tuple[float, float], unit: float, digits: int) -> str:
    mine, whole = (f"{value / unit:,.{digits}f}" for value in pair)
    return f"{mine} / {whole} = {_times(*pair)}"


def _times(mine: float, whole: float) -> str:
    return f"{mine / whole:.2f} x"


def rows_with(page: str, name: str, row: str) -> list[str]:
    """Return the table of a page with the row of an application replaced or added."""
    table = page.partition(BEGIN)[2].partition(END)[0].splitlines()
    rows = {one.split("|")[1].strip(): one for one in table if one.startswith("|")}
    rows[name] = row
    return [*HEAD.splitlines(), *(rows[one.name] for one in APPLICATIONS if one.name in rows)]


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.extraction",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="applications; all by default")
    parser.add_argument("--sources", type=Path)
    given = parser.parse_args()
    for application in APPLICATIONS:
        if given.names and application.name not in given.names:
            continue
        with tempfile.TemporaryDirectory(prefix="migrate-extraction-") as scratch:
            try:
                measured = measure(application, given.sources, Path(scratch))
            except (NotRunError, NotFetchedError) as error:
                say(str(error))
                continue
        row = line(measured)
        say(row)
        replace_between(PAGE, BEGIN, END, rows_with(PAGE.read_text(), application.name, row))


if __name__ == "__main__":
    main()
