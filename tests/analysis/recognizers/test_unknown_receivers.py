"""Routes that are added to something of which nothing is known."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

ADDED = "route that is added to what is not known: it is left out"
DECLARED = "route that is declared on what is not known: it is left out"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def views(app):\n    @app.get('/a')\n    def a(): ...",
            [f"shop.py:2 {DECLARED}"],
            id="decorator in a function that nobody calls",
        ),
        pytest.param(
            "app = load()\n@app.route('/a', methods=['GET'])\ndef a(): ...",
            [f"shop.py:2 {DECLARED}"],
            id="decorator of a module",
        ),
        pytest.param(
            "def views(app, view):\n    app.add_api_route('/a', view)",
            [f"shop.py:2 {ADDED}"],
            id="add_api_route",
        ),
        pytest.param(
            "def view(): ...\ndef views(app, path):\n    app.router.add_route(path, view)",
            [f"shop.py:3 {ADDED}"],
            id="add_route with a computed path",
        ),
        pytest.param(
            "def views(app):\n    app.add_websocket_route('/a', load())",
            [f"shop.py:2 {ADDED}"],
            id="add_websocket_route",
        ),
        pytest.param(
            "def view(): ...\ndef views(app):\n    app.add_url_rule('/a', 'a', view)",
            [f"shop.py:3 {ADDED}"],
            id="add_url_rule",
        ),
        pytest.param(
            "def plan(table):\n    table.add_route(1, 'eth0')", [], id="route of a network"
        ),
        pytest.param(
            "def f(cache):\n    @cache.get('a')\n    def a(): ...", [], id="another decorator"
        ),
    ],
)
def test_says(source: str, expected: list[str]) -> None:
    program = program_of_one(source)
    assert (routes_of(program), unresolved_of(program)) == ([], expected)


def test_leaves_alone_what_a_caller_makes_known() -> None:
    program = program_of_one(
        "from fastapi import FastAPI\ndef views(app):\n    @app.get('/a')\n    def a(): ...\n"
        "    app.add_api_route('/b', a)\nviews(FastAPI())"
    )
    assert routes_of(program) == ["GET /a a shop:views.a 4", "GET /b a shop:views.a 4"]
    assert unresolved_of(program) == []
