"""Which tables serializers of Django REST framework read to spell objects.

https://www.django-rest-framework.org/api-guide/relations/
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.django_queries import Queries
from migrator.analysis.interpreter.django_relations import Model, Relation
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro, text_of, texts_of
from migrator.analysis.interpreter.values import ClassValue, External, Instance

DEEPEST = 4  # serializers in serializers
MANY = "many"


def serialized(cls: ClassValue, queries: Queries, depth: int = 0) -> Iterator[str]:
    """Yield the tables of the relations that a serializer follows, beside its model's own."""
    models = queries.model_of(cls) if is_serializer(cls) and depth < DEEPEST else ()
    listed = _listed(cls)
    for model in models:
        for name, inner in _nested(cls):
            relation = _relation(model, name)
            if relation is not None and (listed is None or name in listed):
                yield from _tables(model, relation)
                yield from serialized(inner, queries, depth + 1)
        for name in listed or ():
            relation = _relation(model, name)
            if relation is not None and (relation.kind == MANY or relation.source is not model):
                yield relation.table or relation.source.table


def is_serializer(cls: ClassValue) -> bool:
    """Tell whether a class spells objects."""
    return any(isinstance(b, External) and b.name.endswith("Serializer") for b in mro(cls))


def _listed(cls: ClassValue) -> tuple[str, ...] | None:
    """Return the fields that ``Meta`` lists; None where that is all of them, or not known."""
    for meta in find_in_class(cls, "Meta") or ():
        if isinstance(meta, ClassValue):
            return texts_of(find_in_class(meta, "fields") or ())
    return None


def _nested(cls: ClassValue) -> Iterator[tuple[str, ClassValue]]:
    """Yield the fields that are serializers, by the attribute that they spell."""
    for base in mro(cls):
        for name, values in base.scope.names.items() if isinstance(base, ClassValue) else ():
            for value in values:
                if isinstance(value, Instance) and isinstance(value.kind, ClassValue):
                    given = value.origin.keywords if value.origin is not None else {}
                    yield text_of(given.get("source", ())) or name, value.kind


def _relation(model: Model, name: str) -> Relation | None:
    return model.relation(name) or model.back(name)


def _tables(model: Model, relation: Relation) -> Iterator[str]:
    if relation.table:
        yield relation.table
    is_forward = model.relation(relation.name) is relation
    yield from (relation.target if is_forward else relation.source).tables()
