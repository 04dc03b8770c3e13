"""Calls of everything that is not the project's, for rules to match."""

from collections.abc import Iterator

from migrator.analysis.constants import constants_of
from migrator.analysis.interpreter.log import Log
from migrator.model.program import ExternalCall


def find_calls(log: Log) -> Iterator[ExternalCall]:
    """Yield one fact per call; reads, writes and results of results are not calls of a name."""
    for event in log.events:
        if event.name.startswith(("?", "<function>", "<NoneType>")) or event.name.endswith(
            ("=", "[]", "()")
        ):
            continue
        yield ExternalCall(
            event.name,
            event.function,
            event.location,
            tuple(sorted(event.keywords)),
            tuple(constants_of(event)),
        )
