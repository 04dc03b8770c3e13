"""A repository with the small shop, and `migrate` run on it in this process."""

import subprocess
from contextlib import chdir
from pathlib import Path

import msgspec
from click.testing import CliRunner

from migrator.cli import migrate
from migrator.errors import MigratorError
from tests.generation.shops import files_of

PLAN = """\
version: 1
monolith: {source: src, application: 'shop.app:create_app'}
services:
  - name: orders
    modules: [shop.orders]
    entry_points:
      - DELETE /orders/{order_id}
      - GET /orders/
      - GET /orders/{order_id}
      - GET /orders/{order_id}.pdf
    owns: [order]
  - name: customers
    modules: [shop.customers]
    entry_points: ['GET /customers/{customer_id}']
    owns: [customer]
"""


class Done(msgspec.Struct):
    """What a command did, as a shell would tell."""

    status: int
    out: str
    err: str


def run(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> Done:
    """Run ``migrate`` in ``folder``; errors are told as ``migrator.cli.main`` does."""
    with chdir(folder):
        result = CliRunner(env={"GIT_CONFIG_GLOBAL": "/dev/null", **(env or {})}).invoke(
            migrate, arguments
        )
    error = result.exception
    if isinstance(error, MigratorError):
        return Done(2, result.stdout, f"{result.stderr}error: {error}\nhint: {error.hint}\n")
    if error is not None and not isinstance(error, SystemExit):
        raise error
    return Done(result.exit_code, result.stdout, result.stderr)


def git(folder: Path, *arguments: str) -> str:
    """Run git, return what it writes."""
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    told = ("-c", "core.quotePath=false", "-c", "protocol.file.allow=always")
    command = ["git", *identity, *told, *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, message: str = "change") -> None:
    """Commit everything."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", message)


def write(folder: Path, path: str, text: str) -> None:
    """Write a file, with its folders."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def make_shop(
    folder: Path, changes: dict[str, str] | None = None, routes: tuple[str, ...] = ()
) -> Path:
    """Make a repository with migration.yaml and the shop below ``src``.

    ``changes`` are files of the shop, ``routes`` what orders has besides.
    """
    for path, content in files_of(changes).items():
        write(folder, f"src/{path}", content.decode())
    more = "".join(f"      - {route}\n" for route in routes)
    write(folder, "migration.yaml", PLAN.replace("    owns: [order]", f"{more}    owns: [order]"))
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "first")
    return folder
