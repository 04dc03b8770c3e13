"""Errors meant for the user's eyes; anything else that escapes is a bug of ours."""


class MigratorError(Exception):
    """Something the user can act on: what happened, where, and what to try."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class SourceError(MigratorError):
    """The monolith's source cannot be analyzed as a whole (no folder, no Python in it)."""


class PlanError(MigratorError):
    """migration.yaml or cutover.yaml is not what its schema says; the message names the line."""


class ConstraintError(PlanError):
    """A constraint cannot be respected; ``names`` are those that it was written with."""

    def __init__(self, message: str, *, names: tuple[str, ...], hint: str) -> None:
        super().__init__(message, hint=hint)
        self.names = names


class ConflictError(MigratorError):
    """Somebody else changed what was about to be changed; nothing was done."""


class UnknownNameError(MigratorError):
    """A module, service or route was named that does not exist; the hint names the nearest."""


class TrafficError(MigratorError):
    """A file is no access log that could be read."""


class GitError(MigratorError):
    """git refused, or the repository is in a state in which a branch cannot be made."""


class ForgeError(MigratorError):
    """GitHub or GitLab refused a pull request, cannot be reached, or is not known."""


class ToolError(MigratorError):
    """An outside program (proxy, Serverless CLI, Python of the monolith) is missing or failed."""


class BaselineError(MigratorError):
    """What ``--baseline`` names is no report of ``migrate analyze``."""


def first_line(error: Exception) -> str:
    """Return the first line of what a library says: the rest is for its developers."""
    return str(error).strip().partition("\n")[0]
