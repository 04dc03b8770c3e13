"""``migrate rules``, and the option ``--rules`` of other commands."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from migrator.errors import PlanError
from migrator.model.findings import Category
from migrator.model.strict_yaml import nearest
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.rules.rule import Rule

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

rules_option = click.option(
    "--rules",
    "rule_folders",
    type=FOLDER,
    multiple=True,
    help="Folder with rules of your own, GROUP/NAME.yaml; may be given several times.",
)


@click.group()
def rules() -> None:
    """Read the rules that findings come from.

    \b
        migrate rules list
        migrate rules show process/thread-in-request
    """  # noqa: D301


@rules.command("list")
@click.option(
    "--category",
    "categories",
    type=click.Choice([category.value for category in Category]),
    multiple=True,
    help="Only rules of this category; may be given several times.",
)
@rules_option
def list_rules(categories: tuple[str, ...], rule_folders: tuple[Path, ...]) -> None:
    """List every rule with category, effort and title, by group.

    \b
        migrate rules list
        migrate rules list --category mandatory
    """  # noqa: D301
    found = [
        rule
        for rule in load_rules(RULES, *rule_folders)
        if not categories or rule.category.value in categories
    ]
    width = max((len(rule.id) for rule in found), default=0)
    for group, members in groupby(found, key=lambda rule: rule.id.partition("/")[0]):
        click.echo(group)
        for rule in members:
            click.echo(f"  {rule.id:{width}}  {rule.category:9}  {rule.effort:2}  {rule.title}")
        click.echo()
    click.echo(_count(found))


def _count(found: Sequence[Rule]) -> str:
    """Sum up: ``3 rules: 2 mandatory, 1 optional``."""
    counts = Counter(rule.category.value for rule in found)
    named = (f"{counts[one.value]} {one.value}" for one in Category if counts[one.value])
    noun = "rule" if len(found) == 1 else "rules"
    return f"{len(found)} {noun}: {', '.join(named)}" if found else "no rules"


@rules.command("show")
@click.argument("rule_id", metavar="RULE")
@rules_option
def show_rule(rule_id: str, rule_folders: tuple[Path, ...]) -> None:
    """Show what a rule finds, why that hurts, and what to do instead.

    \b
        migrate rules show process/thread-in-request
    """  # noqa: D301
    found = {rule.id: rule for rule in load_rules(RULES, *rule_folders)}
    if rule_id not in found:
        near = nearest(rule_id, found)
        raise PlanError(f"no rule {rule_id!r}{near}", hint="migrate rules list shows all")
    click.echo("\n".join(_lines(found[rule_id])))


@rules.command("test")
@click.argument("folder", type=FOLDER)
@click.pass_context
def check_rules(ctx: click.Context, folder: Path) -> None:
    """Check rules of your own: are they in order, and do they find what their cases mark?

    FOLDER has rules in GROUP/NAME.yaml and their cases in cases/GROUP/NAME.py. Exit status 1
    where a case and its rule differ.

    \b
        migrate rules test our-rules
    """  # noqa: D301
    # The parser and all recognizers: listing rules does not need them.
    from migrator.adapters.traffic_log import TrafficLogFiles  # noqa: PLC0415
    from migrator.usecases.rule_cases import check_case, read_case  # noqa: PLC0415

    found, wrong, logs = load_rules(folder), 0, TrafficLogFiles()
    for rule in found:
        for mistake in check_case(rule, read_case(rule.id, folder / "cases"), logs):
            wrong += 1
            click.echo(f"{rule.id}: {mistake}")
    click.echo(f"{len(found)} rules, {wrong} differences")
    ctx.exit(1 if wrong else 0)


def _lines(rule: Rule) -> tuple[str, ...]:
    head = f"{rule.category} · effort {rule.effort} · confidence {rule.confidence}"
    why = ("", rule.why.strip()) if rule.why else ()
    links = (f"  {link.title}: {link.url}" for link in rule.links)
    return (
        f"{rule.id}: {rule.title}",
        f"{head} · {rule.verdict}",
        "",
        rule.message.strip(),
        *why,
        "",
        f"Instead: {rule.fix.strip()}",
        "",
        *links,
    )
