import pytest

from tests.analysis.programs import entry_points_of, program_of_one, unresolved_of

PRELUDE = "import bottle\ndef show(key=None): ...\napp = bottle.Bottle()\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@app.route('/a/<name>')\ndef a(name): ...", ["GET /a/{name} shop:a 5"], id="route"
        ),
        pytest.param(
            "@app.route('/a', method=['POST', 'put'])\ndef a(): ...",
            ["POST /a shop:a 5", "PUT /a shop:a 5"],
            id="list of methods",
        ),
        pytest.param("@app.route('/a', 'ANY')\ndef a(): ...", ["ANY /a shop:a 5"], id="any"),
        pytest.param("@app.post('/a')\ndef a(): ...", ["POST /a shop:a 5"], id="shortcut"),
        pytest.param(
            "@bottle.get('/a')\n@bottle.route('/b')\ndef a(): ...",
            ["GET /a shop:a 6", "GET /b shop:a 6"],
            id="default application",
        ),
        pytest.param(
            "own = bottle.default_app()\n@own.get('/a')\ndef a(): ...",
            ["GET /a shop:a 6"],
            id="default application, asked for",
        ),
        pytest.param(
            "app.route(['/a', '/b'], 'PUT', show)",
            ["PUT /a shop:show 2", "PUT /b shop:show 2"],
            id="called, several paths",
        ),
        pytest.param("app.get('/a', callback=show)", ["GET /a shop:show 2"], id="callback"),
        pytest.param(
            "class Shop:\n    def __init__(self):\n"
            "        app.route('/a', callback=self.show)\n    def show(self): ...\nShop()",
            ["GET /a shop:Shop.show 7"],
            id="method of an object",
        ),
        pytest.param(
            "class Shop(bottle.Bottle):\n    def __init__(self):\n        super().__init__()\n"
            "        self.route('/a', callback=self.show)\n    def show(self): ...\nShop()",
            ["GET /a shop:Shop.show 8"],
            id="application of a class of the project",
        ),
        pytest.param(
            "@app.route()\ndef a__b(x, y=1): ...",
            ["GET /a/b/{x} shop:a__b 5", "GET /a/b/{x}/{y} shop:a__b 5"],
            id="path of the signature",
        ),
        pytest.param("@app.route\ndef a(): ...", ["GET /a shop:a 5"], id="bare decorator"),
        pytest.param(
            "@app.get('/<a:int>/<b:re:[a-z]+>/<c:path>')\n@bottle.view('a')\ndef a(): ...",
            ["GET /{a}/{b}/{c} shop:a 6"],
            id="filters",
        ),
        pytest.param(
            "@app.get('/a/:b/:c#[0-9]+#')\ndef a(): ...",
            ["GET /a/{b}/{c} shop:a 5"],
            id="wildcards of old",
        ),
        pytest.param(
            "app.add_route(bottle.Route(app, '/a', 'GET', show))",
            ["GET /a shop:show 2"],
            id="route object",
        ),
        pytest.param(
            "root = bottle.Bottle()\nroot.mount('/shop/', app)\napp.get('/a', callback=show)",
            ["GET /shop/a shop:show 2"],
            id="mounted",
        ),
        pytest.param(
            "bottle.mount('/shop', app)\napp.get('/a', callback=show)",
            ["GET /shop/a shop:show 2"],
            id="mounted on the default application",
        ),
        pytest.param(
            "root = bottle.Bottle()\nroot.merge(app)\napp.get('/a', callback=show)\n"
            "other = bottle.Bottle()\nroot.merge(other.routes)\nother.get('/b', callback=show)",
            ["GET /a shop:show 2", "GET /b shop:show 2"],
            id="merged",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), program.unresolved) == (expected, ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("@app.error(404)\ndef a(e): ...", id="page of an error"),
        pytest.param("@app.hook('before_request')\ndef a(): ...", id="hook"),
        pytest.param("other.route('/a', callback=show)", id="something else that has the method"),
        pytest.param("bottle.run(app)", id="a plain call"),
        pytest.param("from wsgi import other\napp.mount('/a', other)", id="another"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\n@app.get(os.environ['A'])\ndef a(): ...",
            "shop.py:5 Bottle route with a computed path or method",
            id="path",
        ),
        pytest.param(
            "import os\n@app.route('/a', os.environ['A'])\ndef a(): ...",
            "shop.py:5 Bottle route with a computed path or method",
            id="method",
        ),
        pytest.param(
            "import os\nbottle.mount(os.environ['A'], app)\napp.get('/a', callback=show)",
            "shop.py:6 Bottle route with a computed path or method",
            id="prefix",
        ),
        pytest.param(
            "from elsewhere import view\napp.get('/a', callback=view)",
            "shop.py:5 Bottle route whose callback is not known",
            id="callback",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, unresolved_of(program)) == ((), [expected])
