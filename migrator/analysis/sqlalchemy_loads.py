"""SQLAlchemy: which tables a relationship reads and changes.

https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html
https://docs.sqlalchemy.org/en/20/orm/cascades.html
"""

from collections.abc import Mapping

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.relationships import Relation
from migrator.analysis.interpreter.values import ClassValue, Instance, Known, Member, Value
from migrator.analysis.sqlalchemy_tables import Schema, table_of

EAGER = frozenset({"joined", "selectin", "subquery", "immediate", False})
DEEPEST = 3  # relationships that load each other


class Loads:
    """Tells what is touched beside what a call names."""

    def __init__(self, log: Log, schema: Schema, references: Mapping[str, frozenset[str]]) -> None:
        self._log = log
        self._schema = schema
        self._references = references
        self._eager: dict[ClassValue, frozenset[str]] = {}

    def of_class(self, cls: ClassValue) -> frozenset[str]:
        """Return the tables that hold objects of a class."""
        return frozenset(self._schema.of(cls))

    def tables(self, relation: Relation) -> frozenset[str]:
        """Return the tables that loading a relationship reads."""
        own = (name for target in relation.targets for name in self._schema.of(target))
        further = (name for way in relation.through for name in self.tables(way))
        return frozenset((*own, *self.between(relation), *further))

    def between(self, relation: Relation) -> frozenset[str]:
        """Return the association table of a relationship: ``secondary=``."""
        given = relation.event.keywords.get("secondary", ())
        names = (self._association(value) for value in given)
        return frozenset(name for name in names if name)

    def _association(self, value: Value) -> str:
        """Name an association table, which may be given as a text or by its model."""
        root = value.receiver if isinstance(value, Member) else value
        if isinstance(root, ClassValue):
            return next(iter(self._schema.of(root)), "")
        return table_of(value) or text_of((value,)) or ""

    def loaded_with(self, cls: ClassValue, depth: int = 0) -> frozenset[str]:
        """Return the tables that are read whenever objects of a class are: ``lazy="joined"``."""
        if cls not in self._eager:
            self._eager[cls] = frozenset()
            found = [one for one in self._log.relationships.all_of(cls) if _is_eager(one)]
            self._eager[cls] = frozenset().union(*(self._deep(one, depth) for one in found))
        return self._eager[cls]

    def _deep(self, relation: Relation, depth: int) -> frozenset[str]:
        below = (
            self.loaded_with(target, depth + 1) for target in relation.targets if depth < DEEPEST
        )
        return self.tables(relation).union(*below)

    def changed(self, relation: Relation) -> frozenset[str]:
        """Return the tables that change where a relationship is assigned or added to."""
        between = self.between(relation)
        if between:
            return between
        own = self._schema.of(relation.owner)
        targets = frozenset(name for one in relation.targets for name in self._schema.of(one))
        is_held = any(targets & self._references.get(name, frozenset()) for name in own)
        return frozenset(own) if is_held else targets

    def deleted_with(self, cls: ClassValue) -> frozenset[str]:
        """Return the tables whose rows are deleted, or lose their owner, with an object."""
        found: set[str] = set()
        for relation in self._log.relationships.all_of(cls):
            if not relation.through and not relation.event.keywords.get("viewonly"):
                cascade = text_of(relation.event.keywords.get("cascade", ())) or ""
                is_cascading = not relation.is_back and ("all" in cascade or "delete" in cascade)
                changed = self.changed(relation)
                if is_cascading:
                    changed |= self.tables(relation)
                found |= changed
        return frozenset(found - set(self._schema.of(cls)))


def _is_eager(relation: Relation) -> bool:
    """Tell whether a relationship is loaded with its owner; each side says it for itself."""
    given = relation.event.keywords
    if relation.is_back:
        made = (value.origin for value in given.get("backref", ()) if isinstance(value, Instance))
        given = next((event.keywords for event in made if event is not None), {})
    return any(isinstance(how, Known) and how.value in EAGER for how in given.get("lazy", ()))
