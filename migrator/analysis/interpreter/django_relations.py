"""Models of Django's with their tables, and how they point at each other.

https://docs.djangoproject.com/en/stable/ref/models/fields/#module-django.db.models.fields.related
https://docs.djangoproject.com/en/stable/topics/db/models/#model-inheritance
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from migrator.analysis.interpreter import django_contrib
from migrator.analysis.interpreter.django_classes import has_rows, meta_of
from migrator.analysis.interpreter.django_labels import Labels
from migrator.analysis.interpreter.questions import external_kinds, mro, short, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
    Known,
    Value,
    Values,
)
from migrator.model.location import Location

NOWHERE = Location("", 0)
RELATED, MODEL = "django.db.models.Manager", "django.db.models.Model"
USER_MODEL = "AUTH_USER_MODEL"
# How the names of a field's class end -> what the field holds.
KINDS = {
    "OneToOneField": "one",
    "ForeignKey": "key",
    "ParentalKey": "key",
    "ManyToManyField": "many",
    "GenericRelation": "generic",
}
# https://docs.djangoproject.com/en/stable/topics/db/managers/
MANAGERS = ("Manager", "Manager()", ".as_manager", ".from_queryset()")


@dataclass(eq=False, slots=True)
class Relation:
    """A field that points at a model.

    Attributes:
        kind: ``key``, ``one`` (a key without a second row), ``many`` or ``generic``.
        reverse: the attribute that leads back; empty where there is none.
        query: the name that leads back in lookups.
        cascades: whether what points is deleted with what it points at.
        table: the table between, of ``many``.
    """

    name: str
    kind: str
    source: Model
    target: Model
    location: Location
    reverse: str = ""
    query: str = ""
    cascades: bool = False
    table: str = ""


@dataclass(eq=False, slots=True)
class Model:
    """A model with a table.

    Attributes:
        label: ``shop.Order``.
        cls: None where a library brings it, which ``name`` names dotted.
        parents: the models whose rows belong to its own (multi-table inheritance), or whose
            table it shares (a proxy).
        relations: by the name of the field, those of abstract ancestors included.
        reverse: relations that point here, by the attribute that leads back.
        queries: the same, by the name in lookups.
        pointing: all relations that point here, or lead from here to a table between.
        managers: the objects that its class binds, by name.
    """

    label: str
    name: str
    table: str
    location: Location
    cls: ClassValue | None = None
    parents: tuple[Model, ...] = ()
    relations: dict[str, Relation] = field(default_factory=dict)
    reverse: dict[str, Relation] = field(default_factory=dict)
    queries: dict[str, Relation] = field(default_factory=dict)
    pointing: list[Relation] = field(default_factory=list)
    managers: dict[str, Instance] = field(default_factory=dict)

    def lineage(self) -> Iterator[Model]:
        """Yield the model and those that its rows are rows of, too."""
        yield self
        for parent in self.parents:
            yield from parent.lineage()

    def tables(self) -> tuple[str, ...]:
        """Name the tables that a row of it is in, its own first."""
        return tuple(dict.fromkeys(model.table for model in self.lineage()))

    def relation(self, name: str) -> Relation | None:
        """Return the relation that a field holds."""
        return next((m.relations[name] for m in self.lineage() if name in m.relations), None)

    def back(self, name: str) -> Relation | None:
        """Return the relation that an attribute follows backwards."""
        return next((m.reverse[name] for m in self.lineage() if name in m.reverse), None)

    def looked_back(self, name: str) -> Relation | None:
        """Return the relation that a part of a lookup follows backwards."""
        return next((m.queries[name] for m in self.lineage() if name in m.queries), None)


class Relations:
    """All models of a project, and those of libraries that they point at.

    Args:
        classes: of the project.
        labels: tells the applications of models.
        user: what ``AUTH_USER_MODEL`` says.
    """

    def __init__(self, classes: Iterator[ClassValue], labels: Labels, user: str) -> None:
        self._labels = labels
        self._user = user
        self._classes = [cls for cls in classes if has_rows(cls)]
        self._rank = {cls: position for position, cls in enumerate(self._classes)}
        self.by_class: dict[ClassValue, Model] = {}
        self._by_label: dict[str, Model] = {}
        self.fields: dict[Instance, list[Relation]] = {}
        self.managed: dict[Instance, list[Model]] = {}
        self.names: set[str] = set()
        self.queried: dict[ClassValue, list[Model]] = {}
        self._copies: dict[tuple[ClassValue, Instance], Instance] = {}
        self._back: dict[Relation, Instance] = {}
        self.backwards: dict[Instance, Relation] = {}
        for cls in self._classes:
            self._model(cls)
        for model in list(self.by_class.values()):
            self._relate(model)

    def of_class(self, value: Value) -> Model | None:
        """Return the model that a class is, also one of a library."""
        match value:
            case ClassValue():
                return self.by_class.get(value)
            case External(name=name):
                label = django_contrib.label_of(name)
                return self._foreign(label, name) if label else None
        return None

    def user(self) -> Model | None:
        """Return the model of users."""
        return self.labelled(self._user)

    def labelled(self, label: str, app: str = "") -> Model | None:
        """Return the model that a text names: ``shop.Order``, ``Order`` of an application."""
        full = label if "." in label else f"{app}.{label}"
        known = self._by_label.get(full.lower())
        if known is None and full in {*django_contrib.FIELDS, *django_contrib.TABLES}:
            return self._foreign(full, f"django.contrib.{full.replace('.', '.models.')}")
        return known

    def manager(self, cls: ClassValue, value: Instance) -> Instance:
        """Return a model's own copy of a manager that it inherits, as others do."""
        model = self.by_class.get(cls)
        if model is None or len(self.managed.get(value, ())) < 2:
            return value
        if (cls, value) not in self._copies:
            copy = Instance(value.kind, value.location, origin=value.origin)
            copy.attributes = {**value.attributes, "model": (cls,)}
            copy.carries = (cls, *value.carries)
            self._copies[cls, value] = copy
            self.managed[copy] = [model]
        return self._copies[cls, value]

    def between(self, relation: Relation) -> Model | None:
        """Return the model of the rows between, which Django makes where none is said."""
        if relation.kind != "many":
            return None
        known = (model for model in self.by_class.values() if model.table == relation.table)
        made = next(known, None)
        return made or Model(relation.table, relation.table, relation.table, relation.location)

    def backward(self, cls: ClassValue, name: str) -> Instance | None:
        """Return the manager (or object) that leads back along a relation; None for others."""
        model = self.by_class.get(cls)
        relation = model.back(name) if model is not None else None
        if relation is None:
            return None
        if relation not in self._back:
            kind = External(RELATED if relation.kind != "one" else MODEL)
            carries = (relation.source.cls,) if relation.source.cls else ()
            made = Instance(kind, relation.location, carries=carries)
            self._back[relation] = made
            self.backwards[made] = relation
        return self._back[relation]

    def _model(self, cls: ClassValue) -> Model:
        if cls in self.by_class:
            return self.by_class[cls]
        label = self._labels.of(cls)
        bases = [base for base in mro(cls)[1:] if isinstance(base, ClassValue)]
        parents = [self._model(base) for base in bases if base in self._rank]
        foreign = [self.of_class(b) for b in mro(cls) if isinstance(b, External)]
        parents += [model for model in foreign if model is not None]
        nearest = [p for p in parents if not any(p in q.parents for q in parents)]
        table = text_of(meta_of(cls, "db_table")) or f"{label}_{short(cls.name)}".lower()
        if nearest and Known(value=True) in meta_of(cls, "proxy"):
            table = nearest[0].table
        full = f"{label}.{short(cls.name)}"
        model = Model(full, cls.name, table, cls.location, cls, tuple(nearest))
        self.by_class[cls] = model
        self._by_label.setdefault(full.lower(), model)
        return model

    def _foreign(self, label: str, name: str) -> Model:
        """Return a model that a library brings, with what is known of its relations."""
        if label.lower() in self._by_label:
            return self._by_label[label.lower()]
        model = Model(label, name, django_contrib.table_of(label), NOWHERE)
        self._by_label[label.lower()] = model
        for row in django_contrib.FIELDS.get(label, ()):
            self._add_foreign(model, row)
        return model

    def _add_foreign(self, model: Model, row: django_contrib.ForeignField) -> None:
        target = self.labelled(row.target)
        if target is not None:
            table = f"{model.table}_{row.name}" if row.kind == "many" else ""
            back = row.reverse
            relation = Relation(
                row.name, row.kind, model, target, model.location, back, back.removesuffix("_set")
            )
            relation.table = table
            self._keep(relation)

    def _keep(self, relation: Relation) -> None:
        relation.source.relations.setdefault(relation.name, relation)
        relation.target.pointing.append(relation)
        self.names.update((relation.name, relation.reverse))
        if relation.kind == "many" and relation.source is not relation.target:
            relation.source.pointing.append(relation)
        if relation.reverse:
            relation.target.reverse.setdefault(relation.reverse, relation)
        if relation.query:
            relation.target.queries.setdefault(relation.query, relation)

    def _relate(self, model: Model) -> None:
        """Note the relations and managers of a model, those of abstract ancestors included."""
        for base in mro(model.cls) if model.cls is not None else ():
            if isinstance(base, External):
                for row in django_contrib.BASES.get(base.name, ()):
                    self._add_foreign(model, row)
            elif base is model.cls or base not in self.by_class:
                for name, values in base.scope.names.items():
                    for value in values:
                        if isinstance(value, Instance):
                            self._note(model, name, value)

    def _note(self, model: Model, name: str, value: Instance) -> None:
        made = value.origin
        kind = _kind(made) if made is not None else ""
        if made is not None and kind:
            relation = self._relation(model, name, kind, made)
            if relation is not None:
                self._keep(relation)
                self.fields.setdefault(value, []).append(relation)
        elif is_manager(value):
            model.managers.setdefault(name, value)
            self.managed.setdefault(value, []).append(model)

    def _relation(self, model: Model, name: str, kind: str, made: Event) -> Relation | None:
        target = self._target(model, made.argument(0, "to") or ())
        if target is None:
            return None
        relation = Relation(name, kind, model, target, made.location)
        relation.cascades = _is_cascade(made.argument(1, "on_delete") or ())
        if kind == "generic":
            return relation
        own = model.label.partition(".")[2].lower()
        said = text_of(made.keywords.get("related_name", ()))
        said = _filled(said, model) if said else said
        query = text_of(made.keywords.get("related_query_name", ()))
        if said is None or not said.endswith("+"):
            relation.reverse = said or (own if kind == "one" else f"{own}_set")
            relation.query = _filled(query, model) if query else said or own
        if kind == "many":
            through = self._target(model, made.keywords.get("through", ()))
            said = text_of(made.keywords.get("db_table", ()))
            relation.table = through.table if through else said or f"{model.table}_{name}"
        return relation

    def _target(self, model: Model, given: Values) -> Model | None:
        for value in given:
            match value:
                case Known(value="self"):
                    return model
                case Known(value=str(text)):
                    found = self.labelled(text, model.label.partition(".")[0])
                case External(name=name) if name.endswith(f".{USER_MODEL}"):
                    found = self.user()
                case Instance(kind=External(name=name)) if name.endswith(".get_user_model"):
                    found = self.user()
                case _:
                    found = self.of_class(value)
            if found is not None:
                return found
        return None


def is_manager(value: Instance) -> bool:
    """Tell whether an object is one through which models are queried."""
    return any(kind.endswith(MANAGERS) for kind in external_kinds(value))


def _kind(made: Event) -> str:
    """Return what a field holds; '' where it points at no model."""
    if made.member.startswith("Generic") and made.member != "GenericRelation":
        return ""
    return next((KINDS[end] for end in KINDS if made.member.endswith(end)), "")


def _filled(text: str, model: Model) -> str:
    app, _, name = model.label.partition(".")
    return (
        text.replace("%(class)s", name.lower())
        .replace("%(model_name)s", name.lower())
        .replace("%(app_label)s", app.lower())
    )


def _is_cascade(values: Values) -> bool:
    return any(isinstance(v, External) and v.name.endswith(".CASCADE") for v in values)
