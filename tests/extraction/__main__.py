"""Measure extracted areas against the whole application, lifted with the same adapter.

python -m tests.extraction                    # all; writes their rows in docs/measurements.md
python -m tests.extraction ctfd
python -m tests.extraction --sources DIR      # DIR/NAME instead of downloads, where it exists
"""

from pathlib import Path

from tests.extraction.areas import Application
from tests.extraction.measure import Measured, measure
from tests.extraction.table import Table, fill

TABLE = Table(
    "<!-- extraction: begin -->",
    "<!-- extraction: end -->",
    "| application | area | pairs equal | own files, kB | of those Python, kB | requirements, MB "
    "| without byte code | cold import, s | without byte code | warm overhead |\n"
    "|---|---|---|---|---|---|---|---|---|---|",
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


def row_of(application: Application, sources: Path | None, scratch: Path) -> str:
    """Measure an application."""
    return line(measure(application, sources, scratch))


if __name__ == "__main__":
    fill(TABLE, "python -m tests.extraction", __doc__, row_of)
