"""Threads that a request starts: waited for, so that what they do belongs to the request."""

from __future__ import annotations

import threading
import time
from typing import Any

_SECONDS = 5.0
POOLS = ("ThreadPoolExecutor", "AnyIO worker thread")
_started: list[threading.Thread] = []
_start = threading.Thread.start
_join = threading.Thread.join


def watch() -> None:
    """Note every thread that is started from now on."""
    threading.Thread.start = start  # type: ignore[method-assign]
    threading.Thread.join = join  # type: ignore[method-assign]


def is_worker(thread: threading.Thread) -> bool:
    """Tell whether a thread waits for work without end: whoever hands it work waits for that.

    So do those of pools, and the one that aiosqlite has for each connection.
    """
    made_by = getattr(thread, "_target", None) or type(thread)
    library = str(getattr(made_by, "__module__", "")).partition(".")[0]
    return library == "aiosqlite" or thread.name.startswith(POOLS)


def start(self: threading.Thread) -> None:
    """Stand in for ``Thread.start``."""
    if not is_worker(self):
        _started.append(self)
    _start(self)


def join(self: threading.Thread, timeout: Any = None) -> None:
    """Stand in for ``Thread.join``: a thread that was waited for is not left behind."""
    if self in _started:
        _started.remove(self)
    _join(self, timeout)


def finish() -> list[str]:
    """Wait for the threads that were started and not waited for; return their names."""
    left, _started[:] = list(_started), []
    end = time.monotonic() + _SECONDS
    for thread in left:
        _join(thread, max(0.0, end - time.monotonic()))
    return sorted(thread.name for thread in left)
