"""Routes that extensions of Flask register: said with their place while they are not read."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from flask_smorest import Blueprint\nb = Blueprint('b')\n@b.route('/b')\n"
            "def v(): ...",
            ["shop.py:3 flask-smorest registration of v: its routes are not read yet"],
            id="flask-smorest",
        ),
        pytest.param(
            "from flask_restful import reqparse\nparser = reqparse.RequestParser()\n"
            "parser.add_argument('a')\nimport atexit\natexit.register(print)",
            [],
            id="other calls",
        ),
    ],
)
def test_says_what_is_not_read(source: str, expected: list[str]) -> None:
    program = program_of_one(source)

    assert (routes_of(program), unresolved_of(program)) == ([], expected)
