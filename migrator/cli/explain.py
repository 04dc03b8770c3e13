"""``migrate explain``."""

from pathlib import Path

import click

from migrator.adapters.commits import read_history
from migrator.cli.source import history_option, read_monolith, today_for
from migrator.grouping import Study
from migrator.model.report import Circumstances
from migrator.model.strict_yaml import parse
from migrator.reporting.cuts import render_cuts
from migrator.reporting.explain import render_explanations
from migrator.reporting.explain_json import render_explanations_json
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.analyze import assess
from migrator.usecases.edited import read_edited
from migrator.usecases.explain import explain as explain_thing
from migrator.usecases.explain import find_cuts

RENDERERS = {"text": render_explanations, "json": render_explanations_json}


@click.command()
@click.argument("thing")
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the monolith's source; by default the one that migration.yaml names.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(list(RENDERERS)),
    default="text",
    show_default=True,
    help="For people, or for scripts; JSON has every fact.",
)
@click.option(
    "--cuts",
    "is_cut_list",
    is_flag=True,
    help="THING is a service: list the edges to cut so that it stands alone, with remedies.",
)
@history_option
def explain(
    thing: str, source: Path | None, style: str, *, is_cut_list: bool, history: bool
) -> None:
    """Say why THING is where it is, with file and line.

    THING is an entry point, a path, a service, a table, a module, a function, or two of them with
    an arrow: what ties them to each other. A word before the name says which is meant, where
    several things have it: `service`, `table`, `module` or `function`.

    Told are the facts, what ties it to each service and how much, what would move it elsewhere and
    what that does to the plan, and what could not be read there.

    \b
        migrate explain orders
        migrate explain "GET /orders/{order_id}"
        migrate explain table invoice
        migrate explain "orders -> billing"
        migrate explain orders --cuts
        migrate explain shop.orders.views --format json
    """  # noqa: D301
    rules = load_rules(RULES)  # first: with a program in memory the garbage collector is slow
    program, located = read_monolith(source)
    commits = read_history(located.source) if history else ()
    circumstances = Circumstances(today=today_for(located.plan), history=commits)
    study = Study(program, history=commits)
    analysis = assess(program, rules, located.plan, circumstances, study=study)
    file = str(located.plan_file)
    written = (file, parse(read_edited(located.plan_file), file=file)) if located.plan else None
    if is_cut_list and style == "text":
        click.echo(render_cuts(find_cuts(thing, study, analysis.plan)), nl=False)
        return
    if is_cut_list:
        find_cuts(thing, study, analysis.plan)
        thing = f"service {thing}"
    found = explain_thing(thing, study, analysis.plan, written)
    click.echo(RENDERERS[style](found, analysis), nl=False)
