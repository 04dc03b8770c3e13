"""Which arguments of a call are constants."""

from collections.abc import Iterator

from migrator.analysis.interpreter.values import Event, Known, Values


def constants_of(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the arguments that are constants, by position or keyword, with their ``repr``."""
    given: list[tuple[str, Values]] = [
        *((str(position), values) for position, values in enumerate(event.args)),
        *sorted(event.keywords.items()),
    ]
    for name, values in given:
        match values:
            case (Known(value=value),):
                yield name, repr(value)
