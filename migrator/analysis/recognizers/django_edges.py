"""Django's models: dependencies between them that no import shows.

https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ForeignKey
https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.apps.get_model
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.django_relations import Relations
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import ClassValue
from migrator.model.effects import HiddenEdge
from migrator.model.location import Location

# https://docs.djangoproject.com/en/stable/ref/contrib/contenttypes/#methods-on-contenttype-instances
CONTENT_TYPES = "contenttypes.models.ContentType.objects."
LOOKUPS = ("get_model", "get", "filter", "get_or_create", "get_by_natural_key")


def find_edges(log: Log) -> Iterator[HiddenEdge]:
    """Yield what models point at, what is followed backwards, and models that texts name."""
    relations = log.relations
    if relations is None or not relations.by_class:
        return
    yield from _keys(relations)
    for field, function, location in log.followed:
        back = relations.backwards.get(field)
        if back is not None and (function in log.functions or function in log.classes):
            yield HiddenEdge("relation", function, back.source.name, location)
    yield from _named_in_calls(log, relations)
    yield from _named_in_settings(log, relations)


def _keys(relations: Relations) -> Iterator[HiddenEdge]:
    for model in relations.by_class.values():
        for relation in model.relations.values():
            if relation.source is model and relation.location.line:
                target = relation.target.name
                yield HiddenEdge("foreign-key", model.name, target, relation.location)


def _named_in_calls(log: Log, relations: Relations) -> Iterator[HiddenEdge]:
    for event in log.having(*LOOKUPS):
        if event.member == "get_model":
            for value in event.keywords.get("found", ()):
                if isinstance(value, ClassValue):
                    yield HiddenEdge("model-name", event.function, value.name, event.location)
        elif CONTENT_TYPES in event.name:
            name = text_of(event.argument(1, "model") or ())
            label = text_of(event.argument(0, "app_label") or ())
            model = relations.labelled(f"{label}.{name}") if name and label else None
            if model is not None:
                yield HiddenEdge("model-name", event.function, model.name, event.location)


def _named_in_settings(log: Log, relations: Relations) -> Iterator[HiddenEdge]:
    """Yield models that settings name: ``AUTH_USER_MODEL``, those of libraries."""
    for module, scope in sorted(log.scopes.items()):
        for name, values in scope.names.items() if "INSTALLED_APPS" in scope.names else ():
            text = text_of(values) if name.isupper() else None
            model = relations.labelled(text) if text and text.count(".") == 1 else None
            if model is not None and model.cls is not None:
                place: Location = log.bound_at(f"{module}:", name)
                yield HiddenEdge("model-name", f"{module}:", model.name, place)
