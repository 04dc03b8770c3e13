"""click: commands that operators run, also those of ``flask.cli``.

https://click.palletsprojects.com/en/stable/commands/
"""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import FunctionValue, original, text_of
from migrator.model.program import Command, EntryPoint

MEMBERS = (".command()", ".group()")
OWNERS = ("click", "flask.Flask.cli", "flask.Blueprint.cli", "flask.cli")


def recognize(log: Log) -> Iterator[EntryPoint]:
    """Yield one entry point per command and group."""
    for event in log.events:
        options = event.origin
        if options is None or not event.name.endswith(MEMBERS) or not event.args:
            continue
        if not event.name.startswith(OWNERS):
            continue
        given = text_of(options.argument(0, "name") or ())
        for value in event.args[0]:
            if isinstance(value, FunctionValue):
                function = original(value)
                own = function.name.rpartition(":")[2].rpartition(".")[2].replace("_", "-")
                command = Command(given or own)
                yield EntryPoint(
                    command,
                    function.name,
                    function.location,
                    "click",
                    command.name,
                    (options.location,),
                )
