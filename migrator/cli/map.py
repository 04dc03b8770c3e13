"""``migrate map``."""

import signal
import sys
from pathlib import Path

import click
import msgspec

from migrator.adapters.filesystem import FileSystem
from migrator.adapters.map_server import open_map_server
from migrator.cli.source import Reading, read_monolith, reading_options, source_argument
from migrator.model.program import Program
from migrator.reporting.bundle import read_bundle
from migrator.reporting.map_html import render_map
from migrator.usecases.map import draw_chart, save_plan
from migrator.usecases.program import require_whole
from migrator.usecases.source import Located

STANDARD_OUTPUT = Path("-")


class _Map(msgspec.Struct, frozen=True):
    """A monolith and its plan, drawn whenever somebody looks."""

    program: Program
    located: Located
    save_to: str = ""

    def page(self) -> str:
        """Draw the plan as it is now."""
        located = self.located
        chart = draw_chart(self.program, located.source, located.plan_file, self.save_to)
        return render_map(chart)

    def save(self, text: str, digest: str) -> str:
        """Write a changed plan."""
        file = self.located.plan_file
        written = save_plan(self.program, file, text, digest=digest, files=FileSystem())
        click.echo(f"{file} is written", err=True)
        return written


@click.command()
@source_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="map.html",
    show_default=True,
    help="The page; - for standard output.",
)
@click.option(
    "--serve",
    is_flag=True,
    help="Write no page, but show it on 127.0.0.1, from where it can save migration.yaml.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="Of --serve, on 127.0.0.1; 0 picks a free one.",
)
@click.option("--open", "is_opened", is_flag=True, help="Open it in the browser.")
@reading_options
def map(  # noqa: A001 (named after the command; options)
    source: Path | None,
    output: Path,
    port: int,
    *,
    serve: bool,
    is_opened: bool,
    reading: Reading,
) -> None:
    """Draw services, modules, tables and what ties them: one page that works offline.

    Zoom in from services to functions, point at a thing to see the facts and their lines, drag a
    module or table into another service to see what that does to the metrics. The changed
    migration.yaml is downloaded from the page, or written where it is served. Where there is none
    yet, what `migrate plan` would propose is shown.

    \b
        migrate map
        migrate map examples/monolith -o clinic.html --open
        migrate map --serve --port 8765
    """  # noqa: D301
    read_bundle("map.js")  # first: what is missing is said before the monolith is read
    program, located = read_monolith(source, reading=reading)
    require_whole(program)
    if serve:
        _serve(_Map(program, located, save_to="plan"), port, is_opened=is_opened)
        return
    page = _Map(program, located).page()
    if output == STANDARD_OUTPUT:
        click.echo(page, nl=False)
        return
    FileSystem().write_atomically(output, page.encode())
    click.echo(f"{output} is written", err=True)
    if is_opened:
        click.launch(str(output))


def _serve(site: _Map, port: int, *, is_opened: bool) -> None:
    site.page()  # a mistake in the plan is said here, not in the browser
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with open_map_server(site, port) as server:
            click.echo(f"the map is at {server.address} until Ctrl-C", err=True)
            if is_opened:
                click.launch(server.address)
            server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        sys.exit(0)
