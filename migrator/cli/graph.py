"""``migrate graph``."""

from pathlib import Path

import click

from migrator.cli.source import Reading, read_monolith, reading_options, source_argument
from migrator.errors import UnknownNameError
from migrator.model.program import EntryPoint, HttpRoute, Program
from migrator.model.reach import CallGraph
from migrator.model.strict_yaml import nearest
from migrator.reporting.graph import GRAPH_FORMATS, build_graph, dotted


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
@click.option(
    "--entry",
    help="Only what this entry point, path or function reaches.",
)
@reading_options
def graph(source: Path | None, style: str, entry: str | None, reading: Reading) -> None:
    """Print the call graph.

    json, dot and mermaid say what reaches what; pycg says which calls happen, in the exchange
    format of PyCG, also those of libraries and builtins.

    SRC is the folder with the monolith's source: by default the one that migration.yaml names,
    else the present one.

    \b
        migrate graph --format pycg
        migrate graph --entry "GET /orders/{order_id}" --format mermaid
        migrate graph --entry shop.orders.pricing:total --format dot | dot -Tsvg
    """  # noqa: D301
    program, _ = read_monolith(source, reading=reading)
    roots = _roots(entry, program) if entry else ()
    click.echo(GRAPH_FORMATS[style](build_graph(program, roots)), nl=False)


def _roots(entry: str, program: Program) -> tuple[str, ...]:
    """Name what ``entry`` is: an entry point, all those of a path, or a function."""
    calls = CallGraph(program)
    meant = [point for point in program.entry_points if entry in (point.label, _path(point))]
    if meant:
        return tuple(dict.fromkeys(root for point in meant for root in calls.roots(point)))
    functions = {dotted(function.name): function.name for function in program.functions}
    if dotted(entry) in functions:
        return (functions[dotted(entry)],)
    names = {point.label for point in program.entry_points} | set(functions.values())
    near = nearest(entry, names).strip(" ()")
    raise UnknownNameError(f"no entry point or function is called {entry!r}", hint=near or None)


def _path(point: EntryPoint) -> str:
    return point.trigger.path if isinstance(point.trigger, HttpRoute) else ""
