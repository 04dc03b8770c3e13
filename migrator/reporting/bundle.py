"""Scripts that are bundled with the libraries that they use: ``make map``."""

from migrator.errors import ToolError
from migrator.resources import TEMPLATES

BUNDLE = TEMPLATES / "map" / "bundle"


def read_bundle(name: str) -> str:
    """Return the scripts of a page with the libraries that they use.

    Raises:
        ToolError: they are not there.
    """
    file = BUNDLE / name
    try:
        return file.read_text("utf-8")
    except FileNotFoundError as error:
        raise ToolError(
            f"the scripts of the map are not bundled: {file} is missing",
            hint="run `make map` in the checkout (it needs Node 20), or install the wheel",
        ) from error
