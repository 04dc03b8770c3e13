import pytest

from tests.analysis.programs import program_of_one, unresolved_of


@pytest.mark.parametrize(
    ("source", "title"),
    [
        pytest.param("import cherrypy\ncherrypy.quickstart(1)", "CherryPy", id="CherryPy"),
        pytest.param("import web\nweb.application(('/', 'A'), globals())", "web.py", id="web.py"),
        pytest.param("from robyn import Robyn\nRobyn(__file__)", "Robyn", id="Robyn"),
        pytest.param(
            "from blacksheep import Application\nclass Own(Application): ...\napp = Own()",
            "BlackSheep",
            id="class of the project",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, title: str) -> None:
    program = program_of_one(source)
    line = source.count("\n") + 1
    expected = f"shop.py:{line} {title} application: its routes are not read"
    assert unresolved_of(program) == [expected]


def test_leaves_alone() -> None:
    program = program_of_one(
        "from flask import Flask\nimport web\napp = Flask('s')\nweb.storify(1)"
    )
    assert program.unresolved == ()
