"""What the commands of a cutover share: options, and the outside that they act on."""

import os
from pathlib import Path

import click

from migrator.adapters.file_commits import FileCommits
from migrator.adapters.filesystem import FileSystem
from migrator.adapters.history import History
from migrator.adapters.proxies import facade_of
from migrator.adapters.state_database import StateDatabase
from migrator.usecases import cutover as usecase

DATABASE = Path(".migrate/state.db")

file_option = click.option(
    "-f",
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="cutover.yaml",
    show_default=True,
    help="The file that says who answers which route.",
)
run_dir_option = click.option(
    "--run-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=".migrate/facade",
    show_default=True,
    help="The folder that the running facade watches.",
)


reason_option = click.option("--reason", default="", help="Why; it is kept in the history.")
commit_option = click.option(
    "--commit",
    is_flag=True,
    help="Commit the file by itself, with who and why; refused beforehand where git could not.",
)
style_option = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write the result.",
)


def outside(is_committed: bool = False) -> usecase.Outside:
    """Return what a change of routes acts on, git included where changes are committed."""
    commits = FileCommits() if is_committed else None
    return usecase.Outside(FileSystem(), facade_of, history_store(), commits)


def history_store() -> History:
    """Return the history: a file below `.migrate`, or what the environment names."""
    return History(DATABASE, os.environ.get("MIGRATE_DATABASE_URL"))


def state_database() -> StateDatabase:
    """Return the database in which the history and the knowledge of watchers are."""
    return StateDatabase(DATABASE, os.environ.get("MIGRATE_DATABASE_URL"))
