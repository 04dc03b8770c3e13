"""What a report is written on: how wide, and whether it may use colors."""

import io
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rich.console import RenderableType

PIPED_WIDTH = 120


class Page(msgspec.Struct, frozen=True):
    """Plain and 120 columns wide unless a terminal says otherwise."""

    width: int = PIPED_WIDTH
    has_color: bool = False

    def draw(self, *parts: "RenderableType") -> str:
        """Render ``parts`` below each other; no line ends in blanks."""
        from rich.console import Console  # noqa: PLC0415  (a report that is there is not drawn)

        console = Console(
            file=io.StringIO(),
            width=self.width,
            force_terminal=self.has_color,
            color_system="standard" if self.has_color else None,
            highlight=False,
            emoji=False,
            markup=False,
            legacy_windows=False,
        )
        with console.capture() as capture:
            for part in parts:
                console.print(part)
        return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())
