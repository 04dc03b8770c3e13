"""Flask: paths that begin in one of several ways."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = (
    "from flask import Blueprint, Flask\nimport settings\napp = Flask('s')\n"
    "def scoped(rule):\n    if settings.SCOPED:\n        return '/<org>' + rule\n"
    "    return rule\n"
)


@pytest.mark.parametrize(
    ("source", "routes", "doubts"),
    [
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/own')\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp, url_prefix='/api' if settings.proxied() else '')",
            ["GET /a b.a shop:a 10"],
            [
                (
                    "shop.py:11 Flask path that '/api' comes before in some configuration: "
                    "given without it"
                )
            ],
            id="prefix",
        ),
        pytest.param(
            "@app.get(scoped('/a'))\ndef a(): ...",
            ["GET /a a shop:a 9"],
            [
                (
                    "shop.py:8 Flask path that '/<org>' comes before in some configuration: "
                    "given without it"
                )
            ],
            id="rule",
        ),
        pytest.param(
            "from flask_restful import Api, Resource\nclass One(Resource):\n"
            "    def get(self): ...\nApi(app).add_resource(One, scoped('/one'))",
            ["GET /one one shop:One.get 10"],
            [
                (
                    "shop.py:11 Flask path that '/<org>' comes before in some configuration: "
                    "given without it"
                )
            ],
            id="resource",
        ),
        pytest.param(
            "def create(testing=None):\n    bp = Blueprint('b', __name__)\n"
            "    bp.add_url_rule('/a', view_func=a)\n"
            "    app.register_blueprint(bp, url_prefix='/api' if not testing else '')\n"
            "def a(): ...\ncreate()",
            ["GET /a b.a shop:a 12"],
            [
                (
                    "shop.py:11 Flask path that '/api' comes before in some configuration: "
                    "given without it"
                )
            ],
            id="prefix that a parameter decides which is configuration",
        ),
        pytest.param(
            "@app.get('/a' if settings.old() else '/b')\ndef a(): ...",
            ["GET /a a shop:a 9", "GET /b a shop:a 9"],
            [],
            id="paths that have nothing to do with each other",
        ),
    ],
)
def test_gives_paths_without_what_may_come_before_them(
    source: str, routes: list[str], doubts: list[str]
) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == (routes, doubts)
