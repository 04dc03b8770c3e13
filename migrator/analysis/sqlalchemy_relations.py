"""SQLAlchemy: what calls touch through relationships, and what is said by name only.

https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html
https://docs.sqlalchemy.org/en/20/orm/cascades.html
"""

from collections.abc import Iterator
from typing import NamedTuple

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class, root_of
from migrator.analysis.interpreter.records import fields_of
from migrator.analysis.interpreter.relationships import LOADED, Relation
from migrator.analysis.interpreter.values import ClassValue, Event, Instance, Known, Member
from migrator.analysis.sqlalchemy_loads import Loads
from migrator.analysis.sqlalchemy_subjects import Subjects
from migrator.analysis.sqlalchemy_tables import BASES
from migrator.model.effects import HiddenEdge
from migrator.model.location import Location
from migrator.model.program import AccessMode, Table

EAGER = frozenset(
    {"joinedload", "selectinload", "subqueryload", "immediateload", "contains_eager"}
    | {"joinedload_all", "subqueryload_all", "eagerload"}
)
LOADERS = EAGER | {"join", "outerjoin", "any", "has", "options"}
CHANGES = frozenset({"append", "extend", "remove", "add", "insert", "clear", "discard", "pop"})
# What gives objects of the models that it names.
NAMING = frozenset({"query", "select", "get", "get_one", "get_or_404"})
# What starts from ``Order.query``.
STARTING = frozenset(
    {"get", "get_or_404", "filter", "filter_by", "all", "first", "first_or_404", "one", "options"}
    | {"order_by", "paginate", "join", "outerjoin", "one_or_none", "limit"}
)


class Effect(NamedTuple):
    """What one call does to tables."""

    event: Event
    mode: AccessMode
    tables: frozenset[str]
    via: str = ""


def find_effects(log: Log, subjects: Subjects, loads: Loads) -> Iterator[Effect]:
    """Yield what calls touch beside what they name: joins, eager loading, cascades, lists."""
    yield from _joins(log, subjects, loads)
    for event in log.having("delete"):
        for cls in _deleted_by(event, subjects):
            yield Effect(event, AccessMode.WRITE, loads.deleted_with(cls), "relation")
    for event in log.having(*CHANGES):
        relation = changed_by(event, log)
        if relation is not None:
            yield Effect(event, AccessMode.WRITE, loads.changed(relation), "relation")


def _joins(log: Log, subjects: Subjects, loads: Loads) -> Iterator[Effect]:
    for event in log.having(*LOADERS):
        for relation in _named_in(event, log, subjects):
            yield Effect(event, AccessMode.READ, loads.tables(relation), "join")
    for event in log.having(*NAMING, *STARTING):
        for cls in _loaded_by(event):
            yield Effect(event, AccessMode.READ, loads.loaded_with(cls), "join")


def find_uses(log: Log, subjects: Subjects, loads: Loads) -> Iterator[Effect]:
    """Yield what reading relationships and setting attributes of objects does."""
    for (relation, _, _), event in log.loads.items():
        yield Effect(event, AccessMode.READ, loads.tables(relation), "relation")
    for event in log.attribute_writes:
        about = subjects.of(event.receiver) if event.receiver is not None else ()
        for cls in about:
            if isinstance(cls, ClassValue):
                yield from _effects_of_setting(event, cls, log, loads)


def _effects_of_setting(event: Event, cls: ClassValue, log: Log, loads: Loads) -> Iterator[Effect]:
    attr = event.name
    changed = log.relationships.of(cls, attr) if attr else None
    if changed is not None:
        yield Effect(event, AccessMode.WRITE, loads.changed(changed), "relation")
    elif not attr or _has(cls, attr):
        yield Effect(event, AccessMode.WRITE, loads.of_class(cls))


def find_edges(log: Log, tables: tuple[Table, ...]) -> Iterator[HiddenEdge]:
    """Yield what depends on a table or model by its name alone."""
    for table in tables:
        for target, line in table.references:
            location = Location(table.location.file, line)
            yield HiddenEdge("foreign-key", table.model, target, location)
    for event in log.having("relationship", "Relationship", "relation"):
        owner = log.classes.get(event.function)
        if owner is not None:
            for model in log.relationships.named_by(event):
                yield HiddenEdge("relation", owner.name, model.name, event.location)


def _named_in(event: Event, log: Log, subjects: Subjects) -> Iterator[Relation]:
    """Yield the relationships that ``joinedload(Order.lines)`` or ``join("lines")`` names."""
    receiver = event.receiver
    given = [value for values in event.args for value in values]
    if event.member in {"any", "has"}:
        given = [receiver] if receiver is not None else []
    about = subjects.of(receiver) if receiver is not None else ()
    for value in given:
        match value:
            case Member(receiver=ClassValue() as cls, name=name):
                yield from _relations(log, (cls,), name)
            case Known(value=str(name)):
                yield from _relations(log, about, name)
            case Instance(origin=Event(member=member) as made) if (
                event.member == "options" and member in EAGER
            ):
                for text in (one for values in made.args for one in values):
                    if isinstance(text, Known) and isinstance(text.value, str):
                        yield from _relations(log, about, text.value)


def _relations(log: Log, owners: tuple[object, ...], path: str) -> Iterator[Relation]:
    """Yield the relationships on a path: ``lines.part``."""
    first, _, rest = path.partition(".")
    for cls in owners:
        relation = log.relationships.of(cls, first) if isinstance(cls, ClassValue) else None
        if relation is not None:
            yield relation
            if rest:
                yield from _relations(log, relation.targets, rest)


def _loaded_by(event: Event) -> Iterator[ClassValue]:
    """Yield the models of which a call gives whole objects."""
    receiver = event.receiver
    if event.member in NAMING and event.name.startswith(BASES):
        for values in event.args:
            yield from (value for value in values if isinstance(value, ClassValue))
    if event.member in STARTING:
        match receiver:
            case Member(receiver=ClassValue() as cls, name="query"):
                yield cls


def _deleted_by(event: Event, subjects: Subjects) -> Iterator[ClassValue]:
    """Yield the models of which ``session.delete(order)`` deletes an object."""
    if event.name.startswith(BASES) and event.receiver is not None:
        for subject in subjects.of_all(event.args):
            if isinstance(subject, ClassValue):
                yield subject


def changed_by(event: Event, log: Log) -> Relation | None:
    """Return the relationship to which a call adds, or from which it takes."""
    if not event.name.startswith(LOADED) or event.receiver is None:
        return None
    return log.relationships.by_value.get(root_of(event.receiver))


def _has(cls: ClassValue, attr: str) -> bool:
    """Tell whether an attribute of a model is kept in the database, as far as it can be known."""
    if find_in_class(cls, "__table__") is not None or attr in fields_of(cls):
        return True
    return find_in_class(cls, attr) is not None
