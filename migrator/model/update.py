"""What became of ``migrate extract --update``."""

import msgspec


class Updated(msgspec.Struct, frozen=True):
    """A service that was merged with the monolith as it is now.

    Paths are relative to migration.yaml's folder.

    Attributes:
        branch: empty where nothing changed.
        is_new: whether the branch did not have these commits before.
        conflicts: files with conflicts, each with what is to be decided.
    """

    service: str
    branch: str = ""
    is_new: bool = False
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
