"""argparse: subcommands that say with ``set_defaults`` which function runs.

https://docs.python.org/3/library/argparse.html#sub-commands
"""

from collections.abc import Iterator

from migrator.analysis.handlers import functions_of, handler_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Instance
from migrator.analysis.routes import places_of
from migrator.model.location import Location
from migrator.model.program import Command, EntryPoint, Unresolved

DEEPEST = 8  # subcommands of subcommands


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per subcommand and function."""
    for event in log.having("set_defaults"):
        if not event.name.endswith("add_parser.set_defaults"):
            continue
        functions = [f for values in event.keywords.values() for f in functions_of(values)]
        words, places = _words(event)
        if functions and None in words:
            yield Unresolved("argparse subcommand with a computed name", event.location)
            continue
        name = " ".join(word for word in words if word)
        for function in functions:
            handler = handler_of(function)
            said = tuple(dict.fromkeys((*places_of(event), *places)))
            yield EntryPoint(Command(name), handler.name, handler.location, "argparse", name, said)


def _words(event: Event) -> tuple[tuple[str | None, ...], tuple[Location, ...]]:
    """Walk up: parser, ``add_parser``, ``add_subparsers``, and so on."""
    words: tuple[str | None, ...] = ()
    places: tuple[Location, ...] = ()
    receiver = event.receiver
    for _ in range(DEEPEST):
        made = receiver.origin if isinstance(receiver, Instance) else None
        if made is None or made.member != "add_parser":
            break
        words = (text_of(made.argument(0, "name") or ()), *words)
        places = (*places, *places_of(made))
        group = made.receiver.origin if isinstance(made.receiver, Instance) else None
        receiver = group.receiver if group is not None else None
    return words, places
