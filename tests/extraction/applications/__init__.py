"""Real applications of which one area is extracted, run and compared with the whole."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from migrator.model.parity import HttpRequest
from tests.extraction.replay import Answer

Ask = Callable[[Sequence[HttpRequest]], list[Answer]]


class Real(NamedTuple):
    """One application.

    Attributes:
        name: as in ``tests.practice``, which knows where the source is.
        wanted: the module that becomes a service.
        service: what the service is called.
        application: what a server is given, ``wsgi:`` or ``asgi:`` before it.
        python: the version that it needs.
        requirements: what is installed to run it; nothing where requirements.txt says it.
        environment: variables, for a folder that holds the data.
        seed: Python that fills the folder, run in the monolith.
        ask: makes the requests; it may ask the monolith for tokens and the like.
        ignored: what cannot be equal, with the reason.
    """

    name: str
    wanted: str
    service: str
    application: str
    python: str
    requirements: Sequence[str]
    environment: Callable[[Path], Mapping[str, str]]
    seed: str
    ask: Callable[[Ask], list[HttpRequest]]
    ignored: Mapping[str, str] = {}
