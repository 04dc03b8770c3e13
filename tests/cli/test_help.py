"""Every command and option explains itself."""

from collections.abc import Iterator

import click
import pytest

from migrator.cli import migrate


def commands(command: click.Command, path: str = "migrate") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in sorted(command.list_commands(context)):
            if child := command.get_command(context, name):
                yield from commands(child, f"{path} {name}")


ALL = [pytest.param(path, command, id=path) for path, command in commands(migrate)]


@pytest.mark.parametrize(("path", "command"), ALL)
def test_every_command_and_option_has_help(path: str, command: click.Command) -> None:
    assert command.help, path
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(("path", "command"), ALL)
def test_every_command_has_an_example(path: str, command: click.Command) -> None:
    if isinstance(command, click.Group):
        return
    text = command.help or ""
    examples = text.partition("\b")[2]
    assert f"{path} " in examples or examples.rstrip().endswith(path)
