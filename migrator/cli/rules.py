"""``migrate rules``."""

import click

from migrator.resources import RULES
from migrator.rules.load import load_rules


@click.group()
def rules() -> None:
    """Read the rules that findings come from.

    \b
        migrate rules list
    """  # noqa: D301


@rules.command("list")
def list_rules() -> None:
    """List every rule with category, effort and title.

    \b
        migrate rules list
    """  # noqa: D301
    found = load_rules(RULES)
    width = max(len(rule.id) for rule in found)
    for rule in found:
        click.echo(f"{rule.id:{width}}  {rule.category:9}  {rule.effort:2}  {rule.title}")
