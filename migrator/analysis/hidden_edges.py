"""Dependencies that no call or import shows: every kind has a recognizer of its own."""

from collections.abc import Iterator

from migrator.analysis import request_state
from migrator.analysis.interpreter.log import Log
from migrator.analysis.modules import Modules
from migrator.analysis.recognizers import (
    implicit_calls,
    signals,
    sqlalchemy_events,
    templates,
    url_names,
)
from migrator.analysis.url_names import UrlNames
from migrator.model.effects import HiddenEdge
from migrator.model.program import Enqueue, EntryPoint, Table, TableAccess, Unresolved


def find_edges(
    log: Log,
    modules: Modules,
    entry_points: tuple[EntryPoint, ...],
    tables: tuple[Table, ...],
    accesses: tuple[TableAccess, ...],
    enqueues: tuple[Enqueue, ...],
) -> Iterator[HiddenEdge | Unresolved]:
    """Yield what depends on what, by the facts that were found so far."""
    senders = sorted({sent.function for sent in enqueues})
    yield from signals.find_edges(log, tables, accesses, senders)
    yield from sqlalchemy_events.find_edges(log, tables, accesses)
    yield from implicit_calls.find_edges(log, tables, accesses)
    names = UrlNames(entry_points)
    yield from url_names.find_edges(log, entry_points, names)
    yield from templates.find_edges(log, entry_points, names)
    yield from request_state.find_edges(log, modules)
