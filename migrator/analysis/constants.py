"""Which arguments of a call are constants."""

from collections.abc import Iterator

from migrator.analysis.interpreter.values import Event, Items, Known, Table, Values


def constants_of(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the arguments that are constants, by position or keyword, with their ``repr``.

    Those in a dictionary that a keyword is given are dotted: ``connect_args.options``. Of a list
    that is ``0.0``, its first item: the program, of a command.
    """
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
            case (Items(items=[(Known(value=value),), *_]),):
                yield f"{name}.0", repr(value)
