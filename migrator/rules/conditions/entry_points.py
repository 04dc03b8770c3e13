"""``entry_point``: control enters in a certain way."""

import re
from collections.abc import Iterator

import msgspec

from migrator.model.program import (
    Command,
    EntryPoint,
    HttpRoute,
    QueueTask,
    Schedule,
    Websocket,
)
from migrator.rules.index import Index
from migrator.rules.match import Match

KINDS = {
    HttpRoute: "http",
    QueueTask: "task",
    Schedule: "schedule",
    Websocket: "websocket",
    Command: "command",
}


class EntryPointOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry point.

    Attributes:
        kind: ``http``, ``task``, ``schedule``, ``websocket``, ``command``.
        declared: a regular expression that the path, as declared, or the schedule contains.
        framework: ``flask``, ``django``, …; any by default.
        is_wrapped: only those whose handler has a decorator that the project defines.
        more_than: they count only where there are more than so many, and then as one.
    """

    kind: tuple[str, ...]
    declared: str = ""
    framework: tuple[str, ...] = ()
    is_wrapped: bool = False
    more_than: int = 0


def find(condition: EntryPointOf, index: Index) -> Iterator[Match]:
    """Yield the entry points."""
    found = [point for point in index.program.entry_points if _is_so(condition, point)]
    if condition.is_wrapped:
        found = [point for point in found if point.handler in index.wrapped]
    if not condition.more_than:
        for point in found:
            yield Match(point.location, point.label, (point.handler,), labels=(point.label,))
    elif len(found) > condition.more_than:
        yield Match(found[0].location, found[0].label, (), str(len(found)))


def _is_so(condition: EntryPointOf, point: EntryPoint) -> bool:
    if KINDS[type(point.trigger)] not in condition.kind:
        return False
    if condition.framework and point.framework not in condition.framework:
        return False
    return re.search(condition.declared, _declared(point)) is not None


def _declared(point: EntryPoint) -> str:
    match point.trigger:
        case HttpRoute(declared=declared) | Schedule(declared=declared):
            return declared
        case Websocket(path=path):
            return path
        case QueueTask(name=name) | Command(name=name):
            return name
