"""Which arguments of a call are constants."""

from collections.abc import Iterator

from migrator.analysis.interpreter.values import Event, Items, Known, Values


def constants_of(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the arguments that are constants, by position or keyword, with their ``repr``.

    Of a list that is ``0.0``, its first item: the program, of a command.
    """
    given: list[tuple[str, Values]] = [
        *((str(position), values) for position, values in enumerate(event.args)),
        *sorted(event.keywords.items()),
    ]
    for name, values in given:
        match values:
            case (Known(value=value),):
                yield name, repr(value)
            case (Items(items=[(Known(value=value),), *_]),):
                yield f"{name}.0", repr(value)
