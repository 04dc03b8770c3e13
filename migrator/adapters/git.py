"""git, through its command line: commits on a new branch, made in a temporary worktree.

The user's checkout, index and stash are not touched, and the branch appears only when all its
commits are there. Author and date are given, so that the same files make the same commits.
https://git-scm.com/docs/git-worktree
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from migrator.errors import GitError
from migrator.model.files import RenderedFile

NEUTRAL = ("migrator", "migrator@localhost")
# Hooks, signatures and line ending filters of the user would make other commits of the same files.
PLAIN = (
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "commit.gpgSign=false",
    "-c",
    "core.autocrlf=false",
)


class Repository:
    """A git repository that has at least one commit."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @classmethod
    def containing(cls, folder: Path) -> "Repository":
        """Find the repository that ``folder`` lies in."""
        found = _run(folder, "rev-parse", "--show-toplevel")
        if found.returncode:
            raise GitError(
                f"{folder} is not in a git repository",
                hint="use --into DIR to write plain files, or run `git init` and commit first",
            )
        repository = cls(Path(found.stdout.strip()))
        if _run(repository.top, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
            raise GitError(
                f"the repository {repository.top} has no commit yet",
                hint="commit the monolith first, or use --into DIR",
            )
        return repository

    def check_new_branch(self, name: str, *, is_forced: bool) -> None:
        """Refuse a name that git refuses, and one that is taken."""
        if name.startswith("-") or _run(self.top, "check-ref-format", "--branch", name).returncode:
            raise GitError(
                f"{name!r} is not a name for a branch", hint="try --branch migrate/name"
            )
        if self._commit_of(f"refs/heads/{name}") and not is_forced:
            raise GitError(
                f"the branch {name} exists already",
                hint=f"delete it with `git branch -D {name}`, choose --branch, or add --force",
            )

    def is_changed(self, folder: Path) -> bool:
        """Tell whether ``folder`` holds anything but YAML that is not committed."""
        place = str(folder.resolve())
        return bool(self._git("status", "--porcelain", "--", place, ":(exclude,glob)**/*.yaml"))

    @contextmanager
    def worktree(self) -> Iterator["Worktree"]:
        """Check HEAD out in a temporary folder, which is removed at the end."""
        with tempfile.TemporaryDirectory(prefix="migrate-") as folder:
            # The last part is the repository's own name: analysis shows it.
            path = Path(folder) / self.top.name
            self._git("worktree", "add", "--quiet", "--detach", str(path), "HEAD")
            try:
                yield Worktree(self, path)
            finally:
                self._git("worktree", "remove", "--force", str(path))

    def set_branch(self, name: str, commit: str, *, is_forced: bool) -> None:
        """Let the branch ``name`` point at ``commit``."""
        self._git("branch", *(["--force"] if is_forced else []), name, commit)

    def author(self) -> tuple[str, str]:
        """Return name and address from the user's configuration, else neutral ones."""
        name, address = (
            _run(self.top, "config", key).stdout.strip() for key in ("user.name", "user.email")
        )
        return name or NEUTRAL[0], address or NEUTRAL[1]

    def _commit_of(self, reference: str) -> str:
        return _run(self.top, "rev-parse", "--verify", "--quiet", reference).stdout.strip()

    def _git(self, *arguments: str) -> str:
        return _checked(_run(self.top, *arguments))


class Worktree:
    """A temporary checkout, without a branch."""

    def __init__(self, repository: Repository, path: Path) -> None:
        self.path = path
        self._repository = repository
        self._date = _checked(_run(path, "show", "--no-patch", "--format=%cI", "HEAD")).strip()

    @property
    def head(self) -> str:
        """The newest commit."""
        return _checked(_run(self.path, "rev-parse", "HEAD")).strip()

    def commit(self, files: Sequence[RenderedFile], folder: Path, message: str) -> bool:
        """Write ``files`` below ``folder`` (relative to the top) and commit them.

        Returns whether anything changed; there are no empty commits.
        """
        for file in files:
            target = self.path / folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
            target.chmod(0o755 if file.is_executable else 0o644)
        names = "\0".join((folder / file.path).as_posix() for file in files)
        add = ("add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul")
        _checked(_run(self.path, "--literal-pathspecs", *add, given=names))
        if not _run(self.path, "diff", "--cached", "--quiet").returncode:
            return False
        _checked(
            _run(
                self.path,
                "commit",
                "--quiet",
                "--no-verify",
                "-F",
                "-",
                given=message,
                env=self._who(),
            )
        )
        return True

    def _who(self) -> dict[str, str]:
        name, address = self._repository.author()
        who = {}
        for role in ("AUTHOR", "COMMITTER"):
            who[f"GIT_{role}_NAME"] = name
            who[f"GIT_{role}_EMAIL"] = address
            who[f"GIT_{role}_DATE"] = self._date
        return who


def _run(
    folder: Path, *arguments: str, given: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = ["git", *PLAIN, *arguments]
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, no shell
            command,
            cwd=folder,
            input=given,
            capture_output=True,
            text=True,
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
    return kept | {"LC_ALL": "C"}


def _checked(result: subprocess.CompletedProcess[str]) -> str:
    if result.returncode:
        words = _plain_arguments(result.args)
        raise GitError(f"git {words} failed: {result.stderr.strip() or result.stdout.strip()}")
    return result.stdout


def _plain_arguments(arguments: Iterable[str]) -> str:
    return " ".join(list(arguments)[1 + len(PLAIN) :][:3])
