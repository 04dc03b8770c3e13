"""What a facade's access log says about one answer, and what a decision rested on."""

from typing import Literal

import msgspec

Arm = Literal["old", "new"]

SERVER_ERROR = 500


class Answer(msgspec.Struct, frozen=True):
    """One answered request of a route in cutover.yaml.

    Attributes:
        at: when, in seconds since 1970.
        route: its id.
        arm: who was chosen to answer.
        origin: who really did: ``monolith`` or the service's name; empty where nobody did.
        status: the HTTP status that the client got.
        duration_ms: how long the client waited.
        visitor: the identity by which the arm was chosen; empty where the log does not say.
    """

    at: float
    route: str
    arm: Arm
    origin: str
    status: int
    duration_ms: float
    visitor: str = ""

    @property
    def is_failure(self) -> bool:
        """A server error; for a service also where the monolith had to stand in for it."""
        return self.status >= SERVER_ERROR or (self.arm == "new" and self.origin == "monolith")


class Sums(msgspec.Struct, frozen=True):
    """What both arms of a route answered in one window, from a source that only counts.

    Attributes:
        at: when the window began, in seconds since 1970.
        slow: how many answers of each arm were slow, None where the source does not say.
    """

    at: float
    route: str
    old: "Tally"
    new: "Tally"
    slow: "tuple[Tally, Tally] | None" = None


class Position(msgspec.Struct, frozen=True):
    """How far a log was read: ``file`` tells one that was rotated away from its successor.

    For a source that counts, ``offset`` is the end of the newest window, in seconds since 1970.
    """

    file: int = 0
    offset: int = 0


class Reading(msgspec.Struct, frozen=True):
    """What was new: single answers of a log, or sums of a source that only counts.

    Attributes:
        garbage: lines of a log that say nothing.
        gaps: what a source did not know; such a window counts for nothing.
    """

    answers: tuple[Answer, ...] = ()
    position: Position = Position()
    garbage: int = 0
    sums: tuple[Sums, ...] = ()
    gaps: tuple[str, ...] = ()


class Tally(msgspec.Struct, frozen=True):
    """What one arm answered, and how many of it were bad."""

    requests: int
    bad: int


class Comparison(msgspec.Struct, frozen=True):
    """Both arms by one measure.

    Attributes:
        log_e: the natural logarithm of the evidence against the service.
        log_e_needed: that of what a rollback takes.
    """

    monolith: Tally
    service: Tally
    log_e: float
    log_e_needed: float


class Evidence(msgspec.Struct, frozen=True):
    """The numbers of one step of a ramp.

    Attributes:
        since: when the step began, in UTC, ISO 8601.
        failed: server errors, and requests in which the monolith stood in.
        slow: answers that took longer than ``slow_ms``, None where that is not known yet.
    """

    since: str
    failed: Comparison
    slow: Comparison
    slow_ms: float | None = None
