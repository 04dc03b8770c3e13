"""What SQLAlchemy adds to models: relationships under their own name and under that of the back.

https://docs.sqlalchemy.org/en/20/orm/relationship_api.html
https://docs.sqlalchemy.org/en/20/orm/extensions/associationproxy.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import msgspec

from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro, short, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Value,
    Values,
)
from migrator.analysis.walk import walk
from migrator.model import facts

RELATIONS = frozenset({"relationship", "Relationship", "relation", "dynamic_loader"})
PROXIES = frozenset({"association_proxy", "AssociationProxy"})
MEMBERS = RELATIONS | PROXIES
WORD = re.compile(r"[A-Za-z_]\w*")
LOADED = "sqlalchemy.orm.relationship"  # what reading a relationship gives, in names of events


class Relation(msgspec.Struct, eq=False):
    """A relationship of a model.

    Attributes:
        owner: the model that has it.
        event: the call of ``relationship`` that declares it, perhaps from the other side.
        targets: the models that it leads to.
        is_back: whether the other side declares it, with ``backref=``.
        through: what an association proxy goes through.
        value: what reading it gives: objects of the targets.
    """

    owner: ClassValue
    name: str
    event: Event
    targets: tuple[ClassValue, ...]
    value: Instance
    is_back: bool = False
    through: tuple[Relation, ...] = ()


class Relationships:
    """Finds relationships by the class and the name of the attribute.

    Attributes:
        by_value: the relationships by what reading them gives.
    """

    def __init__(self, classes: Mapping[str, ClassValue]) -> None:
        self._classes = classes
        self._by_short: defaultdict[str, list[ClassValue]] = defaultdict(list)
        self._indexed = 0
        self._backs: defaultdict[str, list[Event]] = defaultdict(list)
        self._declared: dict[str, Event] = {}
        self._found: dict[tuple[ClassValue, str], Relation] = {}
        self.by_value: dict[Value, Relation] = {}

    def observe(self, event: Event) -> None:
        """Learn what adds an attribute to another class, and what a ``declared_attr`` makes."""
        if event.function not in self._classes:
            self._declared.setdefault(event.function, event)
        for values in (event.argument(-1, "backref"),):
            for name in _texts_of_back(values or ()):
                self._backs[name].append(event)

    def of(self, cls: ClassValue, name: str, found: Values | None = None) -> Relation | None:
        """Return the relationship that objects of a class have under a name.

        Args:
            cls: a model.
            name: of the attribute.
            found: what the class is known to define under that name.
        """
        known = self._found.get((cls, name))
        if known is not None:
            return known
        if found is None:
            found = find_in_class(cls, name)
        relation = self._own(cls, name, found) if found else self._back(cls, name)
        if relation is not None and relation.targets:
            self._found[cls, name] = self.by_value[relation.value] = relation
        return relation

    def all_of(self, cls: ClassValue) -> Iterator[Relation]:
        """Yield the relationships that a class or its bases declare, and those of backs."""
        names = dict.fromkeys(
            name for base in mro(cls) if isinstance(base, ClassValue) for name in base.scope.names
        )
        for name in (*names, *self._backs):
            relation = self.of(cls, name)
            if relation is not None:
                yield relation

    def _own(self, cls: ClassValue, name: str, found: Values) -> Relation | None:
        for value in found:
            event: Event | None = None
            if isinstance(value, FunctionValue):
                event = self._declared.get(value.name)
            elif isinstance(value, Instance) and isinstance(value.kind, External):
                event = value.origin
            if event is not None and event.member in PROXIES:
                return self._proxy(cls, name, event)
            if event is not None and event.member in RELATIONS:
                return _relation(cls, name, event, tuple(self._targets(name, event)))
        return None

    def _proxy(self, cls: ClassValue, name: str, event: Event) -> Relation | None:
        first = text_of(event.argument(0, "target_collection") or ())
        second = text_of(event.argument(1, "attr") or ())
        way = self.of(cls, first) if first else None
        if way is None:
            return None
        further = [
            relation
            for target in way.targets
            if second and (relation := self.of(target, second)) is not None
        ]
        targets = tuple(target for relation in further for target in relation.targets)
        relation = _relation(cls, name, event, targets or way.targets)
        relation.through = (way, *further)
        return relation

    def _back(self, cls: ClassValue, name: str) -> Relation | None:
        for event in self._backs.get(name, ()):
            owner = self._classes.get(event.function)
            if owner is not None and any(base in mro(cls) for base in self._targets("", event)):
                relation = _relation(cls, name, event, (owner,))
                relation.is_back = True
                return relation
        return None

    def _targets(self, name: str, event: Event) -> Iterator[ClassValue]:
        """Yield the classes that a relationship names, in a text, in a lambda or by annotation."""
        given = event.argument(0, "argument")
        if given is None:
            given = event.argument(0, "entity")
        if given is None:
            yield from self.named(self._annotated(name, event), event)
        for value in given or ():
            if isinstance(value, ClassValue):
                yield value
            elif isinstance(value, FunctionValue):
                yield from self.named(_words_in(value.definition), event)
            else:
                yield from self.named([_last((value,))], event)

    def named_by(self, event: Event) -> Iterator[ClassValue]:
        """Yield the classes that a relationship names as a text."""
        given = event.argument(0, "argument") or event.argument(0, "entity") or ()
        for value in given:
            yield from self.named([_last((value,))], event)

    def _annotated(self, name: str, event: Event) -> Iterable[str]:
        owner = self._classes.get(event.function)
        for statement in owner.definition.body if owner is not None else ():
            if isinstance(statement, facts.Assign) and facts.Name(name) in statement.targets:
                return _words_in(statement.annotation)
        return ()

    def named(self, names: Iterable[str], event: Event) -> Iterator[ClassValue]:
        """Yield the models that bear one of these names; those of the same module go first."""
        self._index()
        for name in names:
            found = [one for one in self._by_short.get(name, ()) if has_base(one)]
            near = [one for one in found if one.file == event.location.file]
            yield from near or found

    def _index(self) -> None:
        if len(self._classes) == self._indexed:  # classes are only ever added
            return
        for cls in islice(self._classes.values(), self._indexed, None):
            self._by_short[short(cls.name)].append(cls)
        self._indexed = len(self._classes)


def has_base(cls: ClassValue) -> bool:
    """Tell whether a class derives from one that the project does not define."""
    return any(isinstance(base, External) for base in mro(cls))


def _relation(
    owner: ClassValue, name: str, event: Event, targets: tuple[ClassValue, ...]
) -> Relation:
    value = Instance(External(LOADED), event.location, origin=event, carries=targets)
    return Relation(owner, name, event, targets, value)


def _last(values: Values) -> str:
    """Return the class in ``"shop.models.Line"``."""
    return (text_of(values) or "").rpartition(".")[2]


def _words_in(node: object) -> list[str]:
    """List the names and the words of texts in an annotation or a lambda."""
    found: list[str] = []
    for fact, _ in walk(node):
        match fact:
            case facts.Name(id=name) | facts.Attribute(attr=name):
                found.append(name)
            case facts.Constant(value=str(text)):
                found += WORD.findall(text)
    return found


def _texts_of_back(values: Values) -> Iterator[str]:
    """Yield the name in ``"order"`` or ``backref("order", …)``."""
    for value in values:
        if isinstance(value, Instance) and value.origin is not None:
            value_of = value.origin.argument(0, "name") or ()
        else:
            value_of = (value,)
        text = text_of(value_of)
        if text:
            yield text
