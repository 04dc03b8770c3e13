"""What a file that pins dependencies says of each of them."""

from collections.abc import Iterable, Mapping

import msgspec


class Pin(msgspec.Struct, frozen=True):
    """A distribution of certain versions.

    Attributes:
        lines: as a requirements file has them; several where versions depend on the platform.
        requires: what it needs, extras included; None where the file does not say.
        is_development: whether only developers have it.
    """

    lines: tuple[str, ...]
    requires: tuple[str, ...] | None = None
    is_development: bool = False


class Pins(msgspec.Struct, frozen=True):
    """All of a file, by normalized name.

    Attributes:
        unread: its lines that name no distribution, each with its file, and files that it
            includes and that are not there.
    """

    file: str
    by_name: Mapping[str, Pin]
    unread: tuple[str, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Tell whether it is known of each distribution what it needs."""
        return bool(self.by_name) and all(p.requires is not None for p in self.by_name.values())


def closure(roots: Iterable[str], requires: Mapping[str, Iterable[str]]) -> set[str]:
    """Add what is required, and what that requires."""
    reached: set[str] = set()
    queue = list(roots)
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue.extend(requires.get(name, ()))
    return reached
