"""Typer: commands of applications, and applications below others.

https://typer.tiangolo.com/tutorial/subcommands/add-typer/
"""

from collections.abc import Iterator

from migrator.analysis.commands import Commands, Node
from migrator.analysis.handlers import functions_of, handler_of, is_one_of, options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short_name, text_of
from migrator.analysis.interpreter.values import Event, Value
from migrator.model.program import EntryPoint

APPLICATIONS = frozenset({"typer.Typer", "typer.main.Typer"})


def recognize(log: Log) -> Iterator[EntryPoint]:
    """Yield one entry point per command."""
    commands = Commands(frozenset(call.callee for call in log.calls))
    for event in log.having("run", "command()", "add_typer"):
        options = options_of(event)
        owner = options.receiver
        if event.name == "typer.run" and event.args:
            _command(event, event, None, commands)
        elif not is_one_of(owner, APPLICATIONS):
            continue
        elif options is not event and options.member == "command" and event.args:
            _command(event, options, owner, commands)
        elif event.member == "add_typer":
            _group(event, owner, commands)
    yield from commands.entry_points("typer")


def _command(event: Event, options: Event, owner: Value | None, commands: Commands) -> None:
    for function in functions_of(event.args[0]):
        given = text_of(options.argument(0, "name") or ()) if options is not event else None
        name = given or short_name(function).lower().replace("_", "-")
        commands.nodes[function] = Node(name, handler_of(function), options)
        if owner is not None:
            commands.nodes.setdefault(owner, Node("", None, options, is_program=True))
            commands.hang(function, owner, None, options)


def _group(event: Event, owner: Value, commands: Commands) -> None:
    """Hang an application below another, by the name that either says."""
    for child in event.argument(0, "typer_instance") or ():
        if is_one_of(child, APPLICATIONS) and child.origin is not None:
            own = text_of(child.origin.keywords.get("name", ())) or ""
            name = text_of(event.keywords.get("name", ())) or own
            commands.nodes[child] = Node(own, None, event)
            commands.nodes.setdefault(owner, Node("", None, event, is_program=True))
            commands.hang(child, owner, name, event)
