import pytest

from tests.analysis.programs import entry_points_of, program_of_one, unresolved_of

PRELUDE = """\
from sanic import Blueprint, Sanic
from sanic.views import HTTPMethodView
app = Sanic("shop")
async def show(request): ...
class Orders(HTTPMethodView):
    async def get(self, request): ...
    def post(self, request): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@app.get('/a/<name:int>')\nasync def a(request, name): ...",
            ["GET /a/{name} shop:a 9"],
            id="shortcut",
        ),
        pytest.param(
            "@app.route('/a', methods=['PUT', 'post'])\nasync def a(request): ...",
            ["POST /a shop:a 9", "PUT /a shop:a 9"],
            id="route",
        ),
        pytest.param(
            "@app.route('/a')\nasync def a(request): ...", ["GET /a shop:a 9"], id="GET by default"
        ),
        pytest.param("app.add_route(show, '/a')", ["GET /a shop:show 4"], id="add_route"),
        pytest.param(
            "app.add_route(handler=show, uri='/a', methods=frozenset({'DELETE'}))",
            ["DELETE /a shop:show 4"],
            id="add_route with methods",
        ),
        pytest.param(
            "app.add_route(Orders.as_view(), '/a')",
            ["GET /a shop:Orders.get 6", "POST /a shop:Orders.post 7"],
            id="class",
        ),
        pytest.param(
            "Orders.attach(app, uri='/a')",
            ["GET /a shop:Orders.get 6", "POST /a shop:Orders.post 7"],
            id="class that is attached",
        ),
        pytest.param(
            "class Own(Orders, attach=app, uri='/a', version=2): ...",
            ["GET /v2/a shop:Orders.get 6", "POST /v2/a shop:Orders.post 7"],
            id="class that is attached as it is made",
        ),
        pytest.param(
            "@app.websocket('/ws')\nasync def talk(request, ws): ...\n"
            "app.add_websocket_route(show, '/show')",
            ["websocket /show shop:show 4", "websocket /ws shop:talk 9"],
            id="websocket",
        ),
        pytest.param(
            "@app.get('/a', version=1)\nasync def a(request): ...\n"
            "@app.get('/b', version='v2', version_prefix='/api/v')\nasync def b(request): ...",
            ["GET /api/v2/b shop:b 11", "GET /v1/a shop:a 9"],
            id="version",
        ),
        pytest.param(
            "bp = Blueprint('b', url_prefix='/b/', version=3)\n@bp.get('/a')\n"
            "async def a(request): ...\napp.blueprint(bp)",
            ["GET /v3/b/a shop:a 10"],
            id="blueprint",
        ),
        pytest.param(
            "bp = Blueprint('b', '/b')\nbp.add_route(show, '/')\n"
            "app.blueprint(bp, url_prefix='/c')",
            ["GET /c/ shop:show 4"],
            id="blueprint with a prefix given later",
        ),
        pytest.param(
            "one, two = Blueprint('1', '/one'), Blueprint('2', '/two', version=2)\n"
            "one.add_route(show, '/a')\ntwo.add_route(show, '/a')\n"
            "inner = Blueprint.group(one, url_prefix='/inner')\n"
            "app.blueprint(Blueprint.group(inner, two, url_prefix='/api', version=1))",
            ["GET /v1/api/inner/one/a shop:show 4", "GET /v2/api/two/a shop:show 4"],
            id="groups of blueprints",
        ),
        pytest.param(
            "bp = Blueprint('b')\nbp.add_route(show, '/a')\napp.blueprint([bp])",
            ["GET /a shop:show 4"],
            id="list of blueprints",
        ),
        pytest.param(
            "Sanic.get_app().add_route(show, '/a')", ["GET /a shop:show 4"], id="asked for"
        ),
        pytest.param(
            "class Shop(Sanic): ...\nShop('own').add_route(show, '/a')",
            ["GET /a shop:show 4"],
            id="application of a class of the project",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), program.unresolved) == (expected, ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("app.static('/s', '/srv')", id="static files"),
        pytest.param("@app.middleware('request')\nasync def m(request): ...", id="middleware"),
        pytest.param("@app.signal('a.b.c')\nasync def s(): ...", id="signal"),
        pytest.param(
            "import other\nother.add_route(show, '/a')", id="something else that has the method"
        ),
        pytest.param("bp = Blueprint('b')\napp.blueprint(bp)", id="blueprint without routes"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\napp.add_route(show, os.environ['A'])",
            "shop.py:9 Sanic route with a computed path or methods",
            id="path",
        ),
        pytest.param(
            "import os\n@app.route('/a', methods=os.environ['A'])\nasync def a(request): ...",
            "shop.py:9 Sanic route with a computed path or methods",
            id="methods",
        ),
        pytest.param(
            "import os\nbp = Blueprint('b', os.environ['A'])\nbp.add_route(show, '/a')\n"
            "app.blueprint(bp)",
            "shop.py:10 Sanic route with a computed path or methods",
            id="prefix",
        ),
        pytest.param(
            "from elsewhere import view\napp.add_route(view, '/a')",
            "shop.py:9 Sanic route whose handler is not known",
            id="handler",
        ),
        pytest.param(
            "bp = Blueprint('b')\nbp.add_route(show, '/a')",
            "shop.py:8 Sanic blueprint that nothing registers as far as is seen: "
            "its routes are left out",
            id="blueprint that nothing registers",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, unresolved_of(program)) == ((), [expected])
