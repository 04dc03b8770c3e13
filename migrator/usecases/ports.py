"""What reading a monolith needs of the outside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from typing import Protocol

Progress = Callable[[int, int], None]


class Cache(Protocol):
    """Bytes by key; what it does not have, or cannot keep, it leaves out."""

    def load(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """Return the values of the keys that are known."""

    def save(self, values: Mapping[str, bytes], used: Iterable[str] = ()) -> None:
        """Keep ``values``; ``used`` are older keys that are still of use."""


class Workers(Protocol):
    """Where files are read: processes of this machine, or a cluster.

    Attributes:
        count: how many work at the same time.
        deaths: what their futures raise when a worker dies.
    """

    count: int
    deaths: tuple[type[Exception], ...]

    def open(self) -> AbstractContextManager[Executor]:
        """Start workers."""
