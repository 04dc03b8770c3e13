"""What values are to Django's ORM: models, managers and querysets, objects.

https://docs.djangoproject.com/en/stable/topics/db/queries/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from migrator.analysis.interpreter.django_relations import Model, Relation, Relations
from migrator.analysis.interpreter.django_requests import is_request
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
    Member,
    Value,
    Values,
)

DEFAULT_MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
# https://docs.djangoproject.com/en/stable/ref/models/querysets/
ONE = frozenset({"get", "first", "last", "earliest", "latest", "create", "get_or_create"})
ONE |= {"update_or_create", "get_by_natural_key", "create_user", "create_superuser"}
ONE |= {f"a{name}" for name in ONE}
NONE = frozenset({"count", "exists", "aggregate", "contains", "explain", "delete", "update"})
NONE |= {"bulk_update", "add", "set", "remove", "clear"}
NONE |= {f"a{name}" for name in NONE}
OF_OBJECTS = frozenset({"save", "full_clean", "refresh_from_db", "asave", "arefresh_from_db"})
SHORTCUTS = frozenset({"get_object_or_404", "aget_object_or_404"})
LISTS = frozenset({"get_list_or_404", "aget_list_or_404"})
USERS = frozenset({"django.contrib.auth.get_user_model", "django.contrib.auth.get_user"})
# What generic views and forms are told of the model that they are for.
# https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-single-object/
OBJECT_OF_VIEW = frozenset({"object", "instance"})
QUERYSET_OF_VIEW = frozenset({"queryset", "object_list"})


class Typed(NamedTuple):
    """A model, and what a value is of it.

    Attributes:
        role: ``class``, ``query`` (a manager or queryset) or ``object``.
        relation: what a manager follows where it gives the objects that are related to one.
    """

    model: Model
    role: str
    relation: Relation | None = None


class Queries:
    """Tells what values are; remembers what it was asked."""

    def __init__(self, relations: Relations, requested: Mapping[str, Values]) -> None:
        self._relations = relations
        self._requested = requested  # what is put on requests
        self._known: dict[Value, tuple[Typed, ...]] = {}
        self._views: dict[ClassValue, tuple[Model, ...]] = {}

    def of_all(self, values: Values) -> tuple[Typed, ...]:
        """Return what each of several values is."""
        return tuple(dict.fromkeys(typed for value in values for typed in self.of(value)))

    def of(self, value: Value | None) -> tuple[Typed, ...]:
        """Return what a value may be; () where it has to do with no model."""
        if not isinstance(value, ClassValue | External | Instance | Member):
            return ()
        if value not in self._known:
            self._known[value] = ()  # a value that is made of itself
            self._known[value] = self._of(value)
        return self._known[value]

    def _of(self, value: Value) -> tuple[Typed, ...]:
        match value:
            case External(name=name) if name.rpartition(".")[2] in DEFAULT_MANAGERS:
                return self._of_member(External(name.rpartition(".")[0]), "objects")
            case ClassValue() | External():
                model = self._relations.of_class(value)
                return (Typed(model, "class"),) if model else ()
            case Member(receiver=receiver, name=name):
                return self._of_member(receiver, name)
            case Instance():
                return self._of_instance(value)
        return ()

    def _of_instance(self, value: Instance) -> tuple[Typed, ...]:
        relations = self._relations
        if value in relations.fields:
            return tuple(dict.fromkeys(_target(r) for r in relations.fields[value]))
        if value in relations.backwards:
            return (_source(relations.backwards[value]),)
        if value in relations.managed:
            models = relations.managed[value]  # of which several share one: its name says whose
            return (Typed(models[0], "query"),) if len(models) == 1 else ()
        if value.origin is not None and not isinstance(value.kind, ClassValue):
            return self._of_result(value.origin)
        return self._of_object(value)

    def _of_object(self, value: Instance) -> tuple[Typed, ...]:
        """Return what an object of a class is: a row, or a manager or queryset of the project."""
        relations = self._relations
        model = relations.of_class(value.kind)
        if model is not None or not isinstance(value.kind, ClassValue):
            return (Typed(model, "object"),) if model else ()
        models = relations.queried.get(value.kind, [])
        given = value.origin.args if value.origin else ()
        made_of = self.of_all(given[0]) if given and models else ()
        models = [typed.model for typed in made_of] or models
        return tuple(Typed(model, "query") for model in dict.fromkeys(models))

    def _of_member(self, receiver: Value, name: str) -> tuple[Typed, ...]:
        if name in self._requested and is_request(receiver):
            return self.of_all(self._requested[name])
        found = [typed for owner in self.of(receiver) for typed in self._attribute(owner, name)]
        if not found and isinstance(receiver, Instance) and isinstance(receiver.kind, ClassValue):
            return self._of_view(receiver.kind, name)
        return tuple(dict.fromkeys(found))

    def _attribute(self, owner: Typed, name: str) -> tuple[Typed, ...]:
        model, relation = owner.model, owner.model.relation(name)
        if owner.role == "class":
            if relation is not None and relation.kind == "many":
                return (_target(relation),)  # for what is below: ``Order.tags.through``
            return (Typed(model, "query"),) if _is_manager(model, name) else ()
        if name == "through" and owner.relation is not None:
            between = self._relations.between(owner.relation)
            return (Typed(between, "class"),) if between else ()
        if relation is not None:
            return (_target(relation),)
        back = model.back(name)
        if back is not None:
            return (_source(back),)
        return (Typed(model, "class"),) if name == "model" and owner.role == "query" else ()

    def _of_result(self, made: Event) -> tuple[Typed, ...]:
        member = made.member
        if member in SHORTCUTS or member in LISTS:
            role = "object" if member in SHORTCUTS else "query"
            given = self.of_all(made.args[0]) if made.args else ()
            return tuple(Typed(typed.model, role) for typed in given)
        if made.name in USERS:
            user = self._relations.user()
            role = "class" if member == "get_user_model" else "object"
            return (Typed(user, role),) if user else ()
        receivers = self.of_receiver(made)
        found = [Typed(t.model, _role_of(member)) for t in receivers if _gives(t, member)]
        if not found and isinstance(made.receiver, Instance):
            found += self._of_call(made.receiver, member)
        return tuple(dict.fromkeys(found))

    def of_receiver(self, event: Event) -> tuple[Typed, ...]:
        """Return what an event's method is called on."""
        if event.receiver is None:  # ``User.objects.get`` of what the project imports
            return self.of(External(event.name.rpartition(".")[0]))
        return self.of(event.receiver)

    def _of_call(self, receiver: Instance, member: str) -> tuple[Typed, ...]:
        """Return what methods of views and forms give: ``self.get_object()``, ``form.save()``."""
        if not isinstance(receiver.kind, ClassValue):
            return ()
        role = {"get_object": "object", "get_queryset": "query", "save": "object"}.get(member)
        models = self.model_of(receiver.kind) if role else ()
        return tuple(Typed(model, role) for model in models) if role else ()

    def _of_view(self, cls: ClassValue, name: str) -> tuple[Typed, ...]:
        if name in OBJECT_OF_VIEW:
            return tuple(Typed(model, "object") for model in self.model_of(cls))
        if name in QUERYSET_OF_VIEW:
            return tuple(Typed(model, "query") for model in self.model_of(cls))
        return ()

    def model_of(self, cls: ClassValue) -> tuple[Model, ...]:
        """Return the model that a view, form, serializer or admin class says it is for."""
        if cls not in self._views:
            self._views[cls] = ()
            self._views[cls] = self._said_by(cls)
        return self._views[cls]

    def _said_by(self, cls: ClassValue) -> tuple[Model, ...]:
        for name in ("queryset", "model"):
            if found := self.of_all(find_in_class(cls, name) or ()):
                return tuple(dict.fromkeys(typed.model for typed in found))
        for meta in find_in_class(cls, "Meta") or ():
            if isinstance(meta, ClassValue) and (
                found := self.of_all(find_in_class(meta, "model") or ())
            ):
                return tuple(dict.fromkeys(typed.model for typed in found))
        for name in ("serializer_class", "form_class"):
            for value in find_in_class(cls, name) or ():
                if isinstance(value, ClassValue) and (models := self.model_of(value)):
                    return models
        return ()


def _is_manager(model: Model, name: str) -> bool:
    return name in DEFAULT_MANAGERS or any(name in one.managers for one in model.lineage())


def _target(relation: Relation) -> Typed:
    is_one = relation.kind in {"key", "one"}
    return (
        Typed(relation.target, "object") if is_one else Typed(relation.target, "query", relation)
    )


def _source(relation: Relation) -> Typed:
    if relation.kind == "one":
        return Typed(relation.source, "object")
    return Typed(relation.source, "query", relation)


def _role_of(member: str) -> str:
    return "object" if member in ONE else "query"


def _gives(owner: Typed, member: str) -> bool:
    """Tell whether a method of a manager or queryset gives objects, one or many."""
    return owner.role == "query" and member not in NONE and member not in OF_OBJECTS
