"""SQLAlchemy: which models and tables a statement, a query or what it gives is about.

https://docs.sqlalchemy.org/en/20/orm/queryguide/
"""

from collections.abc import Iterable

from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.relationships import LOADED
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
    Items,
    Value,
    Values,
)
from migrator.analysis.sqlalchemy_tables import Schema, table_of

Subject = ClassValue | str  # a model, or the name of a table

LONGEST = 50  # calls of a statement on each other
STATEMENTS = frozenset({"insert", "update", "delete"})
# What names its subjects itself, whatever it is called on.
NAMING = frozenset(
    {"select", "query", "get", "get_one", "get_or_404", "with_entities", "with_only_columns"}
    | {"aliased", "exists", "execute", "scalars", "scalar", "stream", "stream_scalars", "exec"}
    | {"first_or_404", "one_or_404", "paginate", "merge", "alias"}
)


class Subjects:
    """Answers what values are about; each object is looked into once."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._known: dict[Instance, tuple[Subject, ...]] = {}
        self._lists: dict[Items, tuple[Subject, ...]] = {}

    def tables(self, subjects: Iterable[Subject]) -> frozenset[str]:
        """Return the tables of models and the tables named."""
        return frozenset(
            table
            for subject in subjects
            for table in ((subject,) if isinstance(subject, str) else self._schema.of(subject))
        )

    def of_all(self, groups: Iterable[Values]) -> tuple[Subject, ...]:
        """Return what values are about, each once."""
        found: dict[Subject, None] = {}
        for values in groups:
            for value in values:
                found.update(dict.fromkeys(self.of(value)))
        return tuple(found)

    def of(self, value: Value) -> tuple[Subject, ...]:
        """Return what a value is about; () where it is nothing of a database."""
        root = root_of(value)
        if isinstance(root, ClassValue):
            return (root,) if root in self._schema.models else ()
        if isinstance(root, Items):
            return self._of_items(root)
        if not isinstance(root, Instance):
            return ()
        if root.kind == External(LOADED):
            return tuple(cls for cls in root.carries if cls in self._schema.models)
        if isinstance(root.kind, ClassValue):
            return (root.kind,) if root.kind in self._schema.models else ()
        if root not in self._known:
            self._known[root] = ()  # what is made of itself is about nothing more
            self._known[root] = self._of_object(root)
        return self._known[root]

    def _of_items(self, items: Items) -> tuple[Subject, ...]:
        if items not in self._lists:
            self._lists[items] = ()  # it may contain itself
            self._lists[items] = self.of_all(items.items)
        return self._lists[items]

    def _of_object(self, value: Instance) -> tuple[Subject, ...]:
        if name := table_of(value):
            return (name,)
        found = self.of_event(value.origin) if value.origin is not None else ()
        return found or tuple(cls for cls in value.carries if cls in self._schema.models)

    def of_event(self, event: Event) -> tuple[Subject, ...]:
        """Return what a call is about: what it names, else what it is called on."""
        receiver = self.of(event.receiver) if event.receiver is not None else ()
        if receiver and event.member not in NAMING:
            return receiver
        return self.of_all((*event.args, *event.keywords.values())) or receiver

    def unasked(self, changes: Iterable[Event]) -> frozenset[Event]:
        """Return the parts of queries that only change: ``query(Order).filter(…).delete()``."""
        parts: dict[Event, None] = {}
        for change in changes:
            part, steps = change.receiver, 0
            while part is not None and steps < LONGEST:
                root = root_of(part)
                made = root.origin if isinstance(root, Instance) else None
                if made is None or not self.of_event(made):
                    break
                parts[made] = None
                part, steps = made.receiver, steps + 1
        return frozenset(parts)

    def is_change(self, value: Value) -> bool:
        """Tell whether a value is a statement that changes rows: ``update(Order).where(…)``."""
        steps = 0
        while isinstance(value, Instance) and value.origin is not None and steps < LONGEST:
            if value.origin.member in STATEMENTS:
                return True
            if value.origin.receiver is None:
                return False
            value = root_of(value.origin.receiver)
            steps += 1
        return False
