"""Applications and blueprints of extensions that are Flask's with more, as flask-smorest's."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from flask import Flask\nfrom flask.views import MethodView\n"
            "from flask_smorest import Api, Blueprint\napp = Flask('s')\napi = Api(app)\n"
            "b = Blueprint('b', 'b', url_prefix='/b')\n@b.route('/<int:id>')\n"
            "class One(MethodView):\n    @b.response(200)\n    def get(self, id): ...\n"
            "    @b.arguments(None)\n    def put(self, id): ...\n"
            "@b.route('/', methods=['POST'])\n@b.response(201)\ndef add(): ...\n"
            "api.register_blueprint(b)",
            [
                "GET /b/<int:id> b.One shop:One.get 10",
                "POST /b/ b.add shop:add 15",
                "PUT /b/<int:id> b.One shop:One.put 12",
            ],
            id="flask-smorest",
        ),
        pytest.param(
            "from apiflask import APIBlueprint, APIFlask\nfrom flask.views import MethodView\n"
            "app = APIFlask('s')\nb = APIBlueprint('b', 'b', url_prefix='/b')\n@app.get('/a')\n"
            "@app.output(None)\ndef a(): ...\n@b.route('/v')\nclass V(MethodView):\n"
            "    @b.input(None)\n    def post(self): ...\napp.register_blueprint(b)",
            ["GET /a a shop:a 7", "POST /b/v b.V shop:V.post 11"],
            id="APIFlask",
        ),
        pytest.param(
            "from flask_openapi3 import APIBlueprint, OpenAPI\napp = OpenAPI('s')\n"
            "b = APIBlueprint('b', 'b', url_prefix='/b')\n@b.post('/<int:id>', tags=[])\n"
            "def a(path): ...\n@app.delete('/d')\ndef d(): ...\napp.register_api(b)",
            ["DELETE /d d shop:d 7", "POST /b/<int:id> b.a shop:a 5"],
            id="flask-openapi3",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(source)

    assert (routes_of(program), unresolved_of(program)) == (expected, [])
