"""A table of docs/measurements.md that has a row for each application."""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from tests.extraction.areas import APPLICATIONS, Application
from tests.extraction.running import NotRunError
from tests.practice.__main__ import PAGE, replace_between, say
from tests.practice.applications import NotFetchedError


class Table(NamedTuple):
    """The marks that it stands between, and its first two lines."""

    begin: str
    end: str
    head: str

    def with_row(self, page: str, name: str, row: str) -> list[str]:
        """Return the lines of a page's table with the row of an application replaced or added."""
        lines = page.partition(self.begin)[2].partition(self.end)[0].splitlines()
        rows = {one.split("|")[1].strip(): one for one in lines if one.startswith("|")}
        rows[name] = row
        return [*self.head.splitlines(), *(rows[o.name] for o in APPLICATIONS if o.name in rows)]


def fill(
    table: Table,
    program: str,
    description: str | None,
    row_of: Callable[[Application, Path | None, Path], str],
    applications: Iterable[Application] = APPLICATIONS,
) -> None:
    """Write the rows of the applications that the command line names; all by default.

    Args:
        table: what has them.
        program: how it is called, for ``--help``.
        description: what it does, for ``--help``.
        row_of: makes a row of an application, a folder of sources and an empty folder.
        applications: those that have a row.
    """
    parser = argparse.ArgumentParser(
        prog=program,
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="applications; all by default")
    parser.add_argument("--sources", type=Path, default=os.environ.get("SOURCES"))
    given = parser.parse_args()
    for application in applications:
        if given.names and application.name not in given.names:
            continue
        with tempfile.TemporaryDirectory(prefix="migrate-extraction-") as scratch:
            try:
                row = row_of(application, given.sources, Path(scratch))
            except (NotRunError, NotFetchedError) as error:
                say(str(error))
                continue
        say(row)
        rows = table.with_row(PAGE.read_text(), application.name, row)
        replace_between(PAGE, table.begin, table.end, rows)
