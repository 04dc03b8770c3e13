"""The ``migrate`` command line: parse arguments, call a use case, print what it returns."""

import sys

import click

from migrator.errors import MigratorError

EXIT_ERROR = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="migrator")
def migrate() -> None:
    """Strangle a Python monolith into AWS Lambda services, one route at a time."""


COMMANDS: tuple[click.Command, ...] = ()

for _command in COMMANDS:
    migrate.add_command(_command)


def main() -> None:
    """Run the command line, turning our own errors into a message and exit status 2."""
    try:
        migrate()
    except MigratorError as error:
        click.secho(f"error: {error}", fg="red", err=True)
        if error.hint:
            click.echo(f"hint: {error.hint}", err=True)
        sys.exit(EXIT_ERROR)
