"""What functions do, in one form for all kinds, for the HTML report."""

from collections.abc import Iterator

import msgspec

from migrator.model.location import Location
from migrator.model.program import Program


class Effect(msgspec.Struct, frozen=True, order=True):
    """What one function does at one place.

    Attributes:
        kind: ``read``, ``write`` (of a table), ``setting``, ``task``, ``aws``, ``host``, ``file``,
            ``transaction``, ``hidden`` (a dependency that no call shows).
        note: how, where that is not clear from ``kind`` and ``what``.
    """

    kind: str
    what: str
    function: str
    location: Location
    note: str = ""


def effects_of(program: Program) -> Iterator[Effect]:
    """Yield what the functions of ``program`` do, kind by kind."""
    yield from _of_data(program)
    yield from _of_the_outside(program)


def _of_data(program: Program) -> Iterator[Effect]:
    for access in program.accesses:
        yield Effect(access.mode.value, access.table, access.function, access.location, access.via)
    for read in program.config_reads:
        note = "secret" if read.is_secret else ""
        yield Effect("setting", read.key, read.function, read.location, note)
    for put in program.enqueues:
        yield Effect("task", put.task, put.function, put.location)
    for begun in program.transactions:
        yield Effect("transaction", begun.name, begun.function, begun.location, begun.kind)
    for edge in program.hidden_edges:
        yield Effect("hidden", edge.target, edge.source, edge.location, edge.kind)


def _of_the_outside(program: Program) -> Iterator[Effect]:
    for call in program.aws_calls:
        yield Effect("aws", call.action, call.function, call.location, call.resource)
    for sent in program.outbound_calls:
        note = f"{sent.client}, timeout {sent.timeout or 'none'}"
        yield Effect("host", sent.host or "?", sent.function, sent.location, note)
    for written in program.file_writes:
        yield Effect("file", written.path, written.function, written.location, written.name)
