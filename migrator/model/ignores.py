"""Comments that accept a finding where it stands: ``# migrate: ignore[rule] reason``."""

import msgspec

from migrator.model.location import Location


class InlineIgnore(msgspec.Struct, frozen=True, order=True):
    """One comment.

    Attributes:
        location: where the comment is.
        first: the first line that it speaks of; those of a statement that it ends, or the line
            below a comment that has a line of its own.
        last: the last one.
        rules: ids as they are written; empty where it names none.
        reason: why; empty where none is given.
    """

    location: Location
    first: int
    last: int
    rules: tuple[str, ...] = ()
    reason: str = ""
