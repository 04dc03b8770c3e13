"""Routes that extensions of Flask register: said with their place while they are not read."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from flask_openapi3 import APIView, OpenAPI\nview = APIView()\n"
            "OpenAPI('s').register_api_view(view)",
            ["shop.py:3 flask-openapi3 class view registration: its routes are not read yet"],
            id="flask-openapi3, class views",
        ),
        pytest.param(
            "from eve import Eve\napp = Eve()",
            ["shop.py:2 Eve registration: its routes are not read yet"],
            id="Eve",
        ),
        pytest.param(
            "from flask_rest_jsonapi import Api, ResourceList\nclass Many(ResourceList): ...\n"
            "Api().route(Many, 'many', '/many')",
            ["shop.py:3 Flask-REST-JSONAPI registration of Many: its routes are not read yet"],
            id="Flask-REST-JSONAPI",
        ),
        pytest.param(
            "from flask_rebar import Rebar\nr = Rebar().create_handler_registry()\n"
            "@r.handles(rule='/a')\ndef a(): ...",
            ["shop.py:3 Flask-Rebar registration of a: its routes are not read yet"],
            id="Flask-Rebar",
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
