"""The ``migrate`` command line: parse arguments, call a use case, print what it returns."""

import sys

import click

from migrator.cli.analyze import analyze
from migrator.cli.cutover import cutover
from migrator.cli.explain import explain
from migrator.cli.extract import extract
from migrator.cli.graph import graph
from migrator.cli.local import local
from migrator.cli.parity import parity
from migrator.cli.plan import plan
from migrator.cli.rules import rules
from migrator.cli.schema import schema
from migrator.errors import MigratorError

EXIT_ERROR = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="migrator")
def migrate() -> None:
    """Strangle a Python monolith into AWS Lambda services, one route at a time."""


COMMANDS: tuple[click.Command, ...] = (
    analyze,
    cutover,
    explain,
    extract,
    graph,
    local,
    parity,
    plan,
    rules,
    schema,
)

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
