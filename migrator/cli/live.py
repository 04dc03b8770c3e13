"""``--app``: the monolith's application is imported, and its own route table read."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from migrator.cli.processes import environment_option, python_option
from migrator.model.live import LiveTable
from migrator.model.parity import Pairs

Command = TypeVar("Command", bound=Callable[..., Any])


class LiveApplication(msgspec.Struct, frozen=True):
    """How to import the application: what ``live_options`` ask."""

    name: str
    python: str
    environment: Pairs
    seconds: float

    def read(self, folder: Path) -> LiveTable:
        """Import it from ``folder`` in a process of its own, and list its routes."""
        from migrator.adapters.live_application import read_live_routes  # noqa: PLC0415

        environment = dict(self.environment)
        return read_live_routes(
            self.name, folder, python=self.python, environment=environment, seconds=self.seconds
        )


def live_options(command: Command) -> Command:
    """Add the options; the command is handed ``live``, None without ``--app``."""

    @wraps(command)
    def wrapped(
        *args: object,
        application: str | None,
        python: str,
        environment: Pairs,
        timeout: float,
        **given: object,
    ) -> object:
        live = LiveApplication(application, python, environment, timeout) if application else None
        return command(*args, live=live, **given)

    options = (
        click.option(
            "--app",
            "application",
            metavar="MODULE:ATTR",
            help="Import this application in a process of its own, compare its route table.",
        ),
        python_option,
        environment_option,
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=60.0,
            show_default=True,
            metavar="SECONDS",
            help="How long --app may take.",
        ),
    )
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]  # click's options keep the function
