"""Django: which functions save and delete objects of models one by one, which sends signals.

https://docs.djangoproject.com/en/stable/ref/signals/#module-django.db.models.signals
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import classes_in, find_in_class
from migrator.analysis.interpreter.values import ClassValue
from migrator.model.location import Location
from migrator.model.program import AccessMode, Table, TableAccess

SAVED = ("pre_save", "post_save")
DELETED = ("pre_delete", "post_delete")
LINKED = ("m2m_changed",)
# Bulk operations and updates of query sets send none.
SIGNALS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("save", "create", "get_or_create", "update_or_create"), SAVED),
    **dict.fromkeys(("asave", "acreate", "aget_or_create", "aupdate_or_create"), SAVED),
    **dict.fromkeys(("delete", "adelete"), DELETED),
    **dict.fromkeys(("add", "remove", "set", "clear", "aadd", "aset", "aremove"), LINKED),
}


class Write(msgspec.Struct, frozen=True):
    """A function changes an object of a model; ``model`` is the class's name."""

    model: str
    function: str
    location: Location
    member: str
    signals: tuple[str, ...]


def find_writes(
    log: Log, tables: Iterable[Table], accesses: Iterable[TableAccess]
) -> Iterator[Write]:
    """Yield the writes whose model is known: by the call itself, or by what it does to a table."""
    members: defaultdict[Location, set[str]] = defaultdict(set)
    for event in log.having(*SIGNALS):
        members[event.location].add(event.member)
        for cls in classes_in((event.receiver,)) if event.receiver is not None else ():
            model = model_of(cls)
            if model is not None:
                signals = SIGNALS[event.member]
                yield Write(model.name, event.function, event.location, event.member, signals)
    models = {table.name: table.model for table in tables}
    for access in accesses:
        if access.mode is AccessMode.WRITE and access.table in models:
            for member in sorted(members.get(access.location, ())):
                yield Write(
                    models[access.table],
                    access.function,
                    access.location,
                    member,
                    SIGNALS[member],
                )


def model_of(cls: ClassValue) -> ClassValue | None:
    """Return the model that a class is, or whose objects a form or serializer saves."""
    for meta in find_in_class(cls, "Meta") or ():
        if isinstance(meta, ClassValue):
            for model in find_in_class(meta, "model") or ():
                if isinstance(model, ClassValue):
                    return model
    return cls
