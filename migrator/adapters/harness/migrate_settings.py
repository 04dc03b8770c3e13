"""Settings that a test's application has, for the service to have them too.

Only plain values travel: as Python literals, or as seconds.
"""

from __future__ import annotations

import ast
import datetime
import importlib
import sys
from typing import Any

_OWN = {"DATABASES", "INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "SETTINGS_MODULE"}


def settings_of(application: Any) -> dict[str, Any]:
    """Return the configuration of a Flask application, or what tests changed of Django's."""
    if "django.conf" in sys.modules:
        return _of_django()
    config = getattr(application, "config", None)
    return packed(config) if isinstance(config, dict) else {}


def packed(settings: dict[str, Any]) -> dict[str, Any]:
    """Keep plain values."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in settings.items():
        if isinstance(value, datetime.timedelta):
            found[name] = {"seconds": value.total_seconds()}
        elif (literal := _literal(value)) is not None:
            found[name] = {"literal": literal}
    return found


def unpacked(settings: dict[str, Any]) -> dict[str, Any]:
    """Undo ``packed``."""
    return {
        name: datetime.timedelta(seconds=value["seconds"])
        if "seconds" in value
        else ast.literal_eval(value["literal"])
        for name, value in settings.items()
    }


def _of_django() -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415

    name = _module_of(settings) if settings.configured else ""
    if not name:
        return {}
    module = importlib.import_module(name)
    now = {name: getattr(settings, name, None) for name in dir(settings) if name.isupper()}
    changed = {
        name: value
        for name, value in now.items()
        if name not in _OWN and _was(module, name) != value
    }
    return packed(changed)


def _module_of(settings: Any) -> str:
    """Name the module of settings; what overrides some for a test has none of its own."""
    holder = settings._wrapped  # noqa: SLF001 (Django has no other way to ask for it)
    while "default_settings" in vars(holder):
        holder = holder.default_settings
    return getattr(holder, "SETTINGS_MODULE", None) or ""


def _was(module: Any, name: str) -> Any:
    from django.conf import global_settings  # noqa: PLC0415

    return getattr(module, name, getattr(global_settings, name, None))


def _literal(value: Any) -> str | None:
    try:
        literal = repr(value)
        same = ast.literal_eval(literal) == value
    except Exception:  # noqa: BLE001 (no plain value, whatever its repr does)
        return None
    return literal if same else None
