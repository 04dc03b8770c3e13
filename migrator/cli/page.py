"""How wide a report may be, and whether it may have colors."""

import os
import shutil
import sys
from typing import TextIO

from migrator.reporting import Page


def page_for(output: TextIO) -> Page:
    """Fit the terminal; plain and of a fixed width where the output goes elsewhere."""
    if output is not sys.stdout or not output.isatty():
        return Page()
    has_color = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Page(width=shutil.get_terminal_size().columns, has_color=has_color)
