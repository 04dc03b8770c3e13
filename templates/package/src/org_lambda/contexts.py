"""The context in which the monolith's code runs where no request brings one."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any


@contextmanager
def context_of(app: object) -> Iterator[None]:
    """Run inside the application: Flask's context, Django's connections tested before and after.

    https://flask.palletsprojects.com/en/stable/appcontext/
    https://docs.djangoproject.com/en/stable/ref/databases/#caveats
    """
    make: Any = getattr(app, "app_context", None)
    inner: AbstractContextManager[Any] = make() if callable(make) else nullcontext()
    _close_old_connections()
    try:
        with inner:
            yield
    finally:
        _close_old_connections()


def _close_old_connections() -> None:
    conf, database = sys.modules.get("django.conf"), sys.modules.get("django.db")
    if conf is not None and database is not None and conf.settings.configured:
        database.close_old_connections()
