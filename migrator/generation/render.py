"""Text files from templates under ``templates/service/``."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from migrator.model.files import RenderedFile
from migrator.resources import TEMPLATES

_jinja = Environment(  # noqa: S701 - Python and Markdown, never HTML
    loader=FileSystemLoader(TEMPLATES / "service"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def render(template: str, path: str, **values: object) -> RenderedFile:
    """Render ``templates/service/<template>.jinja`` to ``path``."""
    return RenderedFile.of_text(path, render_text(template, **values))


def render_text(template: str, **values: object) -> str:
    """Render ``templates/service/<template>.jinja``."""
    return _jinja.get_template(f"{template}.jinja").render(values)
