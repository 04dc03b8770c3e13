"""Pages that a browser opens without a server or a network: script, style and data are in them.

Names of the monolith become text by way of ``textContent`` only; the policy of a page lets no
other script run and nothing be loaded.
"""

import base64
import hashlib
import json
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from migrator.resources import TEMPLATES

COLORS = TEMPLATES / "colors.css"


def render_page(
    template: Path, *, title: str, style: str, script: str, data: msgspec.Struct
) -> str:
    """Render a page that needs no other file; ``style`` follows the colors of all pages."""
    style = f"{COLORS.read_text('utf-8')}\n{style}"
    jinja = Environment(
        loader=FileSystemLoader(template.parent),
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=True),
        keep_trailing_newline=True,
    )
    return jinja.get_template(template.name).render(
        title=_printable(title),
        policy=_policy(script=script, style=style),
        style=style,
        script=script,
        data=_embedded(data),
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
