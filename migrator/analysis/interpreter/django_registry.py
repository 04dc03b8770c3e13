"""Which models the registry of Django's applications lists.

https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.get_models
"""

from __future__ import annotations

from migrator.analysis.interpreter.django_classes import is_app_config
from migrator.analysis.interpreter.port import Arguments, Interpreter
from migrator.analysis.interpreter.questions import short, text_of
from migrator.analysis.interpreter.values import ClassValue, Instance, Items, Value, Values


def call(machine: Interpreter, owner: Value, name: str, args: Arguments) -> Values | None:
    """Return what ``get_models`` and ``get_model`` of the registry, or of an application, give."""
    config = owner if isinstance(owner, Instance) else None
    if config is not None and not (
        isinstance(config.kind, ClassValue) and is_app_config(config.kind)
    ):
        return None
    if name == "get_models":
        return (Items("list", [(cls,) for cls in machine.models_of(config, None)]),)
    texts = ".".join(text_of(values) or "" for values in args[:2]).split(".")
    label, named = (None, texts[0]) if config else (texts[0], texts[-1])
    found = machine.models_of(config, label)
    return tuple(cls for cls in found if short(cls.name).lower() == named.lower()) or None
