"""The ``migrate`` command line: parse arguments, call a use case, print what it returns."""

import gc
import sys
from importlib import import_module

import click

from migrator.errors import MigratorError, SourceError

EXIT_ERROR = 2
# Each is a module here that has a command of the same name.
COMMANDS = (
    "analyze",
    "check",
    "cutover",
    "explain",
    "extract",
    "graph",
    "local",
    "map",
    "parity",
    "plan",
    "rules",
    "schema",
)


class _Commands(click.Group):
    """Imports a command when it is asked for: all of them take longer than most take to run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"migrator.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a file that cannot be opened is wrong input, not a finding."""
        try:
            return super().invoke(ctx)
        except click.FileError as error:
            raise SourceError(
                error.format_message(),
                hint="name a file in a folder that exists and may be written",
            ) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="migrator")
def migrate() -> None:
    """Strangle a Python monolith into AWS Lambda services, one route at a time."""


def main() -> None:
    """Run the command line, turning our own errors into a message and exit status 2."""
    try:
        migrate()
    except MigratorError as error:
        click.secho(f"error: {error}", fg="red", err=True)
        if error.hint:
            click.echo(f"hint: {error.hint}", err=True)
        sys.exit(EXIT_ERROR)
    finally:
        gc.freeze()  # the process ends: nobody needs to look for garbage in what is left
