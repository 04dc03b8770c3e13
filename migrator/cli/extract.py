"""``migrate extract``."""

import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import click
import msgspec

from migrator.adapters.distributions import read_metadata
from migrator.adapters.filesystem import FileSystem
from migrator.adapters.git import Repository
from migrator.adapters.source_tree import SourceTree
from migrator.cli.source import read_whole
from migrator.errors import GitError, PlanError
from migrator.model.parity import ParityReport
from migrator.model.plan_file import NAME
from migrator.reporting.extraction import describe, describe_update
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.extract import Extractor, Order
from migrator.usecases.pull_request import (
    Forge,
    Requests,
    Target,
    extraction_title,
    find_target,
    proposal_of,
    update_title,
)
from migrator.usecases.source import Located, locate
from migrator.usecases.update import update

EXIT_CONFLICT = 1


class Options(msgspec.Struct, frozen=True):
    """What was asked on the command line; see the options' help."""

    service: str
    dry_run: bool = False
    into: Path | None = None
    branch: str | None = None
    plan_file: Path | None = None
    source: Path | None = None
    python: str | None = None
    force: bool = False
    update: bool = False
    waive: str = ""
    parity: Path | None = None
    patch: Path | None = None
    pr: bool = False
    draft: bool = False
    base: str | None = None
    forge: str | None = None

    def check(self) -> None:
        """Refuse options that exclude each other."""
        wholes = {
            "--dry-run": self.dry_run,
            "--into": self.into is not None,
            "--branch": self.branch is not None,
            "--pr": self.pr,
            "--patch": self.patch is not None,
            "--update": self.update,
        }
        for first, others in _EXCLUDES.items():
            for other in others:
                if wholes[first] and wholes[other]:
                    raise click.UsageError(f"{first} and {other} exclude each other")
        if not self.pr and (self.draft or self.base or self.forge):
            raise click.UsageError("--draft, --base and --forge belong to --pr")


_EXCLUDES = {
    "--into": ("--branch", "--pr", "--patch", "--update"),
    "--dry-run": ("--pr", "--patch", "--update"),
}


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
    "--update",
    is_flag=True,
    help="Merge what the monolith changed into the service that is there; exit status 1 where "
    "conflicts are left. The branch is migrate/<service>-update.",
)
@click.option("--pr", is_flag=True, help="Push the branch, open a pull request for it.")
@click.option("--draft", is_flag=True, help="Open it as a draft.")
@click.option("--base", help="Merge into this branch; by default the one that is checked out.")
@click.option(
    "--forge",
    type=click.Choice([forge.value for forge in Forge]),
    help="Who holds the repository, where the name of its host does not say so.",
)
@click.option(
    "--patch",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the commits of the branch to this folder as mails, for `git am`.",
)
@click.option(
    "--parity",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A report of `migrate parity replay --format json`, for the reviewer.",
)
@click.option("--waive", default="", metavar="REASON", help="Extract although findings forbid it.")
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
@click.pass_context
def extract(ctx: click.Context, /, **given: object) -> None:
    """Cut a service out of the monolith: a branch with one commit for each kind of change.

    The branch starts at the newest commit and is made in a worktree of its own; checkout, index
    and stash stay as they are. MODULE_OR_SERVICE is a service of migration.yaml (without one: of
    what `migrate plan` would propose), or a module. Its routes become functions behind an HTTP
    API, tasks of Celery one function behind an SQS queue, schedules functions that EventBridge
    starts.

    \b
        migrate extract billing --dry-run
        migrate extract billing
        migrate extract billing --pr --draft
        migrate extract billing --patch mails/
        migrate extract billing --update
        migrate extract shop.billing --source src --into /tmp/out
    """  # noqa: D301
    options = Options(**given)  # type: ignore[arg-type]
    options.check()
    located = locate(options.source, folder=Path(), plan_file=options.plan_file)
    order = _order(options, located)
    extractor = Extractor(read_whole, SourceTree, load_rules(RULES))
    if options.dry_run:
        made = extractor.plan(order, options.into or order.folder)
        click.echo(describe(made, has_files=True), nl=False)
    elif options.into:
        write = FileSystem().write_atomically
        made = extractor.into(order, options.into, write, is_forced=options.force)
        click.echo(describe(made, has_files=False), nl=False)
        there = options.into / made.folder
        click.echo(f"written to {there}; read {there}/MIGRATION.md next")
    elif not _on_branch(options, extractor, order):
        ctx.exit(EXIT_CONFLICT)


