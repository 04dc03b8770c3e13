import pytest

from tests.analysis.programs import entry_points_of, program_of_one, unresolved_of

PRELUDE = """\
import falcon
import falcon.asgi
class Orders:
    def on_get(self, req, resp): ...
    def on_post_all(self, req, resp): ...
    def total(self): ...
app = falcon.App()
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "app.add_route('/a/{key:int}', Orders())",
            ["GET /a/{key} shop:Orders.on_get 4"],
            id="resource",
        ),
        pytest.param(
            "app.add_route(uri_template='/a', resource=Orders(), suffix='all')",
            ["POST /a shop:Orders.on_post_all 5"],
            id="suffix",
        ),
        pytest.param(
            "class Own(Orders):\n    def on_delete(self, req, resp): ...\n"
            "own = falcon.API()\nown.add_route('/a', Own())",
            ["DELETE /a shop:Own.on_delete 9", "GET /a shop:Orders.on_get 4"],
            id="inherited responders, application of old",
        ),
        pytest.param(
            "class Talk:\n    async def on_websocket(self, req, ws): ...\n"
            "    async def on_get(self, req, resp): ...\n"
            "own = falcon.asgi.App()\nown.add_route('/a', Talk())",
            ["GET /a shop:Talk.on_get 10", "websocket /a shop:Talk.on_websocket 9"],
            id="websocket",
        ),
        pytest.param(
            "class Shop(falcon.App):\n    def __init__(self, orders):\n"
            "        super().__init__()\n        self.add_route('/a', orders)\nShop(Orders())",
            ["GET /a shop:Orders.on_get 4"],
            id="application of a class of the project",
        ),
        pytest.param(
            "for path, resource in [('/a', Orders()), ('/b', Orders())]:\n"
            "    app.add_route(path, resource)",
            ["GET /a shop:Orders.on_get 4", "GET /b shop:Orders.on_get 4"],
            id="loop",
        ),
        pytest.param(
            "def sink(req, resp): ...\napp.add_sink(sink, prefix='/proxy')\napp.add_sink(sink)",
            ["ANY /proxy/{rest} shop:sink 8", "ANY /{rest} shop:sink 8"],
            id="sink",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), program.unresolved) == (expected, ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("app.add_static_route('/s', '/srv')", id="static files"),
        pytest.param("app.add_error_handler(ValueError)", id="error handler"),
        pytest.param(
            "import other\nother.add_route('/a', Orders())",
            id="something else that has the method",
        ),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\napp.add_route(os.environ['A'], Orders())",
            "shop.py:9 Falcon route with a computed template or suffix",
            id="template",
        ),
        pytest.param(
            "import os\napp.add_route('/a', Orders(), suffix=os.environ['A'])",
            "shop.py:9 Falcon route with a computed template or suffix",
            id="suffix",
        ),
        pytest.param(
            "from elsewhere import orders\napp.add_route('/a', orders)",
            "shop.py:9 Falcon resource that is not known",
            id="resource",
        ),
        pytest.param(
            "from elsewhere import sink\napp.add_sink(sink)",
            "shop.py:9 Falcon sink that is not known or has a computed prefix",
            id="sink",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, unresolved_of(program)) == ((), [expected])
