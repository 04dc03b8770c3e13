"""SQLAlchemy: functions that listen to what happens to objects and sessions.

https://docs.sqlalchemy.org/en/20/core/event.html
https://docs.sqlalchemy.org/en/20/orm/events.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from migrator.analysis.handlers import functions_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro, original, text_of
from migrator.analysis.interpreter.values import ClassValue, Event, Values
from migrator.model.effects import HiddenEdge
from migrator.model.location import Location
from migrator.model.program import AccessMode, Table, TableAccess, Unresolved

PACKAGES = ("sqlalchemy.event", "sqlalchemy.orm.event", "flask_sqlalchemy.")
WRITTEN = ("before_insert", "after_insert", "before_update", "after_update")
DELETED = ("before_delete", "after_delete")
# Events of objects -> what a function does to the table.
DOES = {
    **dict.fromkeys(WRITTEN, "write"),
    **dict.fromkeys(DELETED, "delete"),
    **dict.fromkeys(("load", "refresh"), "read"),
}
# Events of sessions -> the methods of a session that make them happen.
OF_SESSIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("before_flush", "after_flush", "after_flush_postexec"), ("flush", "commit")),
    **dict.fromkeys(("before_commit", "after_commit"), ("commit",)),
    **dict.fromkeys(("after_rollback", "after_soft_rollback"), ("rollback",)),
    "do_orm_execute": ("execute", "scalars", "scalar"),
}
UNKNOWN = "SQLAlchemy event of a target that is not known: what it runs on is not followed"


# Which functions do something to the table of a model.
Users = defaultdict[tuple[str, str], set[str]]


class Listener(msgspec.Struct, frozen=True):
    """A function that runs when an event happens to a target."""

    target: Values
    event: str
    function: str
    location: Location


def find_edges(
    log: Log, tables: Iterable[Table], accesses: Iterable[TableAccess]
) -> Iterator[HiddenEdge | Unresolved]:
    """Yield an edge from each function that makes an event happen to each that listens."""
    listeners = list(find_listeners(log))
    if not listeners:
        return
    models = {table.name: table.model for table in tables}
    deletions = {event.location for event in log.having("delete")}
    users: Users = defaultdict(set)
    for access in accesses:
        is_deletion = access.mode is AccessMode.WRITE and access.location in deletions
        does = "delete" if is_deletion else access.mode.value
        users[models.get(access.table, ""), does].add(access.function)
    for listener in listeners:
        yield from _edges(listener, log, users)


def find_listeners(log: Log) -> Iterator[Listener]:
    """Yield what ``listens_for`` and ``listen`` connect."""
    for event in log.having("listens_for()", "listen"):
        options = event.origin if event.member == "listens_for()" and event.origin else event
        name = text_of(options.argument(1, "identifier") or ())
        if not options.name.startswith(PACKAGES) or name is None:
            continue
        given = event.args[0] if options is not event else event.argument(2, "fn")
        target = options.argument(0, "target") or ()
        for function in functions_of(given or ()):
            yield Listener(target, name, original(function).name, event.location)


def _edges(listener: Listener, log: Log, users: Users) -> Iterator[HiddenEdge | Unresolved]:
    does = DOES.get(listener.event)
    if does is not None:
        models = [value for value in listener.target if isinstance(value, ClassValue)]
        if not models:
            yield Unresolved(UNKNOWN, listener.location)
        for name in sorted({name for cls in models for name in _family(cls, log)}):
            for function in sorted(users.get((name, does), ())):
                yield _edge(function, listener)
    for event in log.having(*OF_SESSIONS.get(listener.event, ("",))):
        if _is_of_session(event):
            yield _edge(event.function, listener)


def _family(cls: ClassValue, log: Log) -> Iterator[str]:
    """Name a class and those that derive from it, to which events propagate from a mixin."""
    yield from (other.name for other in log.classes.values() if cls in mro(other))


def _is_of_session(event: Event) -> bool:
    return "session" in event.name.lower()


def _edge(source: str, listener: Listener) -> HiddenEdge:
    return HiddenEdge("signal", source, listener.function, listener.location)
