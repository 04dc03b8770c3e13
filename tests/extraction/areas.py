"""The real applications of which an area is extracted, and what the proof needs of each."""

from pathlib import Path
from typing import NamedTuple

from tests.practice.applications import APPLICATIONS as FETCHED
from tests.practice.applications import Application as Source

HERE = Path(__file__).parent
WSGI = """\
from apig_wsgi import make_lambda_handler

from {module} import {attribute}

handler = make_lambda_handler({attribute}())
"""


class Application(NamedTuple):
    """One application and one area of it.

    ``tests/extraction/NAME`` has ``requests.yaml`` and ``seed.py``, which fills a database, and
    may have ``prepare.py``: what its team changes before the first extraction.

    Attributes:
        pythons: versions of Python that it runs on, the best first.
        install: what pip is given to install it, in the folder of its source.
        without: distributions that are taken out again: plugins, the application itself.
        application: the application object, as migration.yaml names it.
        service: the name of the area.
        modules: its modules.
        path: a page of the area that is asked for again and again.
        ignored: options of `migrate parity replay`.
        lifted: the code that serves the whole application through the bare adapter.
    """

    name: str
    pythons: tuple[str, ...]
    install: tuple[str, ...]
    without: tuple[str, ...]
    application: str
    service: str
    modules: tuple[str, ...]
    path: str
    ignored: tuple[str, ...] = ()
    lifted: str = WSGI

    @property
    def source(self) -> Source:
        """Where its source comes from: that of the practice set."""
        return next(source for source in FETCHED if source.name == self.name)

    @property
    def folder(self) -> Path:
        """Its requests and seed."""
        return HERE / self.name


APPLICATIONS = (
    Application(
        name="ctfd",
        pythons=("3.11",),
        install=("-r", "requirements.txt"),
        without=(),
        application="CTFd:create_app",
        service="users",
        modules=("CTFd.users",),
        path="/users",
        # Cached results are found by the path of the package that they were made for.
        ignored=("--ignore-state", "cache/*"),
    ),
    Application(
        name="flaskbb",
        pythons=("3.13", "3.12"),
        install=("flaskbb==2.2.0",),
        without=("flaskbb", "flaskbb-plugin-conversations", "flaskbb-plugin-portal"),
        application="flaskbb.app:create_app",
        service="user",
        modules=("flaskbb.user",),
        path="/user/admin/topics",
        # Two runs of the search index write other bytes.
        ignored=("--ignore-state", "search/*"),
    ),
)
