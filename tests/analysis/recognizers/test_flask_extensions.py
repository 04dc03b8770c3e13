"""Routes that extensions of Flask register: said with their place while they are not read."""

import pytest

from tests.analysis.programs import program_of, program_of_one, routes_of, unresolved_of

RESTFUL = "from flask_restful import Api, Resource\nclass R(Resource):\n    def get(self): ...\n"
RESTX = (
    "from flask_restx import Api, Namespace, Resource\n"
    "ns = Namespace('n')\n@ns.route('/n')\nclass R(Resource):\n    def get(self): ...\n"
)
BUILDER = "from flask_appbuilder import AppBuilder, BaseView\nclass V(BaseView): ...\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            f"{RESTFUL}api = Api()\napi.add_resource(R, '/r')",
            ["shop.py:5 Flask-RESTful registration of R: its routes are not read yet"],
            id="Flask-RESTful",
        ),
        pytest.param(
            "from flask_restful import Api, Resource\napi = Api()\n@api.resource('/r')\n"
            "class R(Resource): ...",
            ["shop.py:3 Flask-RESTful registration of R: its routes are not read yet"],
            id="Flask-RESTful, decorator",
        ),
        pytest.param(
            f"{RESTFUL}class Own(Api): ...\napi = Own()\ndef add(cls, *rules):\n"
            "    api.add_resource(cls, *rules)\nadd(R, '/r')",
            ["shop.py:7 Flask-RESTful registration of R: its routes are not read yet"],
            id="Flask-RESTful, class and helper of the project",
        ),
        pytest.param(
            f"{RESTFUL}api = Api()\nimport plugins\napi.add_resource(plugins.load(), '/r')",
            ["shop.py:6 Flask-RESTful registration: its routes are not read yet"],
            id="Flask-RESTful, resource from elsewhere",
        ),
        pytest.param(
            f"{RESTX}Api().add_namespace(ns)",
            ["shop.py:3 Flask-RESTX registration of R: its routes are not read yet"],
            id="Flask-RESTX",
        ),
        pytest.param(
            f"{BUILDER}builder = AppBuilder()\nbuilder.add_view_no_menu(V)\nbuilder.add_view(V())",
            [
                "shop.py:4 Flask-AppBuilder registration of V: its routes are not read yet",
                "shop.py:5 Flask-AppBuilder registration of V: its routes are not read yet",
            ],
            id="Flask-AppBuilder",
        ),
        pytest.param(
            "from flask_classful import FlaskView\nclass Own(FlaskView): ...\n"
            "class V(Own): ...\ndef set_up(app):\n    V.register(app)",
            ["shop.py:5 Flask-Classful registration of V: its routes are not read yet"],
            id="Flask-Classful",
        ),
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


def test_plain_routes_beside_them_are_read() -> None:
    program = program_of(
        {
            "shop/api.py": f"{RESTFUL}api = Api()\napi.add_resource(R, '/r')",
            "shop/app.py": "from flask import Flask\nfrom shop.api import api\n"
            "app = Flask('s')\napi.init_app(app)\n@app.get('/')\ndef home(): ...",
        }
    )

    assert routes_of(program) == ["GET / home shop.app:home 6"]
    assert unresolved_of(program) == [
        "shop/api.py:5 Flask-RESTful registration of R: its routes are not read yet"
    ]
