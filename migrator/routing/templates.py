"""Text files from templates under ``templates/facade/``."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from migrator.resources import TEMPLATES

_jinja = Environment(  # noqa: S701 - configurations, never HTML
    loader=FileSystemLoader(TEMPLATES / "facade"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def render_text(template: str, **values: object) -> str:
    """Render ``templates/facade/<template>.jinja``, or the file of this name as it is."""
    names = (f"{template}.jinja", template)
    return _jinja.select_template(names).render(values)
