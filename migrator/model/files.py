"""Files that a stage wants written; only adapters write them."""

import msgspec


class RenderedFile(msgspec.Struct, frozen=True, order=True):
    """A file relative to the output folder; ``path`` uses ``/``."""

    path: str
    content: bytes
    is_executable: bool = False

    @classmethod
    def of_text(cls, path: str, text: str, *, is_executable: bool = False) -> "RenderedFile":
        """Encode ``text`` as UTF-8."""
        return cls(path, text.encode(), is_executable)
