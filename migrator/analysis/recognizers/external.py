"""Calls of everything that is not the project's, for rules to match."""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event, Known, Table, Values
from migrator.model.program import ExternalCall


def find_calls(log: Log) -> Iterator[ExternalCall]:
    """Yield one fact per call; reads, writes and results of results are not calls of a name."""
    for event in log.events:
        if event.name.startswith(("?", "<function>")) or event.name.endswith(("=", "[]", "()")):
            continue
        yield ExternalCall(
            event.name,
            event.function,
            event.location,
            tuple(sorted(event.keywords)),
            tuple(_constants(event)),
        )


def _constants(event: Event) -> Iterator[tuple[str, str]]:
    given: list[tuple[str, Values]] = [
        *((str(position), values) for position, values in enumerate(event.args)),
        *sorted(event.keywords.items()),
    ]
    for name, values in given:
        match values:
            case (Known(value=value),):
                yield name, repr(value)
            case (Table(entries=entries),) if name in event.keywords:
                for key, found in entries.items():
                    match found:
                        case (Known(value=value),) if isinstance(key, str):
                            yield f"{name}.{key}", repr(value)
