"""How git is run: without hooks, and without what makes other commits of the same files."""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from migrator.errors import GitError

# Hooks, signatures and line ending filters of the user would make other commits of the same files.
PLAIN = (
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "commit.gpgSign=false",
    "-c",
    "core.autocrlf=false",
)


def run(
    folder: Path, *arguments: str, given: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run git in ``folder`` and read what it says as text."""
    done = run_bytes(folder, *arguments, given=given, env=env)
    out, err = (text.decode("utf-8", "surrogateescape") for text in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def run_bytes(
    folder: Path, *arguments: str, given: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run git in ``folder``.

    Raises:
        GitError: there is no git.
    """
    command = ["git", *PLAIN, *arguments]
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, no shell
            command,
            cwd=folder,
            input=given.encode("utf-8", "surrogateescape"),
            capture_output=True,
            check=False,
            env=_environment() | (env or {}),
        )
    except FileNotFoundError as error:
        raise GitError(
            "git is not installed", hint="use --into DIR to write plain files"
        ) from error


def _environment() -> dict[str, str]:
    """Pass the environment on, but not what points git at another repository or language."""
    hidden = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


def checked(result: subprocess.CompletedProcess[str], *, hint: str | None = None) -> str:
    """Return what git wrote.

    Raises:
        GitError: git failed; credentials in an address are not repeated.
    """
    if result.returncode:
        words = _plain_arguments(result.args)
        said = result.stderr.strip() or result.stdout.strip()
        said = re.sub(r"://[^/@\s]+@", "://", said)
        raise GitError(f"git {words} failed: {said}", hint=hint)
    return result.stdout


def _plain_arguments(arguments: Iterable[str]) -> str:
    return " ".join(list(arguments)[1 + len(PLAIN) :][:3])
