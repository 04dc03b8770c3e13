"""``migrate analyze --format html``: one file that a browser opens without a server or a network.

The analysis is in it as JSON, and a script shows it: rows are made when they are looked at, so a
report of 5,000 findings opens as fast as one of five.
"""

import msgspec

from migrator.errors import ToolError
from migrator.model.report import Analysis
from migrator.reporting.bundle import read_bundle
from migrator.reporting.html_data import build_data
from migrator.reporting.map_areas import area_data
from migrator.reporting.one_file import render_page
from migrator.reporting.page import Page
from migrator.resources import TEMPLATES

STYLE = "report.css"
SCRIPTS = (
    "data.js",
    "elements.js",
    "list.js",
    "picture.js",
    "overview.js",
    "entries.js",
    "findings.js",
    "tables.js",
    "rules.js",
    "unresolved.js",
    "app.js",
)

_FOLDER = TEMPLATES / "report"


def render_html(analysis: Analysis, _page: Page) -> str:
    """Render an analysis as a page that needs no other file."""
    script = "\n".join((_FOLDER / name).read_text("utf-8") for name in SCRIPTS)
    data, picture = build_data(analysis), _picture()
    if picture and (areas := area_data(analysis)):
        data, script = msgspec.structs.replace(data, map=areas), f"{picture}\n{script}"
    return render_page(
        _FOLDER / "report.html.jinja",
        title=analysis.program.root,
        style=(_FOLDER / STYLE).read_text("utf-8"),
        script=f'"use strict";\n{script}',
        data=data,
    )


def _picture() -> str:
    """Return what draws the services; empty in a checkout that has no bundle."""
    try:
        return read_bundle("areas.js")
    except ToolError:
        return ""
