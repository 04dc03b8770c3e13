"""Which classes are models of Django's, and what their ``Meta`` says.

https://docs.djangoproject.com/en/stable/topics/db/models/
"""

from __future__ import annotations

from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import ClassValue, External, Known, Values

MODEL_CLASSES = frozenset({"django.db.models.Model", "django.db.models.base.Model"})
MODELS = ".models."
# What modules of models bring besides; bases from elsewhere that make a class a model.
NO_MODELS = ("Manager", "QuerySet", "Mixin", "Field", "Key", "Form", "Choices", "Error", "Admin")
TREES = ("treebeard.mp_tree.MP_Node", "treebeard.ns_tree.NS_Node", "treebeard.al_tree.AL_Node")
CONFIGS = frozenset({"django.apps.AppConfig", "django.apps.config.AppConfig"})


def is_app_config(cls: ClassValue) -> bool:
    """Tell whether a class describes an application."""
    return any(isinstance(base, External) and base.name in CONFIGS for base in mro(cls))


def is_model(cls: ClassValue) -> bool:
    """Tell whether a class is a model: it derives from what a module of models brings."""
    return any(isinstance(base, External) and MODELS in f".{base.name}." for base in mro(cls))


def has_table(cls: ClassValue) -> bool:
    """Tell whether a class is a model that is not abstract."""
    bases = [base for base in mro(cls) if isinstance(base, External)]
    return any(_is_base(base.name) for base in bases) and not _is_abstract(cls)


def has_rows(cls: ClassValue) -> bool:
    """Tell whether objects of a class are rows: also where a library's class brings the table."""
    names = [base.name for base in mro(cls) if isinstance(base, External)]
    return any(_is_base(name) or _is_foreign(name) for name in names) and not _is_abstract(cls)


def _is_foreign(name: str) -> bool:
    """Tell a concrete model of a library from all else that its module of models has."""
    is_other = name.startswith("django.db.") or name.endswith(NO_MODELS)
    return name.startswith(TREES) or (MODELS in f".{name}." and not is_other)


def _is_base(name: str) -> bool:
    last = name.rpartition(".")[2]
    return MODELS in f".{name}." and (last.endswith("Model") or last.startswith("Abstract"))


def meta_of(cls: ClassValue, name: str) -> Values:
    """Return what a model's ``Meta`` says under a name: its own, else an abstract ancestor's.

    https://docs.djangoproject.com/en/stable/topics/db/models/#meta-inheritance
    """
    for base in mro(cls):
        if isinstance(base, ClassValue) and "Meta" in base.scope.names:
            if base is not cls and not _is_abstract(base):
                return ()
            for meta in base.scope.names["Meta"]:
                if isinstance(meta, ClassValue) and (found := find_in_class(meta, name)):
                    return found
            return ()
    return ()


def _is_abstract(cls: ClassValue) -> bool:
    return any(
        isinstance(meta, ClassValue) and Known(value=True) in meta.scope.names.get("abstract", ())
        for meta in cls.scope.names.get("Meta", ())
    )
