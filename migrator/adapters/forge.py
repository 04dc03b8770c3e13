"""What is the same whoever holds the repository: libraries that are extras, and what is said."""

from collections.abc import Iterator
from contextlib import contextmanager

from migrator.errors import ForgeError, ToolError

SECONDS = 20
HINT_UNPROCESSABLE = "is the base a branch there, and does the new branch differ from it?"


@contextmanager
def needed(distribution: str, *, extra: str) -> Iterator[None]:
    """Say what to install where an import inside fails.

    Raises:
        ToolError: the library is not installed.
    """
    try:
        yield
    except ImportError as error:
        hint = f"pip install 'migrator[{extra}]'"
        raise ToolError(f"{distribution} is not installed", hint=hint) from error


def unreachable(address: str, error: OSError) -> ForgeError:
    """Say that nobody answers: the errors of requests are those of the operating system."""
    return ForgeError(
        f"{address} cannot be reached: {type(error).__name__}",
        hint="is the network up? The branch is pushed: the same command goes on from here",
    )


def refused(
    forge: str, status: int | None, project: str, reason: str, hints: dict[int, str]
) -> ForgeError:
    """Say what a forge answered, and what to do about it."""
    text = f"{forge} answers {status} for {project}: {reason}"
    return ForgeError(text, hint=hints.get(status or 0))