def _on_branch(options: Options, extractor: Extractor, order: Order) -> bool:
    """Make a branch, and send it where it should go; False where conflicts are left."""
    repository = Repository.containing(order.source)
    open_request = _requests(options, repository) if options.pr else None
    if options.update:
        done = update(extractor, order, repository, options.branch, is_forced=options.force)
        click.echo(describe_update(done), nl=False)
        _tell_left_out(repository, order.source)
        if options.patch and done.branch:
            _write_patches(repository, done.branch, options.patch)
        if open_request and done.branch:
            body = f"```\n{describe_update(done)}```\n"
            open_request(done.branch, done.service, update_title(done.service), body)
        return not done.conflicts
    made = extractor.branch(order, repository, options.branch, is_forced=options.force)
    click.echo(describe(made.made, has_files=False), nl=False)
    if made.is_new:
        click.echo(f"branch {made.name}; read {made.made.folder}/MIGRATION.md on it next")
    else:
        click.echo(f"nothing changed: the branch {made.name} has it already")
    _tell_left_out(repository, order.source)
    if options.patch:
        _write_patches(repository, made.name, options.patch)
    if open_request:
        service = made.made.selection.service.name
        open_request(made.name, service, extraction_title(service), made.made.body)
    return True


def _tell_left_out(repository: Repository, source: Path) -> None:
    if repository.is_changed(source):
        click.echo("note: uncommitted changes of the monolith are not part of it", err=True)
    for path in repository.submodules(source):
        click.echo(f"note: {path} is a submodule: no file of it is part of it", err=True)


def _write_patches(repository: Repository, branch: str, folder: Path) -> None:
    for path in repository.patches(branch, folder):
        click.echo(folder / path.name)


def _requests(options: Options, repository: Repository) -> Callable[[str, str, str, str], None]:
    """Find out where a pull request goes, before anything is made; return what opens it."""
    from migrator.adapters.git_remote import Origin  # noqa: PLC0415

    origin = Origin(repository)
    target = find_target(origin.url(), os.environ, options.forge)
    forge = _connect(target)
    base = options.base or repository.branch or origin.default_branch()
    if not base:
        raise GitError(
            "no branch is checked out, so that it is not known what to merge into",
            hint="name it: --base main",
        )

    def open_request(branch: str, service: str, title: str, body: str) -> None:
        origin.push(branch, is_forced=options.force)
        opened = forge.open(
            proposal_of(title, body, service, branch=branch, base=base, is_draft=options.draft)
        )
        click.echo(f"pull request {'opened' if opened.is_new else 'was open'}: {opened.url}")

    return open_request


def _connect(target: Target) -> Requests:
    """Load the library of the one that is asked for: both take long to import."""
    if target.forge is Forge.GITHUB:
        from migrator.adapters.forge_github import GitHub  # noqa: PLC0415

        return GitHub(target)
    from migrator.adapters.forge_gitlab import GitLab  # noqa: PLC0415

    return GitLab(target)


def _order(options: Options, located: Located) -> Order:
    asked = f" --python {options.python}" if options.python else ""
    return Order(
        wanted=options.service,
        plan=located.plan,
        folder=located.plan_file.parent,
        source=located.source,
        metadata=read_metadata(options.python) if options.python else None,
        version=version("migrator"),
        command=f"migrate extract {options.service}{asked}",
        parity=_read_parity(options.parity) if options.parity else None,
        waiver=options.waive,
    )


def _read_parity(file: Path) -> ParityReport:
    try:
        return msgspec.json.decode(file.read_bytes(), type=ParityReport)
    except (msgspec.DecodeError, OSError, UnicodeError) as error:
        raise PlanError(
            f"{file} is no report of a replay: {error}",
            hint="migrate parity replay SERVICE --format json -o FILE",
        ) from error
