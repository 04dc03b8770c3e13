import pytest

from tests.analysis.programs import program_of_one


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import click\n@click.command()\ndef seed(): ...",
            ["command seed shop:seed 3"],
            id="named after its function",
        ),
        pytest.param(
            "import click\n@click.command\ndef seed(): ...",
            ["command seed shop:seed 3"],
            id="bare decorator",
        ),
        pytest.param(
            "import click\n@click.command('load')\n@click.option('--n')\ndef seed(n): ...",
            ["command load shop:seed 4"],
            id="named",
        ),
        pytest.param(
            "import click\n@click.command(name='load')\ndef seed(): ...",
            ["command load shop:seed 3"],
            id="named by keyword",
        ),
        pytest.param(
            "import click\n@click.command()\ndef load_all(): ...",
            ["command load-all shop:load_all 3"],
            id="underscores become dashes",
        ),
        pytest.param(
            "import click\n@click.command()\ndef load_command(): ...",
            ["command load shop:load_command 3"],
            id="suffix is taken off",
        ),
        pytest.param(
            "import click\n@click.group()\ndef cli(): ...\n@cli.command()\ndef seed(): ...",
            ["command cli shop:cli 3", "command seed shop:seed 5"],
            id="group and its command",
        ),
        pytest.param(
            "from flask import Flask\napp = Flask('s')\n@app.cli.command('seed')\ndef seed(): ...",
            ["command seed shop:seed 4"],
            id="command of a Flask application",
        ),
        pytest.param(
            "from flask import Blueprint\nbp = Blueprint('b', __name__)\n"
            "@bp.cli.command('seed')\ndef seed(): ...",
            ["command b seed shop:seed 4"],
            id="command of a blueprint",
        ),
        pytest.param(
            "from flask.cli import AppGroup\ngroup = AppGroup('db')\n@group.command('seed')\n"
            "def seed(): ...",
            ["command db seed shop:seed 4"],
            id="command of an AppGroup",
        ),
        pytest.param(
            "import click\nfrom flask.cli import with_appcontext\n@click.command('seed')\n"
            "@with_appcontext\ndef seed(): ...",
            ["command seed shop:seed 5"],
            id="with_appcontext",
        ),
        pytest.param(
            "from flask import Blueprint\nbp = Blueprint('b', __name__, cli_group='ops')\n"
            "own = Blueprint('o', __name__, cli_group=None)\n@bp.cli.command('seed')\n"
            "def seed(): ...\n@own.cli.command('load')\ndef load(): ...",
            ["command load shop:load 7", "command ops seed shop:seed 5"],
            id="group of a blueprint",
        ),
        pytest.param(
            "import click\n@click.group()\ndef users(): ...\n@users.command()\ndef create(): ...",
            ["command users shop:users 3", "command users create shop:create 5"],
            id="command of a group",
        ),
        pytest.param(
            "import click\n@click.group()\ndef shop(): ...\n@shop.group('users')\n"
            "def of_users(): ...\n@of_users.command()\ndef create(): ...",
            [
                "command shop shop:shop 3",
                "command users shop:of_users 5",
                "command users create shop:create 7",
            ],
            id="group in the program",
        ),
        pytest.param(
            "import click\n@click.group()\ndef shop(): ...\n@click.command()\n"
            "def create(): ...\nshop.add_command(create, name='make')\n"
            "if __name__ == '__main__':\n    shop()",
            ["command make shop:create 5", "command shop shop:shop 3"],
            id="command that is added under another name, to the program",
        ),
        pytest.param(
            "import click\nfrom flask import Flask\n@click.group('users')\ndef users(): ...\n"
            "@users.command('create')\ndef create(): ...\ndef make():\n    app = Flask('shop')\n"
            "    app.cli.add_command(users)",
            ["command users shop:users 4", "command users create shop:create 6"],
            id="group that is added to the command of Flask",
        ),
        pytest.param(
            "import click\ndef seed(): ...\ngroup = click.Group('db')\n"
            "group.add_command(click.Command('seed', callback=seed))",
            ["command db seed shop:seed 2"],
            id="objects",
        ),
        pytest.param("bot = make()\n@bot.command()\ndef seed(): ...", [], id="another command"),
        pytest.param("import click\nclick.echo('x')", [], id="a plain call of click"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    points = program_of_one(source).entry_points
    assert [f"{p.label} {p.handler} {p.location.line}" for p in points] == expected
