"""cutover.yaml as commits of its own, on whatever branch is checked out.

https://git-scm.com/docs/git-commit (``--only``): what is staged stays staged. Hooks do not run.
"""

from pathlib import Path

from migrator.adapters.git_process import checked, run
from migrator.errors import GitError


class FileCommits:
    """Commits one file, in the repository that it lies in."""

    def check(self, file: Path) -> None:
        """Find out beforehand whether ``file`` can be committed by itself.

        Raises:
            GitError: it is in no repository, was never committed, or has changes of a person that
                would be committed with it.
        """
        folder, name = file.resolve().parent, file.resolve().name
        if run(folder, "ls-files", "--error-unmatch", "--", name).returncode:
            raise GitError(f"{file} is not in git", hint=f"commit it once: git add {file}")
        if run(folder, "diff", "--quiet", "HEAD", "--", name).returncode:
            raise GitError(
                f"{file} has changes that are not committed",
                hint="commit them first, with a reason of their own",
            )
        top = Path(checked(run(folder, "rev-parse", "--absolute-git-dir")).strip())
        for state in ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "index.lock"):
            if (top / state).exists():
                raise GitError(f"git is busy: {top / state} is there", hint="end that first")

    def commit(self, file: Path, message: str) -> None:
        """Commit ``file`` and nothing else.

        Raises:
            GitError: with git's own words.
        """
        folder, name = file.resolve().parent, file.resolve().name
        arguments = ("commit", "--quiet", "--no-verify", "--only", "-F", "-", "--", name)
        checked(
            run(folder, *arguments, given=message),
            hint=f"{file} is changed but not committed",
        )
