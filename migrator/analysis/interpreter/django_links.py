"""What the interpreter is told of Django's models once all of them are there.

https://docs.djangoproject.com/en/stable/topics/db/managers/
"""

from __future__ import annotations

from migrator.analysis.interpreter.django_labels import Labels
from migrator.analysis.interpreter.django_relations import USER_MODEL, Model, Relations
from migrator.analysis.interpreter.port import Interpreter
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import ClassValue, Instance

MOST_MANAGED = 3  # models of one class of managers that its methods are taken to be about
MOST_CARRIED = 8


def link(machine: Interpreter) -> Relations:
    """Find all models, and let fields and managers carry the classes whose objects they give."""
    labels = Labels(machine.modules.by_name)
    user = text_of(machine.setting(USER_MODEL)) or "auth.User"
    relations = Relations(iter(machine.log.classes.values()), labels, user)
    for value, found in relations.fields.items():
        _carry(value, [relation.target for relation in found])
    for value, models in relations.managed.items():
        own = (value.kind,) if isinstance(value.kind, ClassValue) else value.carries
        if len(models) == 1:
            _carry(value, models)
        if isinstance(value.kind, ClassValue) and len(models) == 1:
            value.attributes.setdefault("model", value.carries)
        for cls in own:
            relations.queried.setdefault(cls, []).extend(models)
    for cls, models in relations.queried.items():
        if len(models) <= MOST_MANAGED:
            _carry(machine.prototype(cls), models)
    return relations


def _carry(value: Instance, models: list[Model]) -> None:
    classes = [model.cls for model in models if model.cls is not None]
    value.carries = tuple(dict.fromkeys((*classes, *value.carries)))[:MOST_CARRIED]
