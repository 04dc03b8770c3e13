"""``migrate analyze --format html``: one file that a browser opens without a server or a network.

The analysis is in it as JSON, and a script shows it: rows are made when they are looked at, so a
report of 5,000 findings opens as fast as one of five. Names of the monolith become text by way of
``textContent`` only; the policy of the page lets no other script run and nothing be loaded.
"""

import base64
import hashlib
import json

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from migrator.model.report import Analysis
from migrator.reporting.html_data import build_data
from migrator.reporting.page import Page
from migrator.resources import TEMPLATES

STYLE = "report.css"
SCRIPTS = (
    "data.js",
    "elements.js",
    "list.js",
    "overview.js",
    "entries.js",
    "findings.js",
    "tables.js",
    "rules.js",
    "unresolved.js",
    "app.js",
)

_FOLDER = TEMPLATES / "report"
_jinja = Environment(
    loader=FileSystemLoader(_FOLDER),
    undefined=StrictUndefined,
    autoescape=select_autoescape(default=True),
    keep_trailing_newline=True,
)


def render_html(analysis: Analysis, _page: Page) -> str:
    """Render an analysis as a page that needs no other file."""
    style = (_FOLDER / STYLE).read_text("utf-8")
    script = "\n".join((_FOLDER / name).read_text("utf-8") for name in SCRIPTS)
    script = f'"use strict";\n{script}'
    return _jinja.get_template("report.html.jinja").render(
        title=_printable(analysis.program.root),
        policy=_policy(script=script, style=style),
        style=style,
        script=script,
        data=_embedded(build_data(analysis)),
    )


def _embedded(value: msgspec.Struct) -> str:
    """Spell a value as JSON that may stand in a script element: nothing in it ends one.

    What is not ASCII is escaped too: half characters, as in names of files that are not UTF-8, are
    allowed there, and no byte depends on an encoding.
    """
    text = json.dumps(msgspec.to_builtins(value), separators=(",", ":"), sort_keys=True)
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def _policy(*, script: str, style: str) -> str:
    """Allow this very script and style, and nothing else."""
    return f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
