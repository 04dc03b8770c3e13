"""The access log that every facade writes: one JSON object a line, read as it grows.

docs/cutover.md lists the keys. Lines of requests that no route of cutover.yaml takes have the
route ``-`` and are left out.
"""

import datetime
import os
from pathlib import Path

import msgspec

from migrator.errors import ToolError
from migrator.model.evidence import Answer, Arm, Position, Reading

NO_ROUTE = "-"
AT_ONCE = 64 * 1024 * 1024  # a log of weeks is read in pieces of this size


class _Line(msgspec.Struct):
    """The keys that count; proxies write more."""

    time: datetime.datetime
    route: str | None = NO_ROUTE
    arm: Arm | None = None
    origin: str | None = ""
    status: int = 0
    duration_ms: float = 0
    visitor: str | None = ""


class AccessLog:
    """A growing file, which may be rotated or emptied at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._decoder = msgspec.json.Decoder(_Line)

    def end(self) -> Position:
        """Return the position behind all that is there now; the start where there is nothing."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return Position()
        except OSError as error:
            raise self._unreadable(error) from error
        return Position(status.st_ino, status.st_size)

    def read(self, position: Position) -> Reading:
        """Read the whole lines behind ``position``; half a line waits for its end.

        A file that is another one, or shorter than it was, is read from its start. A log that is
        not there yet is empty.

        Raises:
            ToolError: it cannot be read.
        """
        try:
            with self._path.open("rb") as stream:
                status = os.fstat(stream.fileno())
                is_same = status.st_ino == position.file and status.st_size >= position.offset
                start = position.offset if is_same else 0
                stream.seek(start)
                block = stream.read(AT_ONCE)
        except FileNotFoundError:
            return Reading(position=position)
        except OSError as error:
            raise self._unreadable(error) from error
        whole = block[: block.rfind(b"\n") + 1]
        answers = [self._answer(line) for line in whole.splitlines() if line.strip()]
        return Reading(
            tuple(one for one in answers if one is not None and one.route != NO_ROUTE),
            Position(status.st_ino, start + len(whole)),
            sum(one is None for one in answers),
        )

    def _answer(self, line: bytes) -> Answer | None:
        """Return what a line says, None where it is garbage."""
        try:
            said = self._decoder.decode(line)
        except msgspec.DecodeError:  # what is no UTF-8 is none either
            return None
        if said.time.tzinfo is None:
            return None
        route = said.route or NO_ROUTE
        if route != NO_ROUTE and said.arm is None:
            return None
        return Answer(
            said.time.timestamp(),
            route,
            said.arm or "old",
            said.origin or "",
            said.status,
            said.duration_ms,
            said.visitor or "",
        )

    def _unreadable(self, error: OSError) -> ToolError:
        return ToolError(
            f"{self._path} cannot be read: {error.strerror or error}",
            hint="name the facade's access log with --log",
        )
