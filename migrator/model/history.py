"""What the history of a repository says."""

import msgspec


class Commit(msgspec.Struct, frozen=True):
    """Who made a commit, and which files of the monolith it changed, relative to its source."""

    author: str
    files: tuple[str, ...]
