"""``migrate graph``."""

from pathlib import Path

import click

from migrator.cli.source import Reading, read_monolith, reading_options, source_argument
from migrator.errors import UnknownNameError
from migrator.model.program import Program
from migrator.model.reach import CallGraph
from migrator.model.strict_yaml import nearest
from migrator.reporting.graph import GRAPH_FORMATS, build_graph


@click.command()
@source_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(list(GRAPH_FORMATS)),
    default="json",
    show_default=True,
    help="How to write the graph.",
)
@click.option("--entry", help="Only what this entry point or function reaches.")
@reading_options
def graph(source: Path | None, style: str, entry: str | None, reading: Reading) -> None:
    """Print the call graph.

    SRC is the folder with the monolith's source: by default the one that migration.yaml names,
    else the present one.

    \b
        migrate graph --format pycg
        migrate graph --entry "GET /orders/{order_id}" --format mermaid
    """  # noqa: D301
    program, _ = read_monolith(source, reading=reading)
    roots = _roots(entry, program) if entry else ()
    click.echo(GRAPH_FORMATS[style](build_graph(program, roots)), nl=False)


def _roots(entry: str, program: Program) -> tuple[str, ...]:
    calls = CallGraph(program)
    for entry_point in program.entry_points:
        if entry == entry_point.label:
            return calls.roots(entry_point)
    functions = {function.name for function in program.functions}
    if entry in functions:
        return (entry,)
    names = {e.label for e in program.entry_points} | functions
    near = nearest(entry, names).strip(" ()")
    raise UnknownNameError(f"no entry point or function is called {entry!r}", hint=near or None)
