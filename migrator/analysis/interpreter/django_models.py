"""Which classes are models of Django's, as the registry of applications lists them.

https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.get_models
"""

from __future__ import annotations

from migrator.analysis.interpreter.port import Interpreter
from migrator.analysis.interpreter.questions import mro, short, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    External,
    Instance,
    Items,
    Known,
    Value,
    Values,
)

MODELS = ".models."
CONFIGS = frozenset({"django.apps.AppConfig", "django.apps.config.AppConfig"})
METHODS = frozenset({"get_models", "get_model"})


def is_app_config(cls: ClassValue) -> bool:
    """Tell whether a class describes an application."""
    return any(isinstance(base, External) and base.name in CONFIGS for base in mro(cls))


def has_options(cls: ClassValue) -> bool:
    """Tell whether a class derives from one that Django, or a package of models, defines."""
    bases = [base.name for base in mro(cls) if isinstance(base, External)]
    return any(MODELS in f".{base}." for base in bases)


def is_model(cls: ClassValue) -> bool:
    """Tell whether a class has a table: a model that is not abstract."""
    bases = [base for base in mro(cls) if isinstance(base, External)]
    return any(_is_base(base.name) for base in bases) and not _is_abstract(cls)


def _is_base(name: str) -> bool:
    last = name.rpartition(".")[2]
    return MODELS in f".{name}." and (last.endswith("Model") or last.startswith("Abstract"))


def _is_abstract(cls: ClassValue) -> bool:
    return any(
        isinstance(meta, ClassValue) and Known(value=True) in meta.scope.names.get("abstract", ())
        for meta in cls.scope.names.get("Meta", ())
    )


def call(machine: Interpreter, owner: Value, name: str, args: tuple[Values, ...]) -> Values | None:
    """Return what ``get_models`` and ``get_model`` of the registry, or of an application, give."""
    config = owner if isinstance(owner, Instance) else None
    if config is not None and not (
        isinstance(config.kind, ClassValue) and is_app_config(config.kind)
    ):
        return None
    if name == "get_models":
        return (Items("list", [(cls,) for cls in machine.models(config, None)]),)
    texts = ".".join(text_of(values) or "" for values in args[:2]).split(".")
    label, named = (None, texts[0]) if config else (texts[0], texts[-1])
    found = machine.models(config, label)
    return tuple(cls for cls in found if short(cls.name).lower() == named.lower()) or None
