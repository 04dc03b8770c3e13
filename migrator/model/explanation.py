"""Why a thing is where it is: cited facts, what pulls it where, and what would move it."""

import msgspec

from migrator.model.cuts import CutList
from migrator.model.location import Location
from migrator.model.program import Unresolved


class Cited(msgspec.Struct, frozen=True):
    """A sentence and the place that it rests on; None where it speaks of many.

    Attributes:
        level: 1 for what is said of the fact before it.
    """

    text: str
    location: Location | None = None
    level: int = 0


class Bond(msgspec.Struct, frozen=True):
    """A fact that ties two things, and what it counts.

    Attributes:
        one: a function, module code (``package.module:``) or ``table NAME``: what depends.
        other: the same: what it depends on.
    """

    one: str
    other: str
    weight: float
    location: Location


class SignalPull(msgspec.Struct, frozen=True):
    """What one signal says; ``bonds`` are all of its facts, the strongest first."""

    signal: str
    weight: float
    bonds: tuple[Bond, ...]


class Pull(msgspec.Struct, frozen=True):
    """How much a service ties a thing to itself.

    Attributes:
        service: empty for what is shared, or nobody's.
        signals: the strongest first.
    """

    service: str
    weight: float
    signals: tuple[SignalPull, ...]


class Change(msgspec.Struct, frozen=True):
    """A metric of the plan before and after a move."""

    metric: str
    before: float
    after: float


class Move(msgspec.Struct, frozen=True):
    """What moves a thing to a service, and what comes of it.

    Attributes:
        how: what to write in migration.yaml.
        without: the fewest signals without which ``service`` would pull more than the present
            one; empty where it does already.
        changes: the metrics that the move changes.
    """

    service: str
    how: str
    without: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Subject(msgspec.Struct, frozen=True):
    """What was asked for.

    Attributes:
        kind: ``entry point``, ``service``, ``table``, ``module``, ``function`` or ``edge``.
        name: as people write it; of an edge ``orders -> billing``.
        service: where it is; empty where it is in none, or in all that use it.
        ends: of an edge, its two subjects.
    """

    kind: str
    name: str
    service: str = ""
    ends: tuple["Subject", ...] = ()


class Explanation(msgspec.Struct, frozen=True):
    """Why a thing is where it is.

    Attributes:
        placed: what put it there: lines of migration.yaml, or how it was proposed.
        pulls: what ties it to each service, the strongest first.
        bonds: of an edge, what ties its ends to each other, the strongest signal first.
        moves: what would put it elsewhere.
        unseen: what the analysis could not read where the thing has to do with it.
        cuts: of a service, what to cut so that it stands alone.
    """

    subject: Subject
    placed: tuple[Cited, ...] = ()
    pulls: tuple[Pull, ...] = ()
    bonds: tuple[SignalPull, ...] = ()
    moves: tuple[Move, ...] = ()
    unseen: tuple[Unresolved, ...] = ()
    cuts: CutList | None = None
