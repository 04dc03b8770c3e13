"""The garbage collector, told when looking for garbage is of little use."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 1_000_000  # objects between collections


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Collect seldom, where most of what is made is kept: by default it is a third of linking."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def without_collection() -> Iterator[None]:
    """Do without collections where what is made has no cycles: of a parse they are a tenth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
