"""AWS limits as data: ``limits.yaml`` beside the rules, named in what rules say.

A message says ``{limit.http-api-timeout}`` and reads ``30 seconds``; a page adds the sentence, its
source and the day on which it was checked.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from migrator.errors import PlanError
from migrator.model.strict_yaml import nearest, read
from migrator.resources import RULES

LIMITS = "limits.yaml"
OFFICIAL = "https://docs.aws.amazon.com/"

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
BYTES = {"bytes": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}

_NAMED = re.compile(r"\{limit\.([^{}]*)\}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that AWS publishes.

    Attributes:
        unit: a word that follows the value: ``seconds``, ``MB``, ``routes``.
        text: a sentence of its own that says what is limited.
        source: the page of AWS that has the figure.
        checked: the day on which the figure was read there, ``YYYY-MM-DD``.
    """

    id: str
    value: int
    unit: str
    text: str
    source: str
    checked: str

    def __str__(self) -> str:
        return f"{self.value:,} {self.unit}"

    @property
    def amount(self) -> int:
        """The value to compare with: seconds for times, bytes (1 KB is 1,024) for sizes."""
        return self.value * SECONDS.get(self.unit, BYTES.get(self.unit, 1))


class Limits:
    """All limits, by id."""

    def __init__(self, limits: tuple[Limit, ...] = ()) -> None:
        self._limits = {limit.id: limit for limit in limits}

    def __getitem__(self, name: str) -> Limit:
        return self._limits[name]

    def __iter__(self) -> Iterator[Limit]:
        return iter(self._limits.values())

    def fill(self, text: str) -> str:
        """Put figures for the limits that ``text`` names; other placeholders stay.

        Raises:
            KeyError: where ``mistakes`` has something to say.
        """
        return _NAMED.sub(lambda found: str(self._limits[found[1]]), text)

    def named(self, *texts: str) -> tuple[Limit, ...]:
        """Return the limits that ``texts`` name, each once, in their order."""
        names = dict.fromkeys(name for text in texts for name in _NAMED.findall(text))
        return tuple(self._limits[name] for name in names)

    def __contains__(self, name: object) -> bool:
        return name in self._limits

    def mistakes(self, text: str) -> Iterator[str]:
        """Say which limits ``text`` names that do not exist."""
        for name in dict.fromkeys(_NAMED.findall(text)):
            if name not in self._limits:
                yield f"unknown limit {{limit.{name}}}{self.nearest(name)}"

    def nearest(self, name: str) -> str:
        """Say which limit may be meant by a name that none has."""
        return nearest(name, self._limits)


class LimitsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``limits.yaml``."""

    limits: tuple[Limit, ...] = ()


def load_limits(folder: Path) -> Limits:
    """Read the limits that stand beside the rules of ``folder``; none where there is no file.

    Raises:
        PlanError: naming each mistake, one a line.
    """
    file = folder / LIMITS
    if not file.is_file():
        return Limits()
    name = f"{folder.name}/{LIMITS}"
    limits = read(file.read_text("utf-8"), LimitsFile, file=name).limits
    if mistakes := [f"{name}: {mistake}" for mistake in _find_mistakes(limits)]:
        raise PlanError("\n".join(mistakes), hint=f"correct {name}")
    return Limits(limits)


@cache
def shipped_limits() -> Limits:
    """Return the limits that stand beside the shipped rules."""
    return load_limits(RULES)


def _find_mistakes(limits: tuple[Limit, ...]) -> Iterator[str]:
    """Find what the types of ``Limit`` cannot forbid."""
    seen = set()
    for limit in limits:
        if limit.id in seen:
            yield f"{limit.id}: is there twice"
        seen.add(limit.id)
        if not _ID.fullmatch(limit.id):
            yield f"{limit.id}: id is not of the form lambda-timeout"
        if limit.value <= 0:
            yield f"{limit.id}: value {limit.value} is not above zero"
        if not limit.source.startswith(OFFICIAL):
            yield f"{limit.id}: source is not a page of {OFFICIAL}"
        if not _DAY.fullmatch(limit.checked):
            yield f"{limit.id}: checked {limit.checked!r} is not a day, as 2026-11-22 is"
        if not limit.text.endswith(".") or "{" in limit.unit + limit.text:
            yield f"{limit.id}: text is not a plain sentence"
