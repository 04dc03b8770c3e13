"""Room for calls in each other, of which Python allows a thousand."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def room_for_recursion(calls: int) -> Iterator[None]:
    """Raise the limit for as long as it is needed: whoever asks for it has one of its own."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, calls))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
