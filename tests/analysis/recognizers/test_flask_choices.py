"""Flask: blueprints whose URL prefix is one of several."""

from tests.analysis.programs import program_of_one, routes_of, unresolved_of


def test_takes_the_shortest_prefix_and_says_so() -> None:
    program = program_of_one(
        "from flask import Blueprint, Flask\nimport settings\n"
        "bp = Blueprint('b', __name__, url_prefix='/own')\n"
        "@bp.get('/a')\ndef a(): ...\napp = Flask('s')\n"
        "app.register_blueprint(bp, url_prefix='/api' if settings.proxied() else '')"
    )

    assert routes_of(program) == ["GET /a b.a shop:a 5"]
    assert unresolved_of(program) == [
        (
            "shop.py:7 Flask blueprint with a URL prefix that configuration decides: "
            "'' is taken, it may be '/api'"
        )
    ]
