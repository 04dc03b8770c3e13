"""The service's side of a request of a test: its databases, caches and settings are the test's."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from typing import Any

import migrate_databases  # type: ignore[import-not-found]
import migrate_memory  # type: ignore[import-not-found]
from migrate_settings import unpacked  # type: ignore[import-not-found]
from migrate_standins import after_import  # type: ignore[import-not-found]

_folder = ""
_files: dict[str, str] = {}
_sent: dict[str, str] = {}
_HEADER = 100  # bytes, https://sqlite.org/fileformat.html#the_database_header


def prepare(start: dict[str, Any]) -> None:
    """Before the service is imported: open other databases, and have the test's settings."""
    global _folder  # noqa: PLW0603
    _folder = start["folder"]
    sys.meta_path.insert(0, after_import)
    os.environ.update(start["environment"])
    _redirect()
    migrate_memory.watch()
    settings = unpacked(start["settings"])
    after_import.add("flask.config", lambda module: _pin_flask(module, settings))


def arrive(message: dict[str, Any]) -> None:
    """Before the handler is called."""
    _sent.update(message["databases"])
    for name in _files:
        _place(name)
    os.environ.update(message["environment"])
    migrate_memory.unpack(message["memory"])
    migrate_memory.empty_outbox()
    settings = unpacked(message["settings"])
    app = sys.modules.get("app")
    config = getattr(getattr(app, "app", None), "config", None)
    if isinstance(config, dict):
        dict.update(config, settings)
    elif "django.conf" in sys.modules and settings:
        from django.test.utils import override_settings  # noqa: PLC0415

        override_settings(**settings).enable()


def leave() -> dict[str, Any]:
    """Say what the handler left behind."""
    databases = {origin: path for name, path in _files.items() if (origin := _origin(name))}
    return {"databases": databases, "memory": migrate_memory.pack(with_mail=True)}


def _redirect() -> None:
    """Put every SQLite database of the service into a file of the folder."""
    connect = sqlite3.connect

    def redirected(database: Any, *args: Any, **kwargs: Any) -> Any:
        name = migrate_databases.name_of(database)
        if name not in _files:
            digest = hashlib.sha256(name.encode()).hexdigest()[:16]
            _files[name] = os.path.join(_folder, f"service-{digest}.sqlite")  # noqa: PTH118
            _place(name)
        kwargs["uri"] = False
        return connect(_files[name], *args[:6], **kwargs)

    sqlite3.connect = redirected
    sqlite3.dbapi2.connect = redirected


def _origin(name: str) -> str:
    """Return which database of the test's stands for one of the service's.

    The one of that name, or the only one: a test has its own for what settings name otherwise.
    """
    if name in _sent:
        return name
    return next(iter(_sent)) if len(_sent) == 1 else ""


def _place(name: str) -> None:
    origin, path = _origin(name), _files[name]
    if not origin:
        return
    for companion in ("-journal", "-wal", "-shm"):
        if os.path.exists(path + companion):  # noqa: PTH110
            os.unlink(path + companion)  # noqa: PTH108
    with open(_sent[origin], "rb") as file:  # noqa: PTH123
        content = bytearray(file.read())
    if len(content) > _HEADER:
        # By these numbers connections that are open notice that the pages which they know, and the
        # places of tables and indexes, are those of another file.
        counter = (time.monotonic_ns() & 0x7FFFFFFF).to_bytes(4, "big")
        content[24:28] = content[92:96] = content[40:44] = counter
        if content[18:20] == b"\x02\x02":
            content[18:20] = b"\x01\x01"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)


def _pin_flask(module: Any, settings: dict[str, Any]) -> None:
    """Let an application's configuration be the test's from its first moment on.

    https://flask.palletsprojects.com/en/stable/config/
    """
    config, begin = module.Config, module.Config.__init__

    def begun(self: Any, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        dict.update(self, settings)

    class_set = config.__setitem__

    def set_item(self: Any, name: Any, value: Any) -> None:
        if name not in settings:
            class_set(self, name, value)

    update = config.update

    def updated(self: Any, *args: Any, **kwargs: Any) -> None:
        update(self, {k: v for k, v in dict(*args, **kwargs).items() if k not in settings})

    config.__init__, config.__setitem__, config.update = begun, set_item, updated
