"""``migrate map``: one file that a browser opens without a server or a network."""

from pathlib import Path

from migrator.errors import ToolError
from migrator.reporting.map_data import build_map
from migrator.reporting.one_file import render_page
from migrator.resources import TEMPLATES
from migrator.usecases.map import Chart

_FOLDER = TEMPLATES / "map"
BUNDLE = _FOLDER / "bundle"


def read_bundle(name: str) -> str:
    """Return the scripts of a page with the libraries that they use.

    Raises:
        ToolError: they are not there.
    """
    file: Path = BUNDLE / name
    try:
        return file.read_text("utf-8")
    except FileNotFoundError as error:
        raise ToolError(
            f"the scripts of the map are not bundled: {file} is missing",
            hint="run `make map` in the checkout (it needs Node 20), or install the wheel",
        ) from error


def render_map(chart: Chart) -> str:
    """Render a map as a page that needs no other file.

    Raises:
        ToolError: its scripts are not bundled.
    """
    script = read_bundle("map.js")
    return render_page(
        _FOLDER / "map.html.jinja",
        title=chart.program.root,
        style=(_FOLDER / "map.css").read_text("utf-8"),
        script=script,
        data=build_map(chart),
    )
