"""git, through its command line: commits on a new branch, made in a temporary worktree.

The user's checkout, index and stash are not touched, and the branch appears only when all its
commits are there. Author and date are given, so that the same files make the same commits.
A run that was killed leaves a worktree behind: the next run takes it away.
https://git-scm.com/docs/git-worktree
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from migrator.adapters.git_process import checked, run, run_bytes
from migrator.errors import GitError
from migrator.model.files import RenderedFile

NEUTRAL = ("migrator", "migrator@localhost")
OURS = "migrate/"
TEMPORARY = re.compile(r"/migrate-([0-9]+)-[^/]+/[^/]+$")
ELSEWHERE = "use --into DIR to write plain files, or make the repository writable"
# What the user's configuration of mails would change.
PATCH = (
    "--zero-commit", "--no-signature", "--no-cover-letter", "--no-thread", "--no-attach",
    "--no-signoff", "--no-notes", "--no-from", "--no-base", "--no-color", "--no-ext-diff",
    "--subject-prefix=PATCH", "--suffix=.patch", "--src-prefix=a/", "--dst-prefix=b/",
    "--binary", "--full-index", "-C", "-C", "--find-copies-harder", "-l0",
)  # fmt: skip


class Repository:
    """A git repository that has at least one commit."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @classmethod
    def containing(cls, folder: Path) -> "Repository":
        """Find the repository that ``folder`` lies in."""
        found = run(folder, "rev-parse", "--show-toplevel")
        if found.returncode:
            raise _no_repository(folder, found.stderr)
        repository = cls(Path(found.stdout.removesuffix("\n")))
        if run(repository.top, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
            raise GitError(
                f"the repository {repository.top} has no commit yet",
                hint="commit the monolith first, or use --into DIR",
            )
        return repository

    @property
    def head(self) -> str:
        """The newest commit."""
        return self.commit_of("HEAD")

    @property
    def branch(self) -> str:
        """What is checked out; empty where that is no branch."""
        return run(self.top, "symbolic-ref", "--quiet", "--short", "HEAD").stdout.strip()

    def check_new_branch(self, name: str, *, is_forced: bool) -> None:
        """Refuse a name that git refuses, and one that is taken by what cannot be ours.

        A branch that goes on from the newest commit may hold the very same commits:
        ``set_branch`` tells.
        """
        if name.startswith("-") or run(self.top, "check-ref-format", "--branch", name).returncode:
            raise GitError(
                f"{name!r} is not a name for a branch", hint="try --branch migrate/name"
            )
        commit = self.commit_of(f"refs/heads/{name}")
        is_ours = commit != self.head and self._is_ancestor("HEAD", commit)
        if commit and not (is_ours or is_forced or self._is_spent(name, commit)):
            raise _taken(name)

    def _is_spent(self, name: str, commit: str) -> bool:
        """Tell whether a branch of ours is merged: to move it on loses nothing."""
        is_checked_out = name == self.branch
        return name.startswith(OURS) and not is_checked_out and self._is_ancestor(commit, "HEAD")

    def _is_ancestor(self, one: str, other: str) -> bool:
        return not run(self.top, "merge-base", "--is-ancestor", one, other).returncode

    def is_changed(self, folder: Path) -> bool:
        """Tell whether ``folder`` holds anything but YAML that is not committed."""
        place = str(folder.resolve())
        return bool(self._git("status", "--porcelain", "--", place, ":(exclude,glob)**/*.yaml"))

    def submodules(self, folder: Path) -> tuple[str, ...]:
        """Name the submodules below ``folder``: a worktree has none of their files."""
        listed = run(self.top, "ls-files", "--stage", "-z", "--", str(folder.resolve())).stdout
        entries = (entry.partition("\t") for entry in listed.split("\0"))
        return tuple(path for mode, _, path in entries if mode.startswith("160000"))

    @contextmanager
    def worktree(self, commit: str = "HEAD") -> Iterator["Worktree"]:
        """Check a commit out in a temporary folder, which is removed at the end."""
        self._remove_leftovers()
        with tempfile.TemporaryDirectory(prefix=f"migrate-{os.getpid()}-") as folder:
            # The last part is the repository's own name: analysis shows it.
            path = Path(folder).resolve() / self.top.name
            added = run(self.top, "worktree", "add", "--quiet", "--detach", str(path), commit)
            try:
                checked(added, hint=ELSEWHERE)
                yield Worktree(self, path)
            finally:
                run(self.top, "worktree", "remove", "--force", str(path))
                shutil.rmtree(path, ignore_errors=True)
                run(self.top, "worktree", "prune")

    def _remove_leftovers(self) -> None:
        """Take away what a run left that was killed: its process is gone, its folder may be."""
        for line in run(self.top, "worktree", "list", "--porcelain").stdout.splitlines():
            path = line.removeprefix("worktree ")
            if line != path and (found := TEMPORARY.search(path)) and not _is_alive(found[1]):
                run(self.top, "worktree", "remove", "--force", "--force", path)
                shutil.rmtree(Path(path).parent, ignore_errors=True)
        run(self.top, "worktree", "prune")

    def set_branch(self, name: str, commit: str, *, is_forced: bool) -> bool:
        """Let the branch ``name`` point at ``commit``.

        Returns whether that is new; a branch that has it already, and perhaps commits of a
        person on top, stays as it is.
        """
        there = self.commit_of(f"refs/heads/{name}")
        if there and self._is_ancestor(commit, there):
            return False
        is_free = not there or is_forced or self._is_spent(name, there)
        if not is_free:
            raise _taken(name)
        self._git("branch", *(["--force"] if there or is_forced else []), name, commit)
        return True

    def blob(self, name: str) -> bytes | None:
        """Return the bytes with git's name ``name``; None where the repository lacks them."""
        found = run_bytes(self.top, "cat-file", "blob", name)
        return None if found.returncode else found.stdout

    def merge(self, ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
        """Merge two descendants of a text; also tell whether conflicts are marked in it.

        What is not text is ours, and a conflict. https://git-scm.com/docs/git-merge-file
        """
        with tempfile.TemporaryDirectory(prefix="migrate-merge-") as folder:
            paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
            for path, content in zip(paths, (ours, base, theirs), strict=True):
                path.write_bytes(content)
            labels = ("-L", "this service", "-L", "as it was extracted", "-L", "the monolith now")
            done = run_bytes(
                self.top, "merge-file", "--stdout", "--diff3", *labels, *map(str, paths)
            )
        if done.returncode in range(128):
            return done.stdout, done.returncode > 0
        return ours, True

    def patches(self, branch: str, folder: Path) -> tuple[Path, ...]:
        """Write the commits of ``branch`` that HEAD lacks as mails; return the files.

        https://git-scm.com/docs/git-format-patch
        """
        target = ("--output-directory", str(folder.resolve()))
        told = self._git("format-patch", *target, *PATCH, f"HEAD..{branch}")
        return tuple(Path(line) for line in told.splitlines())

    def author(self) -> tuple[str, str]:
        """Return name and address from the user's configuration, else neutral ones."""
        name, address = (
            run(self.top, "config", key).stdout.strip() for key in ("user.name", "user.email")
        )
        return name or NEUTRAL[0], address or NEUTRAL[1]

    def commit_of(self, reference: str) -> str:
        """Name a commit; empty where there is none."""
        return run(self.top, "rev-parse", "--verify", "--quiet", reference).stdout.strip()

    def _git(self, *arguments: str) -> str:
        return checked(run(self.top, *arguments))


class Worktree:
    """A temporary checkout, without a branch."""

    def __init__(self, repository: Repository, path: Path) -> None:
        self.path = path
        self._repository = repository
        self._date = checked(run(path, "show", "--no-patch", "--format=%cI", "HEAD")).strip()

    @property
    def head(self) -> str:
        """The newest commit."""
        return checked(run(self.path, "rev-parse", "HEAD")).strip()

    def commit(
        self,
        files: Sequence[RenderedFile],
        folder: Path,
        message: str,
        *,
        removed: Sequence[str] = (),
    ) -> bool:
        """Write ``files`` below ``folder`` (relative to the top) and commit them.

        Returns whether anything changed; there are no empty commits.

        Raises:
            GitError: the disk is full or read-only.
        """
        try:
            for file in files:
                _write(self.path / folder / file.path, file)
            for name in removed:
                (self.path / folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise GitError(
                f"{error.filename} cannot be written: {error.strerror}", hint=ELSEWHERE
            ) from error
        paths = [*(file.path for file in files), *removed]
        names = "\0".join((folder / path).as_posix() for path in paths)
        add = ("add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul")
        checked(run(self.path, "--literal-pathspecs", *add, given=names), hint=ELSEWHERE)
        if not run(self.path, "diff", "--cached", "--quiet").returncode:
            return False
        arguments = ("commit", "--quiet", "--no-verify", "-F", "-")
        checked(run(self.path, *arguments, given=message, env=self._who()), hint=ELSEWHERE)
        return True

    def _who(self) -> dict[str, str]:
        name, address = self._repository.author()
        who = {}
        for role in ("AUTHOR", "COMMITTER"):
            who[f"GIT_{role}_NAME"] = name
            who[f"GIT_{role}_EMAIL"] = address
            who[f"GIT_{role}_DATE"] = self._date
        return who


def _write(target: Path, file: RenderedFile) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.content)
    target.chmod(0o755 if file.is_executable else 0o644)


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _taken(name: str) -> GitError:
    return GitError(
        f"the branch {name} exists already",
        hint=f"delete it with `git branch -D {name}`, choose --branch, or add --force",
    )


def _no_repository(folder: Path, said: str) -> GitError:
    """Say why git finds no checkout: it is bare, is another user's, or there is none."""
    if "must be run in a work tree" in said:
        return GitError(
            f"{folder} is a bare repository, without files",
            hint="clone it and work there; or use --source and --into",
        )
    if "dubious ownership" in said:
        return GitError(
            f"git does not trust {folder}: it belongs to another user",
            hint=f"git config --global --add safe.directory {folder.resolve()}",
        )
    return GitError(
        f"{folder} is not in a git repository",
        hint="use --into DIR to write plain files, or run `git init` and commit first",
    )
