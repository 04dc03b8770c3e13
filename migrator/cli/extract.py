"""``migrate extract``."""

from pathlib import Path

import click

from migrator.adapters.distributions import read_metadata
from migrator.adapters.filesystem import FileSystem
from migrator.adapters.git import Repository
from migrator.adapters.source_tree import SourceTree
from migrator.cli.source import read_whole
from migrator.model.plan_file import NAME
from migrator.reporting.extraction import describe
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.extract import Extractor, Order
from migrator.usecases.source import Located, locate


@click.command()
@click.argument("service", metavar="MODULE_OR_SERVICE")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write plain files to this folder instead of a branch.",
)
@click.option("--branch", help="The new branch; migrate/<service> by default.")
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help=f"The plan; {NAME} by default.",
)
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the monolith's source; by default the one that the plan names.",
)
@click.option(
    "--python",
    help="The monolith's interpreter: its packages tell which requirements the service needs.",
)
@click.option("--force", is_flag=True, help="Replace the branch or the service that is there.")
def extract(  # noqa: PLR0913 - one parameter for each option
    service: str,
    into: Path | None,
    branch: str | None,
    plan_file: Path | None,
    source: Path | None,
    python: str | None,
    *,
    dry_run: bool,
    force: bool,
) -> None:
    """Cut a service out of the monolith: a branch with one commit for each kind of change.

    The branch starts at the newest commit and is made in a worktree of its own; checkout, index
    and stash stay as they are. MODULE_OR_SERVICE is a service of migration.yaml (without one: of
    what `migrate plan` would propose), or a module.

    \b
        migrate extract billing --dry-run
        migrate extract billing
        migrate extract shop.billing --source src --into /tmp/out
    """  # noqa: D301
    if into and branch:
        raise click.UsageError("--into and --branch exclude each other")
    located = locate(source, folder=Path(), plan_file=plan_file)
    order = _order(service, located, python)
    extractor = Extractor(read_whole, SourceTree, load_rules(RULES))
    if dry_run:
        made = extractor.plan(order, into or order.folder)
        click.echo(describe(made, has_files=True), nl=False)
        return
    if into:
        made = extractor.into(order, into, FileSystem().write_atomically, is_forced=force)
        click.echo(describe(made, has_files=False), nl=False)
        click.echo(f"written to {into / made.folder}; read {into / made.folder}/MIGRATION.md next")
        return
    repository = Repository.containing(located.source)
    made, name = extractor.branch(order, repository, branch, is_forced=force)
    click.echo(describe(made, has_files=False), nl=False)
    click.echo(f"branch {name}; read {made.folder}/MIGRATION.md on it next")
    if repository.is_changed(located.source):
        click.echo("note: uncommitted changes of the monolith are not part of it", err=True)


def _order(service: str, located: Located, python: str | None) -> Order:
    return Order(
        wanted=service,
        plan=located.plan,
        folder=located.plan_file.parent,
        source=located.source,
        metadata=read_metadata(python) if python else None,
    )
