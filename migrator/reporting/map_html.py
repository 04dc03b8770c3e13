"""``migrate map``: one file that a browser opens without a server or a network."""

from migrator.reporting.bundle import read_bundle
from migrator.reporting.map_data import build_map
from migrator.reporting.one_file import render_page
from migrator.resources import TEMPLATES
from migrator.usecases.map import Chart

_FOLDER = TEMPLATES / "map"


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
