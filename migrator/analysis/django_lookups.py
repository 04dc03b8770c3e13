"""Which tables the names in lookups join: ``filter(order__customer__name="x")``.

https://docs.djangoproject.com/en/stable/topics/db/queries/#lookups-that-span-relationships
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.django_relations import Model, Relation
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, External, Instance, Items, Value, Values

SEPARATOR = "__"
EXPRESSIONS = "django.db.models."
DEEPEST = 6  # expressions in expressions
# What follows the name of a key without asking for its row.
# https://docs.djangoproject.com/en/stable/ref/models/querysets/#field-lookups
OWN = frozenset({"pk", "id", "exact", "in", "isnull", "gt", "gte", "lt", "lte", "range"})
# Methods whose names of relations mean their rows; whose texts are names; whose keywords are.
WHOLE = frozenset({"select_related", "prefetch_related"})
NAMED = frozenset({"order_by", "values", "values_list", "distinct", "dates", "datetimes", "only"})
NAMED |= {"earliest", "latest", "aggregate", "annotate", "alias"}
LOOKING = frozenset({"filter", "exclude", "get", "get_or_create", "update_or_create", "aget"})
LOOKING |= {"get_object_or_404", "get_list_or_404", "aget_or_create", "aupdate_or_create"}


def joined(model: Model, path: str, *, is_whole: bool) -> Iterator[str]:
    """Yield the tables, beside the model's own, that a path of names goes through.

    Args:
        model: where the path starts.
        path: ``order__customer__name``.
        is_whole: whether the rows of the last relation are meant too.
    """
    parts = path.lstrip("-+?").split(SEPARATOR)
    for position, part in enumerate(parts):
        rest = parts[position + 1 :]
        goes_on = is_whole or (bool(rest) and rest[0] not in OWN)
        relation = model.relation(part)
        back = model.back(part) if is_whole else model.looked_back(part)
        if relation is not None:
            yield from _entered(relation, relation.target, is_joined=goes_on)
            model = relation.target
        elif back is not None:
            yield from _entered(back, back.source, is_joined=goes_on or not back.table)
            model = back.source
        else:
            return


def _entered(relation: Relation, model: Model, *, is_joined: bool) -> Iterator[str]:
    """Yield the tables that following a relation to a model joins."""
    if relation.table:
        yield relation.table
    if is_joined or relation.kind == "generic":
        yield from model.tables()


def joins(event: Event, model: Model) -> Iterator[str]:
    """Yield the tables that a method of a manager or queryset joins."""
    member = event.member.removeprefix("a") if event.member.startswith("aget") else event.member
    is_whole = member in WHOLE
    if is_whole or member in NAMED:
        yield from _in_texts(event.args, model, is_whole=is_whole)
    if member in LOOKING:
        for name in event.keywords:
            yield from joined(model, name, is_whole=False)
    for values in (*event.args, *event.keywords.values()):
        for value in values:
            yield from _in_expression(value, model, 0)


def _in_texts(args: tuple[Values, ...], model: Model, *, is_whole: bool) -> Iterator[str]:
    for values in args:
        for value in values:
            items = value.items if isinstance(value, Items) else [(value,)]
            for item in items:
                if text := text_of(item):
                    yield from joined(model, text, is_whole=is_whole)


def _in_expression(value: Value, model: Model, depth: int) -> Iterator[str]:
    """Yield what ``F("a__b")``, ``Q(a__b=1)``, ``Count("a")`` and ``Prefetch("a")`` join."""
    match value:
        case Instance(kind=External(name=name), origin=Event() as made) if (
            name.startswith(EXPRESSIONS) and depth < DEEPEST
        ):
            is_whole = made.member == "Prefetch"
            if not made.member.startswith(("Value", "OuterRef", "Subquery", "Exists")):
                yield from _in_texts(made.args, model, is_whole=is_whole)
            if made.member == "Q":
                for looked_up in made.keywords:
                    yield from joined(model, looked_up, is_whole=False)
            for values in (*made.args, *made.keywords.values()):
                for inner in values:
                    yield from _in_expression(inner, model, depth + 1)
