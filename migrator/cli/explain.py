"""``migrate explain``."""

from pathlib import Path

import click

from migrator.cli.source import read_monolith, today_for
from migrator.model.report import Circumstances
from migrator.reporting.explain import explain as explain_thing
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.analyze import assess


@click.command()
@click.argument("thing")
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the monolith's source; by default the one that migration.yaml names.",
)
def explain(thing: str, source: Path | None) -> None:
    """Say why THING is where it is, with file and line.

    THING is an entry point, a path, a service, a table, a module or a function.

    \b
        migrate explain "GET /orders/{order_id}"
        migrate explain shop.orders.views
        migrate explain order
    """  # noqa: D301
    rules = load_rules(RULES)  # first: with a program in memory the garbage collector is slow
    program, located = read_monolith(source)
    circumstances = Circumstances(today=today_for(located.plan))
    analysis = assess(program, rules, located.plan, circumstances)
    click.echo(explain_thing(thing, analysis), nl=False)
