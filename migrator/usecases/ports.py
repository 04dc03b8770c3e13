"""What reading a monolith, and its traffic, needs of the outside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from migrator.model.traffic import Traffic

Progress = Callable[[int, int], None]
LabelOf = Callable[[str, str], str]


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


class TrafficLogs(Protocol):
    """Reads access logs, however large."""

    def read(self, files: Sequence[Path], label_of: LabelOf) -> Traffic:
        """Sum up ``files``; ``label_of`` names the entry point of a method and path, or is empty.

        Raises:
            TrafficError: where a file is no access log.
        """
