import pytest

from tests.analysis.programs import entry_points_of, program_of_one, unresolved_of

PRELUDE = """\
import argparse
def create(args): ...
parser = argparse.ArgumentParser()
commands = parser.add_subparsers(dest="command")
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "commands.add_parser('create').set_defaults(func=create)",
            ["command create shop:create 2"],
            id="subcommand",
        ),
        pytest.param(
            "users = commands.add_parser('users', help='x')\n"
            "one = users.add_subparsers().add_parser('create')\n"
            "one.add_argument('--name')\none.set_defaults(handler=create)",
            ["command users create shop:create 2"],
            id="subcommand of a subcommand",
        ),
        pytest.param("parser.set_defaults(func=create)", [], id="no subcommand"),
        pytest.param("commands.add_parser('create').set_defaults(level=3)", [], id="no function"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), program.unresolved) == (expected, ())


def test_says_what_it_cannot_read() -> None:
    source = "import os\ncommands.add_parser(os.environ['A']).set_defaults(func=create)"
    assert unresolved_of(program_of_one(PRELUDE + source)) == [
        "shop.py:6 argparse subcommand with a computed name"
    ]
