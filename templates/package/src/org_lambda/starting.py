"""The garbage collector while a container starts: what is imported stays, so let it not look.

Importing an application allocates so much that the collector would go through all of it several
times, which is a sixth of the time. Imported with ``handling`` by the modules that make handlers,
before the application is; when the handler is made, what is there leaves the collector's sight.
https://docs.python.org/3/library/gc.html#gc.freeze
"""

import gc
from typing import Final

USUAL: Final = gc.get_threshold()
AT_START: Final = (100_000, *USUAL[1:])

gc.set_threshold(*AT_START)


def started() -> None:
    """Collect as usual from now on, but nothing that is already there.

    It acts once, and not where the application has set the collector itself.
    """
    if gc.get_threshold() == AT_START:
        gc.freeze()
        gc.set_threshold(*USUAL)
