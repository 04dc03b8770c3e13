"""click: commands that operators run, also those of ``flask.cli``.

https://click.palletsprojects.com/en/stable/commands/
"""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import original, short_name, text_of
from migrator.analysis.interpreter.values import Event, FunctionValue
from migrator.model.program import Command, EntryPoint

MEMBERS = frozenset({"command", "group"})
OWNERS = ("click", "flask.Flask.cli", "flask.Blueprint.cli", "flask.cli")
SUFFIXES = frozenset({"command", "cmd", "group", "grp"})  # that click takes off a function's name


def recognize(log: Log) -> Iterator[EntryPoint]:
    """Yield one entry point per command and group."""
    groups: set[FunctionValue] = set()
    for event in log.events:
        if event.member.removesuffix("()") not in MEMBERS or not event.args:
            continue
        is_called = event.name.endswith("()") and event.origin is not None
        options = event.origin if is_called and event.origin else event
        if not event.name.startswith(OWNERS) and options.receiver not in groups:
            continue
        for value in event.args[0]:
            if isinstance(value, FunctionValue):
                groups.add(value)
                given = text_of(options.argument(0, "name") or ()) if is_called else None
                yield _command(given, original(value), options)


def _command(given: str | None, function: FunctionValue, options: Event) -> EntryPoint:
    name = given or _named_after(short_name(function))
    return EntryPoint(
        Command(name), function.name, function.location, "click", name, (options.location,)
    )


def _named_after(function: str) -> str:
    name = function.lower().replace("_", "-")
    front, dash, last = name.rpartition("-")
    return front if dash and last in SUFFIXES else name
