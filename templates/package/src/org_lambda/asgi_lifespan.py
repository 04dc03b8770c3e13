"""The lifespan of an ASGI application, entered once for each container.

https://asgi.readthedocs.io/en/stable/specs/lifespan.html
"""

import asyncio
import atexit
from typing import Any, Final

from mangum.protocols import LifespanCycle


class Running:
    """An application after its lifespan began; that, its connections and requests share a loop."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401 - an ASGI application
        self.app = app
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        self._lifespan = LifespanCycle(app, "auto")
        try:
            self._lifespan.__enter__()
        except BaseException:
            self.loop.close()
            raise
        self.state = self._lifespan.lifespan_state
        atexit.register(self._end)

    def _end(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self._lifespan.__exit__(None, None, None)
        finally:
            self.loop.close()


_running: Final[dict[int, Running]] = {}


def run(app: Any) -> Running:  # noqa: ANN401 - an ASGI application
    """Begin the lifespan of an application, unless another handler did."""
    if id(app) not in _running:
        _running[id(app)] = Running(app)
    return _running[id(app)]
