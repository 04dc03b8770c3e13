"""A project's settings as a Lambda function needs them: connections, logs, applications.

https://docs.djangoproject.com/en/stable/ref/settings/
"""

import importlib
import os
from collections.abc import Collection, MutableMapping
from typing import Any, Final

from .django_database import databases_for_lambda

TO_FILES: Final = frozenset(
    {
        "logging.FileHandler",
        "logging.handlers.RotatingFileHandler",
        "logging.handlers.TimedRotatingFileHandler",
        "logging.handlers.WatchedFileHandler",
    }
)
OF_FILES: Final = frozenset(
    {"filename", "mode", "encoding", "delay", "errors", "maxBytes", "backupCount"}
    | {"when", "interval", "utc", "atTime"}
)


def use(module: str) -> None:
    """Let Django take a module of settings, whatever the project's own modules say later."""
    os.environ["DJANGO_SETTINGS_MODULE"] = module
    settings = importlib.import_module("django.conf").settings
    _ = settings.INSTALLED_APPS  # the first read is what takes the module


def adapt(settings: MutableMapping[str, Any], absent: Collection[str] = ()) -> None:
    """Change settings in place.

    A container answers one request at a time and may sleep for long: it keeps one connection and
    tests it before each request. Logs go to standard output, as the file system is read-only.

    Args:
        settings: the names of the module of settings: ``globals()``.
        absent: applications that did not travel.
    """
    if "INSTALLED_APPS" in settings:
        kept = [name for name in settings["INSTALLED_APPS"] if name not in absent]
        settings["INSTALLED_APPS"] = kept
    settings["DATABASES"] = databases_for_lambda(settings.get("DATABASES", {}))
    if settings.get("LOGGING"):
        settings["LOGGING"] = _to_output(settings["LOGGING"])


def _to_output(logging: MutableMapping[str, Any]) -> dict[str, Any]:
    handlers = logging.get("handlers", {})
    return {
        **logging,
        "handlers": {name: _streamed(one) for name, one in handlers.items()},
    }


def _streamed(handler: MutableMapping[str, Any]) -> dict[str, Any]:
    if handler.get("class") not in TO_FILES:
        return dict(handler)
    kept = {key: value for key, value in handler.items() if key not in OF_FILES}
    return kept | {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}
