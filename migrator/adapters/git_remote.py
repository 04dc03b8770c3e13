"""The repository that a branch is sent to: ``origin``."""

from migrator.adapters.git import Repository
from migrator.adapters.git_process import checked, run
from migrator.errors import GitError

ORIGIN = "origin"


class Origin:
    """What a clone knows of ``origin``, and what is sent there."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def url(self) -> str:
        """Return where ``origin`` is; empty where there is none."""
        return run(self._repository.top, "remote", "get-url", ORIGIN).stdout.strip()

    def default_branch(self) -> str:
        """Return the branch that ``origin`` starts with, as far as this clone knows."""
        found = run(
            self._repository.top, "symbolic-ref", "--short", f"refs/remotes/{ORIGIN}/HEAD"
        ).stdout
        return found.strip().removeprefix(f"{ORIGIN}/")

    def push(self, branch: str, *, is_forced: bool) -> bool:
        """Send ``branch`` to ``origin``; False where it is there already.

        Raises:
            GitError: it is there with other commits, or ``origin`` cannot be reached.
        """
        listed = run(self._repository.top, "ls-remote", ORIGIN, f"refs/heads/{branch}")
        there = checked(listed, hint="is the network up, and may you read it?").split()
        if there and there[0] == self._repository.commit_of(f"refs/heads/{branch}"):
            return False
        if there and not is_forced:
            raise GitError(
                f"the branch {branch} exists in {ORIGIN} with other commits",
                hint=f"delete it with `git push {ORIGIN} --delete {branch}`, choose --branch, "
                "or add --force",
            )
        lease = [f"--force-with-lease={branch}:{there[0]}"] if there else []
        name = f"refs/heads/{branch}"
        pushed = run(self._repository.top, "push", "--quiet", *lease, ORIGIN, f"{name}:{name}")
        checked(pushed, hint="may you write to it?")
        return True
