"""Recorded requests, what both sides answered, and where the answers differ."""

import base64
from enum import StrEnum

import msgspec

Pairs = tuple[tuple[str, str], ...]


class Payload(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Bytes in JSON: as ``text`` where they are UTF-8, so that a person can read a cassette."""

    text: str = ""
    base64: str = ""

    @classmethod
    def of(cls, content: bytes) -> "Payload":
        """Pick the readable form where there is one."""
        try:
            return cls(text=content.decode())
        except UnicodeDecodeError:
            return cls(base64=base64.b64encode(content).decode())

    @property
    def content(self) -> bytes:
        """Return the bytes."""
        return base64.b64decode(self.base64) if self.base64 else self.text.encode()


class HttpRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request as it went over the wire.

    Attributes:
        path: percent-encoded, without the query.
        query: raw, without the question mark.
        scheme: ``http`` or ``https``, as the client saw it.
        peer: the client's address.
    """

    method: str
    path: str
    query: str = ""
    headers: Pairs = ()
    body: Payload = Payload()
    scheme: str = "http"
    peer: str = "203.0.113.7"

    def header(self, name: str) -> str:
        """Return the first value of a header, empty where it was not sent."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


class HttpResponse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A response; headers in the order in which they were sent."""

    status: int
    headers: Pairs = ()
    body: Payload = Payload()

    def header(self, name: str) -> str:
        """Return the first value of a header, empty where it was not sent."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


class StateFile(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A file of the application's state; an empty folder ends with ``/`` and has no content.

    Attributes:
        path: relative to the state folder.
        sha256: name of the content in the cassette.
        modified: seconds since 1970, from the frozen clock.
    """

    path: str
    sha256: str = ""
    modified: int = 0


State = tuple[StateFile, ...]


class Exchange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One request, the monolith's answer, and the state before and after.

    Attributes:
        instant: what the frozen clock showed, seconds since 1970.
        seed: what randomness was seeded with.
    """

    name: str
    area: str
    tags: tuple[str, ...]
    instant: int
    seed: str
    request: HttpRequest
    response: HttpResponse
    before: State
    after: State


class Cassette(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recording: cassette.json. Contents of state files lie beside it, by hash.

    Attributes:
        start: what the frozen clock showed when the application was imported.
    """

    version: int
    application: str
    start: int
    environment: Pairs
    exchanges: tuple[Exchange, ...]


class Aspect(StrEnum):
    """What of an answer differs."""

    FAILURE = "failure"
    STATUS = "status"
    HEADER = "header"
    BODY = "body"
    STATE = "state"


class Difference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that the service does differently.

    Attributes:
        place: header name, JSON path, or state file and table; empty for the whole.
        monolith: what the monolith gave, shortened; empty where it gave nothing.
        service: what the service gave.
        diff: unified diff of texts and of table rows.
    """

    aspect: Aspect
    place: str = ""
    monolith: str = ""
    service: str = ""
    diff: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What replaying one exchange showed."""

    name: str
    request: str
    route: str
    differences: tuple[Difference, ...] = ()


class OutsideCount(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """Recorded requests of one area that the service has no route for."""

    area: str
    count: int


class ParityReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The result of a replay.

    Attributes:
        unrecorded: the service's routes that no recorded request reached.
    """

    service: str
    recorded: int
    outcomes: tuple[Outcome, ...]
    outside: tuple[OutsideCount, ...] = ()
    unrecorded: tuple[str, ...] = ()
    schema: int = 1

    @property
    def different(self) -> int:
        """Count the requests that were answered differently."""
        return sum(1 for outcome in self.outcomes if outcome.differences)
