import pytest

from tests.analysis.programs import entry_points_of, program_of_one

PRELUDE = "import typer\napp = typer.Typer()\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@app.command()\ndef load_all(): ...",
            ["command load-all shop:load_all 4"],
            id="named after its function",
        ),
        pytest.param(
            "@app.command('load')\ndef seed(): ...", ["command load shop:seed 4"], id="named"
        ),
        pytest.param(
            "users = typer.Typer()\n@users.command()\ndef create(): ...\n"
            "app.add_typer(users, name='users')",
            ["command users create shop:create 5"],
            id="application below another",
        ),
        pytest.param(
            "users = typer.Typer(name='users')\nroles = typer.Typer()\n@roles.command()\n"
            "def create(): ...\nusers.add_typer(roles, name='roles')\napp.add_typer(users)",
            ["command users roles create shop:create 6"],
            id="applications below applications",
        ),
        pytest.param("def main(): ...\ntyper.run(main)", ["command main shop:main 3"], id="run"),
        pytest.param("@app.callback()\ndef main(): ...", [], id="callback"),
        pytest.param("@other.command()\ndef seed(): ...", [], id="another command"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert entry_points_of(program_of_one(PRELUDE + source)) == expected
