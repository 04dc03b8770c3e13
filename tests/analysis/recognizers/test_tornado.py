import pytest

from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from tests.analysis.programs import entry_points_of, program_of, program_of_one, unresolved_of

PRELUDE = """\
from tornado import routing, web, websocket
class Show(web.RequestHandler):
    def get(self, key=None): ...
    async def post(self, key=None): ...
"""
TRAITS = """\
from traitlets import Unicode, default
from traitlets.config import Application
class Prefix(Unicode): ...
class Hub(Application):
    prefix = {}
    def start(self):
        web.Application([(self.prefix + '/a', Show)])
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "web.Application([(r'/a', Show)])",
            ["GET /a shop:Show.get 3", "POST /a shop:Show.post 4"],
            id="tuples",
        ),
        pytest.param(
            r"app = web.Application(handlers=[(r'^/a/(\d+)\.json/?$', Show, dict(db=1), 'a')])",
            ["GET /a/{key}.json shop:Show.get 3", "POST /a/{key}.json shop:Show.post 4"],
            id="pattern, named after the parameter",
        ),
        pytest.param(
            "web.Application([(r'(.*)', Show)])",
            ["GET /{key} shop:Show.get 3", "POST /{key} shop:Show.post 4"],
            id="pattern of everything",
        ),
        pytest.param(
            "web.Application([web.url(r'/a/(?P<id>.+)', Show, name='a')], debug=True)",
            ["GET /a/{id} shop:Show.get 3", "POST /a/{id} shop:Show.post 4"],
            id="url",
        ),
        pytest.param(
            TRAITS.format("Unicode('/hub').tag(config=True)"),
            ["GET /hub/a shop:Show.get 3", "POST /hub/a shop:Show.post 4"],
            id="a prefix that may be configured",
        ),
        pytest.param(
            TRAITS.format("Prefix()\n    @default('prefix')\n    def _p(self): return '/x'"),
            ["GET /x/a shop:Show.get 3", "POST /x/a shop:Show.post 4"],
            id="a prefix whose default a method computes",
        ),
        pytest.param(
            TRAITS.format("Prefix('/y')\n    def _prefix_default(self): return load()"),
            ["GET /y/a shop:Show.get 3", "POST /y/a shop:Show.post 4"],
            id="a default that a method computes of what is not known",
        ),
        pytest.param(
            TRAITS.format("Unicode('/z')").replace(
                "        web", "        if self.prefix != '/z':\n            return\n        web"
            ),
            ["GET /z/a shop:Show.get 3", "POST /z/a shop:Show.post 4"],
            id="what may be configured decides nothing",
        ),
        pytest.param(
            "web.Application([('(.*)', Show)])",
            ["GET /{key} shop:Show.get 3", "POST /{key} shop:Show.post 4"],
            id="everything",
        ),
        pytest.param(
            "web.Application([web.URLSpec('/a', Show)])",
            ["GET /a shop:Show.get 3", "POST /a shop:Show.post 4"],
            id="URLSpec",
        ),
        pytest.param(
            "class Own(Show):\n    def delete(self): ...\nweb.Application([('/a', Own)])",
            [
                "DELETE /a shop:Own.delete 6",
                "GET /a shop:Show.get 3",
                "POST /a shop:Show.post 4",
            ],
            id="inherited methods",
        ),
        pytest.param(
            "class Any(web.RequestHandler):\n    def _execute(self): ...\n"
            "web.Application([('/a', Any)])",
            ["ANY /a shop:Any 5"],
            id="class without methods of HTTP",
        ),
        pytest.param(
            "class Talk(websocket.WebSocketHandler):\n    def on_message(self, m): ...\n"
            "web.Application([('/ws', Talk)])",
            ["websocket /ws shop:Talk 5"],
            id="websocket",
        ),
        pytest.param(
            "class Shop(web.Application):\n    def __init__(self):\n"
            "        handlers = [('/a', Show)]\n        super().__init__(handlers, debug=True)\n"
            "Shop()",
            ["GET /a shop:Show.get 3", "POST /a shop:Show.post 4"],
            id="application of a class of the project",
        ),
        pytest.param(
            "class Shop(web.Application):\n    def __init__(self):\n"
            "        web.Application.__init__(self, [('/a', Show)])",
            ["GET /a shop:Show.get 3", "POST /a shop:Show.post 4"],
            id="application that nothing makes",
        ),
        pytest.param(
            "app = web.Application()\napp.add_handlers(r'shop\\.example', [('/a', Show)])",
            ["GET /a shop:Show.get 3", "POST /a shop:Show.post 4"],
            id="handlers of a host",
        ),
        pytest.param(
            "web.Application([(routing.HostMatches('shop'), [('/a', Show)])])",
            ["GET /a shop:Show.get 3", "POST /a shop:Show.post 4"],
            id="matcher of a host",
        ),
        pytest.param(
            "inner = web.Application([('/a', Show)])\n"
            "routing.RuleRouter([routing.Rule(routing.PathMatches('/a.*'), inner),\n"
            "    routing.Rule(routing.PathMatches('/b'), Show)])",
            [
                "GET /a shop:Show.get 3",
                "GET /b shop:Show.get 3",
                "POST /a shop:Show.post 4",
                "POST /b shop:Show.post 4",
            ],
            id="rules",
        ),
        pytest.param(
            "import re\nweb.Application([(re.compile('/a'), Show)])",
            ["GET /a shop:Show.get 3", "POST /a shop:Show.post 4"],
            id="compiled pattern",
        ),
        pytest.param(
            "web.Application([('/a', 'shop.Show')])",
            ["GET /a shop:Show.get 3", "POST /a shop:Show.post 4"],
            id="handler by name",
        ),
        pytest.param(
            "BASE = '/api'\nhandlers = []\nfor path, handler in [('/a', Show)]:\n"
            "    handlers.append((BASE + path, handler))\nweb.Application(handlers)",
            ["GET /api/a shop:Show.get 3", "POST /api/a shop:Show.post 4"],
            id="prefix put before a list",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), program.unresolved) == (expected, ())


def test_a_route_says_where_it_comes_from() -> None:
    program = program_of(
        {
            "shop.py": "import tornado.web\nfrom admin import handlers\n"
            "def make():\n    return tornado.web.Application([*handlers])\nmake()",
            "admin.py": "from tornado.web import RequestHandler, url\n"
            "class Show(RequestHandler):\n    def get(self): ...\n"
            "handlers = [url('/a/(.*)', Show, name='show')]",
        }
    )
    assert program.entry_points == (
        EntryPoint(
            HttpRoute("GET", "/a/{arg1}", "/a/(.*)"),
            "admin:Show.get",
            Location("admin.py", 3),
            "tornado",
            "show",
            (Location("admin.py", 4), Location("shop.py", 4)),
            ("GET",),
        ),
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("web.Application()", id="no handlers"),
        pytest.param("web.Application(None, debug=True)", id="none yet"),
        pytest.param("handlers = [('/a', Show)]", id="list that nothing is given"),
        pytest.param(
            "web.Application([('/s/(.*)', web.StaticFileHandler, {'path': '.'})])",
            id="static files",
        ),
        pytest.param("web.Application([('/', web.RedirectHandler)])", id="redirect"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\nweb.Application([(os.environ['A'], Show)])",
            "shop.py:6 Tornado handler with a computed pattern",
            id="pattern",
        ),
        pytest.param(
            "def make(show):\n    web.Application([('/a', show)])",
            "shop.py:6 Tornado handler that is not known",
            id="handler",
        ),
        pytest.param(
            "web.Application([('/a', 'elsewhere.Show')])",
            "shop.py:5 Tornado handler that is not known",
            id="handler by the name of another package",
        ),
        pytest.param(
            "def make(handlers):\n    web.Application(handlers)",
            "shop.py:6 Tornado handlers that are not known",
            id="list",
        ),
        pytest.param(
            "from elsewhere import handlers\nweb.Application([*handlers])",
            "shop.py:6 Tornado handlers that are not known",
            id="list with another inside",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, unresolved_of(program)) == ((), [expected])
