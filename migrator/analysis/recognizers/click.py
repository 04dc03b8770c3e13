"""click: commands that operators run, also those of ``flask.cli``.

https://click.palletsprojects.com/en/stable/commands/
https://flask.palletsprojects.com/en/stable/cli/#custom-commands
"""

from collections.abc import Hashable, Iterator

from migrator.analysis.commands import Commands, Node
from migrator.analysis.handlers import functions_of, handler_of, options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.questions import original, short_name, text_of
from migrator.analysis.interpreter.values import (
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    Value,
)
from migrator.model.program import EntryPoint

MEMBERS = frozenset({"command", "group"})
OWNERS = ("click.", "rich_click.", "asyncclick.", "flask.cli.", "quart.cli.")
# Classes of objects that are groups and commands.
OBJECTS = frozenset(
    {
        *("click.Group", "click.Command", "click.CommandCollection", "click.core.Group"),
        *("flask.cli.AppGroup", "flask.cli.FlaskGroup", "quart.cli.AppGroup"),
    }
)
WATCHED = (
    *sorted({name.rpartition(".")[2] for name in OBJECTS}),
    *("command", "group", "command()", "group()", "add_command"),
)
APPLICATIONS = ("flask.Flask.cli.", "quart.Quart.cli.", "flask.current_app.cli.")
BLUEPRINTS = ("flask.Blueprint.cli.", "quart.Blueprint.cli.")
SUFFIXES = frozenset({"command", "cmd", "group", "grp"})  # that click takes off a function's name


def recognize(log: Log) -> Iterator[EntryPoint]:
    """Yield one entry point per command and group."""
    commands = Commands(frozenset(call.callee for call in log.calls))
    for event in log.having(*WATCHED):
        if event.name in OBJECTS:
            _make(event, commands)
        elif event.member.removesuffix("()") in MEMBERS and event.args:
            _decorate(event, commands)
        elif event.member == "add_command":
            is_known, parent = _parent(event, commands)
            for child in event.argument(0, "cmd") or ():
                if is_known and _key(child) in commands.nodes:
                    name = text_of(event.argument(1, "name") or ())
                    commands.hang(_key(child), parent, name, event)
    yield from commands.entry_points("click")


def _key(value: Value) -> Hashable:
    """Tell commands apart: functions by themselves, objects by the call that made them."""
    if isinstance(value, FunctionValue):
        return original(value)
    return value.origin if isinstance(value, Instance) else value


def _make(event: Event, commands: Commands) -> None:
    """Read ``AppGroup("db")`` and ``Command("seed", callback=seed)``."""
    callback = functions_of(event.keywords.get("callback", ()))
    handler = handler_of(callback[0]) if callback else None
    name = text_of(event.argument(0, "name") or ()) or ""
    commands.nodes[event] = Node(name, handler, event, event.name.endswith("FlaskGroup"))


def _decorate(event: Event, commands: Commands) -> None:
    options = options_of(event)
    is_known, parent = _parent(options, commands)
    if not is_known and not options.name.startswith(OWNERS):
        return
    for value in event.args[0]:
        if isinstance(value, FunctionValue):
            given = text_of(options.argument(0, "name") or ()) if options is not event else None
            name = given or _named_after(short_name(value))
            is_program = options.keywords.get("cls") == (External("flask.cli.FlaskGroup"),)
            node = Node(name, handler_of(value), options, is_program)
            commands.nodes[_key(value)] = node
            if is_known:
                commands.hang(_key(value), parent, None, options)


def _parent(event: Event, commands: Commands) -> tuple[bool, Hashable | None]:
    """Return whether an event is about a group, and which; None for the command of Flask."""
    if event.name.startswith(APPLICATIONS):
        return True, None
    if event.receiver is None:
        return False, None
    owner = root_of(event.receiver)
    if event.name.startswith(BLUEPRINTS) and isinstance(owner, Instance) and owner.origin:
        made = owner.origin
        given = made.argument(-1, "cli_group")
        name = text_of((made.argument(0, "name") if given is None else given) or ())
        if given == (Known(None),):
            return True, None
        commands.nodes[made] = Node(name or "", None, made)
        return True, made
    key = _key(owner)
    return key in commands.nodes, key


def _named_after(function: str) -> str:
    name = function.lower().replace("_", "-")
    front, dash, last = name.rpartition("-")
    return front if dash and last in SUFFIXES else name
