"""The label of the application that a model of Django's belongs to.

https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.label
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from migrator.analysis.interpreter.django_classes import MODELS, meta_of
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import ClassValue
from migrator.model import facts


class Labels:
    """Labels of the project's applications, by their text: modules still run when it is asked."""

    def __init__(self, modules: Mapping[str, facts.ModuleFacts]) -> None:
        self._modules = modules

    def of(self, model: ClassValue) -> str:
        """Return what ``Meta`` says, else the label of the nearest application around."""
        said = text_of(meta_of(model, "app_label"))
        if said:
            return said
        module = model.scope.module
        while module:
            if module in self._labels:
                return self._labels[module]
            module = module.rpartition(".")[0]
        return label_in(model.scope.module)

    @cached_property
    def _labels(self) -> dict[str, str]:
        """Map applications to the labels of their configurations."""
        found = {}
        for module, read in sorted(self._modules.items()):
            is_asked = read.is_package or module.endswith(".apps")
            for statement in read.body if is_asked else ():
                said = _texts_of(statement) if isinstance(statement, facts.ClassDef) else {}
                if "name" in said and (module.endswith(".apps") or _is_config(statement)):
                    label = said["name"].rpartition(".")[2]
                    found[said["name"]] = said.get("label", label)
        return found


def label_in(module: str) -> str:
    """Return the last part of the package of an application, by a module of its models."""
    package = f".{module}.".partition(MODELS)[0]
    return package.rpartition(".")[2] or module.rpartition(".")[2]


def _is_config(statement: facts.Statement) -> bool:
    return isinstance(statement, facts.ClassDef) and any(
        isinstance(base, facts.Name | facts.Attribute)
        and (base.id if isinstance(base, facts.Name) else base.attr).endswith("Config")
        for base in statement.bases
    )


def _texts_of(statement: facts.ClassDef) -> dict[str, str]:
    """Return the texts that a class body binds."""
    return {
        target.id: assigned.value.value
        for assigned in statement.body
        if isinstance(assigned, facts.Assign) and isinstance(assigned.value, facts.Constant)
        for target in assigned.targets
        if isinstance(target, facts.Name) and isinstance(assigned.value.value, str)
    }
