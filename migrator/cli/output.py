"""``-o``: where a report is written."""

import os
from pathlib import Path
from typing import IO, Any

import click

_PLAIN = click.File("w", encoding="utf-8")


class Output(click.File):
    """A file that is there as a whole or not at all.

    What is no file, ``/dev/null`` or a pipe, is written to: to put a file in its place would take
    it from everybody else.
    """

    def __init__(self) -> None:
        super().__init__("w", encoding="utf-8", atomic=True)

    def convert(
        self,
        value: str | os.PathLike[str] | IO[Any],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> IO[Any]:
        """Open the file; standard output for ``-``."""
        if isinstance(value, str | os.PathLike):
            path = Path(value)
            if path.is_dir():
                self.fail(f"{path} is a folder: name a file in it", param, ctx)
            if path.exists() and not path.is_file():
                return _PLAIN.convert(value, param, ctx)
        return super().convert(value, param, ctx)
