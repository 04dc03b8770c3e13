"""Flask-RESTful: resources of an ``Api``."""

import pytest

from tests.analysis.programs import program_of, program_of_one, routes_of, unresolved_of

PRELUDE = (
    "from flask import Blueprint, Flask\nfrom flask_restful import Api, Resource\n"
    "app = Flask('s')\nclass One(Resource):\n    def get(self, id): ...\n"
    "    def delete(self, id): ...\n"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "api = Api(app)\napi.add_resource(One, '/one/<int:id>')",
            ["DELETE /one/<int:id> one shop:One.delete 6", "GET /one/<int:id> one shop:One.get 5"],
            id="resource",
        ),
        pytest.param(
            "api = Api(app, prefix='/v1')\napi.add_resource(One, '/a', '/b', endpoint='x')",
            [
                "DELETE /v1/a x shop:One.delete 6",
                "DELETE /v1/b x shop:One.delete 6",
                "GET /v1/a x shop:One.get 5",
                "GET /v1/b x shop:One.get 5",
            ],
            id="several paths, prefix, endpoint",
        ),
        pytest.param(
            "api = Api(app)\napi.add_resource(One, '/a', methods=['GET'])",
            ["GET /a one shop:One.get 5"],
            id="methods of the rule",
        ),
        pytest.param(
            "api = Api(app)\n@api.resource('/list')\n"
            "class Many(Resource):\n    def post(self): ...",
            ["POST /list many shop:Many.post 10"],
            id="decorator",
        ),
        pytest.param(
            "class Base(Resource):\n    def get(self): ...\nclass Many(Base):\n"
            "    def post(self): ...\nApi(app).add_resource(Many, '/m')",
            ["GET /m many shop:Base.get 8", "POST /m many shop:Many.post 10"],
            id="inherited method",
        ),
        pytest.param(
            "from login import required\nclass Many(Resource):\n    @required\n"
            "    def get(self): ...\n    def _post(self): ...\n    post = required(_post)\n"
            "Api(app).add_resource(Many, '/m')",
            ["GET /m many shop:Many.get 10", "POST /m many shop:Many._post 11"],
            id="decorated methods",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\napi = Api(bp, prefix='/v1')\n"
            "api.add_resource(One, '/one')\napp.register_blueprint(bp)",
            ["DELETE /b/v1/one b.one shop:One.delete 6", "GET /b/v1/one b.one shop:One.get 5"],
            id="on a blueprint",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\napi = Api(bp)\napi.add_resource(One, '/one')\n"
            "for version in ('/v1', '/v2'):\n"
            "    app.register_blueprint(bp, url_prefix=version, name=version[1:])",
            [
                "DELETE /v1/one v1.one shop:One.delete 6",
                "DELETE /v2/one v2.one shop:One.delete 6",
                "GET /v1/one v1.one shop:One.get 5",
                "GET /v2/one v2.one shop:One.get 5",
            ],
            id="on a blueprint that is registered twice",
        ),
        pytest.param(
            "api = Api(prefix='/v1')\napi.add_resource(One, '/one')\n"
            "def create():\n    api.init_app(app)",
            ["DELETE /v1/one one shop:One.delete 6", "GET /v1/one one shop:One.get 5"],
            id="bound later",
        ),
        pytest.param(
            "class Own(Api):\n    def add_scoped(self, cls, *urls, **options):\n"
            "        urls = ['/org' + url for url in urls]\n"
            "        return self.add_resource(cls, *urls, **options)\n"
            "api = Own(app)\napi.add_scoped(One, '/one', endpoint='x')",
            ["DELETE /org/one x shop:One.delete 6", "GET /org/one x shop:One.get 5"],
            id="class of the project with a helper",
        ),
        pytest.param(
            "class Own(Api):\n    def __init__(self, app=None):\n"
            "        super().__init__(app, prefix='/v1')\nOwn(app).add_resource(One, '/one')",
            ["DELETE /v1/one one shop:One.delete 6", "GET /v1/one one shop:One.get 5"],
            id="class of the project that says its prefix",
        ),
        pytest.param(
            "routes = [(One, '/one', '/two')]\ndef create():\n    api = Api(app)\n"
            "    for route in routes:\n        api.add_resource(*route)",
            [
                "DELETE /one one shop:One.delete 6",
                "DELETE /two one shop:One.delete 6",
                "GET /one one shop:One.get 5",
                "GET /two one shop:One.get 5",
            ],
            id="table of routes",
        ),
        pytest.param(
            "from flask_restful_swagger import swagger\n"
            "api = swagger.docs(Api(app), apiVersion='1')\napi.add_resource(One, '/one')",
            ["DELETE /one one shop:One.delete 6", "GET /one one shop:One.get 5"],
            id="documented by flask_restful_swagger",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == (expected, [])


def test_says_where_it_is_registered_and_what_runs_around_it() -> None:
    program = program_of(
        {
            "shop/api.py": "from flask import Blueprint\nfrom flask_restful import Api, Resource\n"
            "bp = Blueprint('b', __name__)\napi = Api()\n"
            "class One(Resource):\n    def get(self): ...\napi.add_resource(One, '/one')\n"
            "@bp.before_request\ndef check(): ...",
            "shop/app.py": "from flask import Flask\nfrom shop.api import api, bp\n"
            "app = Flask('s')\napi.init_app(bp)\napp.register_blueprint(bp)",
        }
    )

    (point,) = program.entry_points
    assert [str(place) for place in point.registered_at] == [
        "shop/api.py:7",
        "shop/app.py:4",
        "shop/app.py:5",
    ]
    assert point.hooks == ("shop.api:check",)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("from flask_restful import reqparse\nreqparse.RequestParser()", id="parser"),
        pytest.param("import other\nother.Api(app).add_resource(One, '/one')", id="another Api"),
        pytest.param("Api(app).representation('text/csv')(print)", id="representation"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "Api(app).add_resource(One, load())",
            ["shop.py:7 Flask-RESTful resource with a computed path"],
            id="path",
        ),
        pytest.param(
            "Api(app).add_resource(One, *load())",
            ["shop.py:7 Flask-RESTful resource with a computed path"],
            id="paths",
        ),
        pytest.param(
            "import os\nApi(app, prefix=os.environ['P']).add_resource(One, '/one')",
            ["shop.py:8 Flask-RESTful resource with a computed path"],
            id="prefix",
        ),
        pytest.param(
            "import plugins\nApi(app).add_resource(plugins.load(), '/one')",
            ["shop.py:8 Flask-RESTful resource that is not in the source"],
            id="resource from elsewhere",
        ),
        pytest.param(
            "import plugins\nclass Two(plugins.Lists): ...\nApi(app).add_resource(Two, '/two')",
            ["shop.py:9 Flask-RESTful resource Two: its methods are not in the source"],
            id="methods from elsewhere",
        ),
        pytest.param(
            "api = Api()\napi.add_resource(One, '/one')",
            [
                (
                    "shop.py:7 Flask-RESTful Api that nothing hangs below an application"
                    " as far as is seen: its routes are left out"
                )
            ],
            id="Api that is not bound",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], expected)
