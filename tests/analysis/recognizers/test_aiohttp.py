import pytest

from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from tests.analysis.programs import (
    entry_points_of,
    program_of,
    program_of_one,
    unresolved_of,
)

PRELUDE = "from aiohttp import web\nasync def show(request): ...\napp = web.Application()\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "app.router.add_get('/a/{name}', show)",
            ["GET /a/{name} shop:show 2"],
            id="add_get",
        ),
        pytest.param("app.router.add_post('/a', show)", ["POST /a shop:show 2"], id="add_post"),
        pytest.param(
            "app.router.add_route('delete', '/a', show)", ["DELETE /a shop:show 2"], id="add_route"
        ),
        pytest.param(
            "app.router.add_route('*', path='/a', handler=show)",
            ["ANY /a shop:show 2"],
            id="every method",
        ),
        pytest.param(
            r"app.router.add_get(r'/a/{key:\d{2}}/{rest:.*}', show)",
            ["GET /a/{key}/{rest} shop:show 2"],
            id="variable with an expression",
        ),
        pytest.param(
            "resource = app.router.add_resource('/a')\nresource.add_route('GET', show)\n"
            "resource.add_route('*', show)",
            ["ANY /a shop:show 2", "GET /a shop:show 2"],
            id="add_resource",
        ),
        pytest.param(
            "app.add_routes([web.get('/a', show), web.post('/a', show), "
            "web.route('PURGE', '/a', show)])",
            ["GET /a shop:show 2", "POST /a shop:show 2", "PURGE /a shop:show 2"],
            id="list of routes",
        ),
        pytest.param(
            "app.router.add_routes([web.put('/a', show), web.static('/s', '.')])",
            ["PUT /a shop:show 2"],
            id="list of routes given to the router",
        ),
        pytest.param(
            "ROUTES = [('/a', show), ('/b', show)]\n"
            "app.add_routes([web.get(path, view) for path, view in ROUTES])",
            ["GET /a shop:show 2", "GET /b shop:show 2"],
            id="list made of a table",
        ),
        pytest.param(
            "routes = web.RouteTableDef()\n@routes.get('/a')\nasync def a(request): ...\n"
            "@routes.route('PUT', '/b')\nasync def b(request): ...\napp.add_routes(routes)",
            ["GET /a shop:a 6", "PUT /b shop:b 8"],
            id="table of decorators",
        ),
        pytest.param(
            "routes = web.RouteTableDef()\n@routes.view('/a')\nclass A(web.View):\n"
            "    async def get(self): ...\n    async def post(self): ...\n"
            "app.add_routes(routes)",
            ["GET /a shop:A.get 7", "POST /a shop:A.post 8"],
            id="class in a table of decorators",
        ),
        pytest.param(
            "class Base(web.View):\n    async def get(self): ...\nclass A(Base): ...\n"
            "app.router.add_view('/a', A)",
            ["GET /a shop:Base.get 5"],
            id="class with an inherited method",
        ),
        pytest.param(
            "class A(web.View):\n    async def get(self): ...\n    async def put(self): ...\n"
            "app.add_routes([web.view('/a', A), web.get('/b', A)])",
            ["GET /a shop:A.get 5", "GET /b shop:A.get 5", "PUT /a shop:A.put 6"],
            id="class in a list",
        ),
        pytest.param(
            "class Shop:\n    async def show(self, request): ...\n"
            "app.router.add_get('/a', Shop().show)",
            ["GET /a shop:Shop.show 5"],
            id="method of an object",
        ),
        pytest.param(
            "from functools import partial\napp.router.add_get('/a', partial(show, key=1))",
            ["GET /a shop:show 2"],
            id="partial",
        ),
        pytest.param(
            "from cache import cached\napp.router.add_get('/a', cached(show))",
            ["GET /a shop:show 2"],
            id="wrapped on the way",
        ),
        pytest.param(
            "admin = web.Application()\nadmin.router.add_get('/a', show)\n"
            "app.add_subapp('/admin/', admin)",
            ["GET /admin/a shop:show 2"],
            id="application below another",
        ),
        pytest.param(
            "inner, middle = web.Application(), web.Application()\n"
            "inner.router.add_get('/a', show)\nmiddle.add_subapp('/inner', inner)\n"
            "app.add_subapp('/middle', middle)\napp.add_domain('shop.example', middle)",
            ["GET /inner/a shop:show 2", "GET /middle/inner/a shop:show 2"],
            id="application below two",
        ),
        pytest.param(
            "class Shop(web.Application):\n    def __init__(self):\n        super().__init__()\n"
            "        self.router.add_get('/a', self.show)\n    async def show(self, r): ...\n"
            "shop = Shop()",
            ["GET /a shop:Shop.show 8"],
            id="application of a class of the project",
        ),
        pytest.param(
            "def setup(app: web.Application):\n    app.router.add_get('/a', show)",
            ["GET /a shop:show 2"],
            id="application named by an annotation",
        ),
        pytest.param(
            "async def talk(request):\n    socket = web.WebSocketResponse()\n"
            "    await socket.prepare(request)\napp.router.add_get('/ws', talk)",
            ["websocket /ws shop:talk 4"],
            id="websocket",
        ),
        pytest.param(
            "import aiohttp_cors\ncors = aiohttp_cors.setup(app)\n"
            "cors.add(app.router.add_get('/a', show))",
            ["GET /a shop:show 2"],
            id="route handed on",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert entry_points_of(program_of_one(PRELUDE + source)) == expected


def test_a_route_says_where_it_comes_from() -> None:
    program = program_of(
        {
            "shop.py": "from aiohttp import web\nfrom admin import routes\n"
            "app = web.Application()\nsub = web.Application()\nsub.add_routes(routes)\n"
            "app.add_subapp('/admin', sub)",
            "admin.py": "from aiohttp import web\nroutes = web.RouteTableDef()\n"
            "@routes.get('/{name}')\nasync def show(request): ...",
        }
    )
    assert program.entry_points == (
        EntryPoint(
            HttpRoute("GET", "/admin/{name}", "/admin/{name}"),
            "admin:show",
            Location("admin.py", 4),
            "aiohttp",
            registered_at=(
                Location("admin.py", 3),
                Location("shop.py", 5),
                Location("shop.py", 6),
            ),
            methods=("GET",),
        ),
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("app.router.add_static('/s', '.')", id="static files"),
        pytest.param("app.on_startup.append(show)", id="signal"),
        pytest.param("class A(web.View):\n    async def get(self): ...", id="class in no route"),
        pytest.param("router.add_get('/a', show)", id="something else that has the method"),
        pytest.param("app.router.add_route('HEAD', '/a', show)", id="HEAD"),
        pytest.param("app['routes'] = [web.get('/a', show)]", id="route that nothing adds"),
        pytest.param(
            "import aiohttp\nasync def f():\n    await aiohttp.ClientSession().get('/a')",
            id="client",
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
            "import os\napp.router.add_get(os.environ['A'], show)",
            "shop.py:5 aiohttp route with a computed path or method",
            id="path",
        ),
        pytest.param(
            "import os\napp.router.add_route(os.environ['A'], '/a', show)",
            "shop.py:5 aiohttp route with a computed path or method",
            id="method",
        ),
        pytest.param(
            "import os\nsub = web.Application()\nsub.router.add_get('/a', show)\n"
            "app.add_subapp(os.environ['A'], sub)",
            "shop.py:6 aiohttp route with a computed path or method",
            id="prefix",
        ),
        pytest.param(
            "from elsewhere import view\napp.router.add_get('/a', view)",
            "shop.py:5 aiohttp route whose handler is not known",
            id="handler",
        ),
        pytest.param(
            "from elsewhere import routes\napp.add_routes(routes)",
            "shop.py:5 aiohttp routes that are not known",
            id="list",
        ),
        pytest.param(
            "routes = web.RouteTableDef()\n@routes.get('/a')\nasync def a(request): ...",
            "shop.py:4 aiohttp table that nothing adds as far as is seen: its routes are left out",
            id="table that nothing adds",
        ),
        pytest.param(
            "def routes(router):\n    router.add_get('/a', show)",
            "shop.py:5 aiohttp route of an application that is not known",
            id="router",
        ),
        pytest.param(
            "def routes(app):\n    app.router.add_get('/a', show)",
            "shop.py:5 aiohttp route of an application that is not known",
            id="router of an application",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, unresolved_of(program)) == ((), [expected])


def test_does_not_doubt_what_one_caller_makes_known() -> None:
    program = program_of_one(
        PRELUDE + "def routes(router):\n    router.add_get('/a', show)\nroutes(app.router)\n"
    )
    assert unresolved_of(program) == []


def test_leaves_alone_what_adds_something_else() -> None:
    source = "def publish(user, post):\n    user.add_post(post)\n    user.add_get('a', post)\n"
    assert unresolved_of(program_of_one(source)) == []
