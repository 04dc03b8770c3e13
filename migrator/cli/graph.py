"""``migrate graph``."""

from collections.abc import Iterator
from pathlib import Path

import click

from migrator.cli.source import Reading, read_monolith, reading_options, source_argument
from migrator.errors import UnknownNameError
from migrator.model.program import EntryPoint, HttpRoute, Program
from migrator.model.reach import CallGraph
from migrator.model.strict_yaml import nearest
from migrator.model.tree import DEEPEST, Trees
from migrator.reporting.graph import GRAPH_FORMATS, build_graph, dotted, render_json
from migrator.reporting.tree import render_tree, tree_json

MOST_DEPTH = 100


@click.command()
@source_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(["tree", *GRAPH_FORMATS]),
    help="How to write the graph: by default json, and tree with --entry.",
)
@click.option(
    "--entry",
    help="Only what this entry point, path or function reaches.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, MOST_DEPTH),
    default=DEEPEST,
    show_default=True,
    help="How many calls deep trees go.",
)
@reading_options
def graph(
    source: Path | None, style: str | None, entry: str | None, depth: int, reading: Reading
) -> None:
    """Print the call graph.

    tree says what an entry point or function reaches, with file and line: tables, settings, AWS,
    hosts, files, tasks, transactions, and what depends on it without a call. What is written
    out elsewhere in the tree ends in "..."; functions that do none of this are left out.
    json, dot and mermaid say what reaches what; json with --entry holds the whole tree as well.
    pycg says which calls happen, in the exchange format of PyCG, also those of libraries and
    builtins.

    SRC is the folder with the monolith's source: by default the one that migration.yaml names,
    else the present one.

    \b
        migrate graph --entry "GET /orders/{order_id}"
        migrate graph --format pycg
        migrate graph --entry shop.orders.pricing:total --format dot | dot -Tsvg
    """  # noqa: D301
    if style == "tree" and not entry:
        raise click.UsageError("--format tree needs --entry: a tree starts somewhere")
    program, _ = read_monolith(source, reading=reading)
    meant = _meant(entry, program) if entry else ()
    if entry and style in {None, "tree"}:
        click.echo("\n".join(_lines(meant, program, depth)))
        return
    calls = CallGraph(program)
    roots = tuple(dict.fromkeys(root for one in meant for root in _roots(one, calls)))
    whole = build_graph(program, roots)
    if style in {None, "json"}:
        click.echo(render_json(whole, _trees(meant, program, depth)), nl=False)
    else:
        click.echo(GRAPH_FORMATS[style](whole), nl=False)


def _meant(entry: str, program: Program) -> tuple[EntryPoint | str, ...]:
    """Find what ``entry`` is: an entry point, all those of a path, or a function."""
    meant = [point for point in program.entry_points if entry in (point.label, _path(point))]
    if meant:
        return tuple(meant)
    functions = {dotted(function.name): function.name for function in program.functions}
    if dotted(entry) in functions:
        return (functions[dotted(entry)],)
    names = {point.label for point in program.entry_points} | set(functions.values())
    near = nearest(entry, names).strip(" ()")
    raise UnknownNameError(f"no entry point or function is called {entry!r}", hint=near or None)


def _roots(meant: EntryPoint | str, calls: CallGraph) -> tuple[str, ...]:
    return (meant,) if isinstance(meant, str) else calls.roots(meant)


def _lines(meant: tuple[EntryPoint | str, ...], program: Program, depth: int) -> Iterator[str]:
    trees = Trees(program)
    for one in meant:
        if isinstance(one, str):
            yield from render_tree(trees.of_functions((one,), depth=depth))
        else:
            yield one.label
            yield from render_tree(trees.of_entry_point(one, depth=depth))


def _trees(
    meant: tuple[EntryPoint | str, ...], program: Program, depth: int
) -> list[dict[str, object]]:
    """Return the trees for JSON, with what does nothing to the world too."""
    found: list[dict[str, object]] = []
    if not meant:
        return found
    trees = Trees(program)
    for one in meant:
        if isinstance(one, str):
            nodes = trees.of_functions((one,), depth=depth, is_whole=True)
        else:
            nodes = trees.of_entry_point(one, depth=depth, is_whole=True)
        label = one if isinstance(one, str) else one.label
        found.append({"entry": label, "runs": [tree_json(node) for node in nodes]})
    return found


def _path(point: EntryPoint) -> str:
    return point.trigger.path if isinstance(point.trigger, HttpRoute) else ""
