"""What a test's process keeps in memory and a deployment keeps elsewhere: caches, mail, sessions.

Caches of cachelib (Flask-Caching, Flask-Session) and of Django's ``locmem`` hold pickled values,
and travel both ways. Mail that the service sends is put into the outbox of the test.
"""

from __future__ import annotations

import base64
import contextlib
import pickle
import sys
import weakref
from typing import Any

import migrate_standins  # type: ignore[import-not-found]

_simple: list[Any] = []
_dispatched: list[Any] = []


def watch() -> None:
    """Know the caches that are made from now on."""
    migrate_standins.after_import.add("cachelib.simple", _watch_simple)
    migrate_standins.after_import.add("flask_mail", _watch_mail)


def pack(*, with_mail: bool = False) -> str:
    """Return the contents of caches, and mail where it is the service's."""
    contents = _contents()
    if with_mail:
        outbox = getattr(sys.modules.get("django.core.mail"), "outbox", ())
        contents["mail"] = [_letter(message) for message in outbox]
        contents["dispatched"] = [pickle.dumps(message) for message in _dispatched]
    return base64.b64encode(pickle.dumps(contents)).decode()


def unpack(packed: str, application: Any = None) -> None:
    """Put what ``pack`` took into the caches here; mail goes to whoever listens for it."""
    contents = pickle.loads(base64.b64decode(packed))  # noqa: S301 (from our own other process)
    cache = _newest()
    if cache is not None and contents["simple"] is not None:
        cache.clear()
        cache.update(contents["simple"])
    locmem = sys.modules.get("django.core.cache.backends.locmem")
    for name, (values, expire) in contents["locmem"].items() if locmem else ():
        kept = locmem._caches.setdefault(name, type(values)())  # type: ignore[union-attr]  # noqa: SLF001
        times = locmem._expire_info.setdefault(name, {})  # type: ignore[union-attr]  # noqa: SLF001
        for mine, theirs in ((kept, values), (times, expire)):
            mine.clear()
            mine.update(theirs)
    mail = sys.modules.get("django.core.mail")
    for message in contents["mail"]:
        if mail is not None and hasattr(mail, "outbox"):
            mail.outbox.append(pickle.loads(message))  # noqa: S301
    for letter in contents["dispatched"]:
        message, is_told = pickle.loads(letter)  # noqa: S301
        sender, told = (
            (application, {"message": message}) if is_told else (message, {"app": application})
        )
        sys.modules["flask_mail"].email_dispatched.send(sender, **told)


def empty_outbox() -> None:
    """Forget mail of the test's, so that only the service's own goes back."""
    mail = sys.modules.get("django.core.mail")
    if mail is not None:
        mail.outbox = []  # type: ignore[attr-defined]
    _dispatched.clear()


def _contents() -> dict[str, Any]:
    locmem = sys.modules.get("django.core.cache.backends.locmem")
    cache = _newest()
    return {
        "simple": dict(cache) if cache is not None else None,
        "locmem": {
            name: (values, dict(locmem._expire_info[name]))  # noqa: SLF001
            for name, values in locmem._caches.items()  # noqa: SLF001
        }
        if locmem
        else {},
        "mail": [],
        "dispatched": [],
    }


def _letter(message: Any) -> bytes:
    with contextlib.suppress(AttributeError):
        message.connection = None
    return pickle.dumps(message)


def _watch_simple(module: Any) -> None:
    begin = module.SimpleCache.__init__

    def begun(self: Any, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        _simple.append(weakref.ref(self))

    module.SimpleCache.__init__ = begun


def _watch_mail(module: Any) -> None:
    """Keep what Flask-Mail says that it sent.

    https://flask-mail.readthedocs.io/en/latest/#signalling-support
    """

    def keep(sender: Any, **told: Any) -> None:
        # The sender was the message until 0.9.1, and is the application since.
        _dispatched.append((told.get("message", sender), "message" in told))

    module.email_dispatched.connect(keep, weak=False)


def _newest() -> Any:
    """Return the contents of the cache that was made last, of those that still live."""
    living = [cache for cache in (reference() for reference in _simple) if cache is not None]
    return living[-1]._cache if living else None  # noqa: SLF001
