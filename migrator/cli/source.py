"""What the commands that read the monolith have in common: SRC, and a bar while it is read."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from migrator.model.program import Program
from migrator.usecases.program import build_program
from migrator.usecases.source import Located, locate

source_argument = click.argument(
    "source",
    metavar="[SRC]",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)


def read_monolith(
    source: Path | None, *, plan_file: Path | None = None
) -> tuple[Program, Located]:
    """Locate the monolith and analyze it; progress goes to standard error, on a terminal."""
    located = locate(source, folder=Path(), plan_file=plan_file)
    if not sys.stderr.isatty():
        return build_program(located.source), located
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Reading", total=None)

        def advance(done: int, total: int) -> None:
            progress.update(bar, completed=done, total=total)

        return build_program(located.source, progress=advance), located
