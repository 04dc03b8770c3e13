"""One JSON document a line, in on standard input, out on what was standard output.

Whatever the application prints goes to standard error, so that it cannot disturb the talk.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator
from typing import Any


class Wire:
    """The talk with the process that started this one."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield messages until the other side closes."""
        # Not `for line in sys.stdin`: an application may replace or read sys.stdin.
        with os.fdopen(os.dup(0), encoding="utf-8") as lines:
            null = os.open(os.devnull, os.O_RDONLY)
            os.dup2(null, 0)
            os.close(null)
            for line in lines:
                yield json.loads(line)

    def send(self, message: dict[str, Any]) -> None:
        """Send one message."""
        self._out.write(json.dumps(message) + "\n")
        self._out.flush()

    def send_error(self, what: str, error: BaseException) -> None:
        """Send an exception as its last line; the whole goes to standard error."""
        traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)
        self.send({"error": what + describe(error)})


def describe(error: BaseException) -> str:
    """Return the last line of a traceback."""
    return "".join(traceback.format_exception_only(type(error), error)).strip()
