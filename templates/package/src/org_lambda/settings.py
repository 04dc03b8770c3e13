"""Settings from Parameter Store, in ``os.environ``, where the application has always read them.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html

The client is botocore's: it starts faster than the parameter utilities built on boto3, which
moreover fail when the store is down after their cache expired.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .clients import client_of

BATCH: Final = 10  # GetParameters takes no more names
RETRY_SECONDS: Final = 30  # the store is down: do not make every request wait for it

log = logging.getLogger(__name__)


@dataclass
class _Source:
    """Names below one prefix, and when they are to be read again."""

    prefix: str
    names: tuple[str, ...]
    max_age: float
    clock: Callable[[], float]
    client: Any = None
    due: float = 0
    loaded: set[str] = field(default_factory=set)

    def load(self) -> None:
        """Read all names; a parameter that does not exist leaves its name unset."""
        if self.client is None:
            self.client = _client()
        paths = {f"{self.prefix}/{name}": name for name in self.names}
        found: dict[str, str] = {}
        for batch in _batches(sorted(paths)):
            answer = self.client.get_parameters(Names=batch, WithDecryption=True)
            found |= {
                paths[item["Name"]]: item["Value"] for item in answer["Parameters"]
            }
        for name in self.loaded - found.keys():
            os.environ.pop(name, None)
        os.environ.update(found)
        self.loaded = set(found)
        self.due = self.clock() + self.max_age

    def refresh(self) -> None:
        """Read again if it is time; keep the old values when the store does not answer."""
        if self.clock() < self.due:
            return
        try:
            self.load()
        except Exception as error:  # noqa: BLE001 - whatever it is, old settings are better than none
            log.warning("settings of %s stay as they are: %s", self.prefix, error)
            self.due = self.clock() + min(RETRY_SECONDS, self.max_age)


_sources: Final[list[_Source]] = []


def load_environment(
    prefix: str,
    names: Iterable[str],
    *,
    max_age: float = 300,
    clock: Callable[[], float] = time.time,
) -> None:
    """Fill ``os.environ`` from ``prefix/NAME``; call it before importing the application.

    What the function's own environment already sets wins and is never read. A first read that
    fails is an error, because the application must not start half configured. Every handler
    calls ``refresh``, so that a changed parameter arrives after ``max_age``
    seconds. What the application copied at import (``X = os.environ["X"]``) keeps its first value
    until the container ends. With ``SETTINGS_SOURCE=environment`` (local, tests) nothing is read.

    Args:
        prefix: the folder of parameters, such as ``/shop/prod``.
        names: the names of the variables, which are also the names of the parameters.
        max_age: after how many seconds a value is read again.
        clock: tells the time; the wall clock also counts while the container is frozen.
    """
    if os.environ.get("SETTINGS_SOURCE") == "environment":
        return
    own = {name for source in _sources for name in source.loaded}
    wanted = tuple(
        name for name in dict.fromkeys(names) if name not in os.environ or name in own
    )
    if not wanted:
        return
    source = _Source(prefix.rstrip("/"), wanted, max_age, clock)
    source.load()
    _sources.append(source)


def refresh() -> None:
    """Read again what is older than its ``max_age``; cheap otherwise."""
    for source in _sources:
        source.refresh()


def forget() -> None:
    """Stop reading, for tests; the variables stay as they are."""
    _sources.clear()


def _batches(names: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), BATCH):
        yield list(names[start : start + BATCH])


def _client() -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    """Make a client that gives up soon."""
    return client_of(
        "ssm", connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 2}
    )
