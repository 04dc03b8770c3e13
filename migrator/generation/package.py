"""The private package that all services of a monolith share.

Its modules are copied: they import each other relatively, so that only the folder changes.
"""

import re
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from migrator.model.files import RenderedFile
from migrator.resources import TEMPLATES

VERSION = "0.3.0"
PLACEHOLDER = "org_lambda"
# They speak to the rules of this repository; to ruff's defaults they are unused.
NOQA = re.compile(rb" +# noqa: (?!BLE001).*")

_SOURCE = TEMPLATES / "package"
_jinja = Environment(  # noqa: S701 - TOML and Markdown, never HTML
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
)


def render(org: str) -> tuple[RenderedFile, ...]:
    """Render ``packages/<org>_lambda/``, sorted by path."""
    if not org.isidentifier() or iskeyword(org):
        raise ValueError(f"not the name of a Python package: {org!r}")
    return tuple(sorted(_render_file(path, org) for path in _sources()))


def _sources() -> Iterator[Path]:
    for path in _SOURCE.rglob("*"):
        if path.suffix in (".js", ".py", ".typed", ".jinja"):
            yield path


def _render_file(path: Path, org: str) -> RenderedFile:
    inner = path.relative_to(_SOURCE).as_posix().replace(PLACEHOLDER, f"{org}_lambda")
    target = f"packages/{org}_lambda/{inner}"
    if path.suffix != ".jinja":
        return RenderedFile(target, NOQA.sub(b"", path.read_bytes()))
    text = _jinja.from_string(path.read_text(encoding="utf-8")).render(org=org, version=VERSION)
    return RenderedFile.of_text(target.removesuffix(".jinja"), text)
