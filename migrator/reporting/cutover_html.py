"""``migrate cutover status --format html``: the cutover as one file for a browser."""

from migrator.reporting.one_file import render_page
from migrator.resources import TEMPLATES
from migrator.usecases.cutover_overview import Overview

_REPORT, _FOLDER = TEMPLATES / "report", TEMPLATES / "cutover"


def cutover_html(overview: Overview, title: str) -> str:
    """Render what is known of a cutover as a page that needs no other file."""
    styles = (_REPORT / "report.css", _FOLDER / "cutover.css")
    scripts = (_REPORT / "elements.js", _FOLDER / "cutover.js")
    script = "\n".join(file.read_text("utf-8") for file in scripts)
    return render_page(
        _FOLDER / "cutover.html.jinja",
        title=title,
        style="\n".join(file.read_text("utf-8") for file in styles),
        script=f'"use strict";\n{script}',
        data=overview,
    )
