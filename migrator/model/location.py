"""A place in the monolith's source."""

import msgspec


class Location(msgspec.Struct, frozen=True, order=True):
    """A line of the monolith's source."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
