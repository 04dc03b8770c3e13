"""Which arguments of a call are constants."""

from collections.abc import Iterator

from migrator.analysis.interpreter.values import Event, External, Items, Known, Table, Values

FIRST = 4  # items of a list: ``python -m pip install``


def constants_of(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the arguments that are constants, by position or keyword, with their ``repr``.

    Those in a dictionary are dotted: ``connect_args.options``, ``2.Content-Type``. Of a list
    these are ``0.0``, its first item, and three more: the program, of a command, and what it is
    told. What another module holds goes by its name: ``sys.executable``.
    """
    given: list[tuple[str, Values]] = [
        *((str(position), values) for position, values in enumerate(event.args)),
        *sorted(event.keywords.items()),
    ]
    for name, values in given:
        match values:
            case (Known(value=value),):
                yield name, repr(value)
            case (Table(entries=entries),):
                for key, found in entries.items():
                    match found:
                        case (Known(value=value),) if isinstance(key, str):
                            yield f"{name}.{key}", repr(value)
            case (Items(items=items),):
                yield from _first(name, items[:FIRST])


def _first(name: str, items: list[Values]) -> Iterator[tuple[str, str]]:
    for position, item in enumerate(items):
        match item:
            case (Known(value=value),):
                yield f"{name}.{position}", repr(value)
            case (External(name=external),) if position == 0:
                yield f"{name}.{position}", external
