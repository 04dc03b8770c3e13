"""Options of the commands that run the monolith, or a service, in its own Python."""

import os
import sys
from pathlib import Path

import click

from migrator.model.parity import Pairs


def absolute(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Fix a relative path: what runs it stands in another folder. Links stay: they make a venv."""
    return str(Path(value).absolute()) if value and os.sep in value else value


python_option = click.option(
    "--python",
    default=sys.executable,
    metavar="PY",
    callback=absolute,
    help="Interpreter with its requirements.",
)


def read_variables(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> Pairs:
    """Split ``K=V``."""
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f"{value!r} is not NAME=VALUE")
    return tuple((name, content) for name, _, content in (v.partition("=") for v in values))


environment_option = click.option(
    "--env",
    "environment",
    multiple=True,
    metavar="K=V",
    callback=read_variables,
    help="Environment variable; {state} is the folder of the state.",
)
