"""FastAPI: routes of applications and routers."""

from textwrap import dedent

import pytest

from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from tests.analysis.programs import entry_points_of, program_of, program_of_one, unresolved_of

PRELUDE = (
    "from fastapi import APIRouter, Depends, FastAPI\n"
    "app = FastAPI()\nr = APIRouter(prefix='/r')\ndef show(): ...\n"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('@app.get("/a")\ndef a(): ...', ["GET /a shop:a 6"], id="get"),
        pytest.param('@app.post("/a")\nasync def a(): ...', ["POST /a shop:a 6"], id="post"),
        pytest.param('@app.put("/a")\ndef a(): ...', ["PUT /a shop:a 6"], id="put"),
        pytest.param('@app.patch("/a")\ndef a(): ...', ["PATCH /a shop:a 6"], id="patch"),
        pytest.param('@app.delete("/a")\ndef a(): ...', ["DELETE /a shop:a 6"], id="delete"),
        pytest.param(
            "class Settings:\n    def get(self, key): ...\n"
            'api = FastAPI(settings=Settings())\n@api.get("/a")\ndef a(): ...',
            ["GET /a shop:a 9"],
            id="an application is not what it is given",
        ),
        pytest.param(
            "from cadwyn import Cadwyn, VersionedAPIRouter\nv = VersionedAPIRouter(prefix='/v')\n"
            "api = Cadwyn(versions=())\n@v.get('/a')\ndef a(): ...\n"
            "api.generate_and_include_versioned_routers(v)\napp.mount('/api', api)",
            ["GET /api/v/a shop:a 9"],
            id="versions of Cadwyn",
        ),
        pytest.param('@app.trace("/a")\ndef a(): ...', ["TRACE /a shop:a 6"], id="trace"),
        pytest.param(
            '@app.options("/a")\ndef a(): ...',
            ["OPTIONS /a shop:a 6"],
            id="options, which FastAPI does not answer by itself",
        ),
        pytest.param(
            '@app.api_route("/a", methods=["GET", "HEAD", "post"])\ndef a(): ...',
            ["GET /a shop:a 6", "POST /a shop:a 6"],
            id="api_route with methods",
        ),
        pytest.param('@app.api_route("/a")\ndef a(): ...', ["GET /a shop:a 6"], id="api_route"),
        pytest.param('@app.route("/a")\ndef a(r): ...', ["GET /a shop:a 6"], id="route"),
        pytest.param(
            '@app.get(path="/a/{key}/{rest:path}")\ndef a(): ...',
            ["GET /a/{key}/{rest} shop:a 6"],
            id="parameters with and without converters",
        ),
        pytest.param(
            '@app.get("/a")\n@app.post("/b")\ndef a(): ...',
            ["GET /a shop:a 7", "POST /b shop:a 7"],
            id="several decorators on one function",
        ),
        pytest.param(
            'app.add_api_route("/a", show, methods=["DELETE"])',
            ["DELETE /a shop:show 4"],
            id="add_api_route",
        ),
        pytest.param(
            'app.add_route("/a", show, ["PUT"])\napp.router.add_route("/b", endpoint=show)',
            ["GET /b shop:show 4", "PUT /a shop:show 4"],
            id="add_route of the application and of its router",
        ),
        pytest.param(
            'from http import HTTPMethod\napp.add_api_route("/a", show, methods=[HTTPMethod.PUT])',
            ["PUT /a shop:show 4"],
            id="methods of the standard library",
        ),
        pytest.param(
            '@app.websocket("/a/{key:int}")\nasync def a(ws): ...',
            ["websocket /a/{key} shop:a 6"],
            id="websocket",
        ),
        pytest.param(
            '@app.websocket_route("/a")\nasync def a(ws): ...\n'
            'app.add_api_websocket_route("/b", a)\napp.add_websocket_route("/c", a)',
            ["websocket /a shop:a 6", "websocket /b shop:a 6", "websocket /c shop:a 6"],
            id="websockets in other words",
        ),
        pytest.param(
            'from enum import Enum\nclass Paths(str, Enum):\n    A = "/a"\n'
            "@app.get(Paths.A.value)\ndef a(): ...\n@app.post(Paths.A)\ndef b(): ...",
            ["GET /a shop:a 9", "POST /a shop:b 11"],
            id="paths of an enumeration",
        ),
        pytest.param(
            'V = "v1"\n@app.get(f"/{V}/a")\ndef a(): ...', ["GET /v1/a shop:a 7"], id="f-string"
        ),
        pytest.param(
            "from functools import wraps\ndef guarded(f):\n    @wraps(f)\n"
            '    async def inner(*args, **kwargs): ...\n    return inner\n@app.get("/a")\n'
            "@guarded\ndef a(): ...",
            ["GET /a shop:a 12"],
            id="below a decorator of the project",
        ),
        pytest.param(
            "class Check:\n    def __call__(self): ...\napp.add_api_route('/a', Check())",
            ["GET /a shop:Check.__call__ 6"],
            id="object that is called",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert entry_points_of(program_of_one(PRELUDE + source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@r.get('/a')\ndef a(): ...\napp.include_router(r, prefix='/v1')",
            ["GET /v1/r/a shop:a 6"],
            id="prefixes of the inclusion and of the router",
        ),
        pytest.param(
            "@r.get('')\ndef a(): ...\napp.include_router(router=r)",
            ["GET /r shop:a 6"],
            id="no path",
        ),
        pytest.param(
            "@r.get('/a')\ndef a(): ...\nfor version in ('v1', 'v2'):\n"
            "    app.include_router(r, prefix=f'/{version}')",
            ["GET /v1/r/a shop:a 6", "GET /v2/r/a shop:a 6"],
            id="included several times",
        ),
        pytest.param(
            "outer = APIRouter(prefix='/o')\n@r.websocket('/a')\ndef a(): ...\n"
            "outer.include_router(r, prefix='/p')\napp.include_router(outer, prefix='/q')",
            ["websocket /q/o/p/r/a shop:a 7"],
            id="nested",
        ),
        pytest.param(
            "@r.route('/a')\ndef a(request): ...\napp.include_router(r, prefix='/p')",
            ["GET /p/a shop:a 6"],
            id="Starlette's route does not heed the router's own prefix",
        ),
        pytest.param(
            "ROUTERS = [r]\n@r.get('/a')\ndef a(): ...\ndef create_app(routers=ROUTERS):\n"
            "    made = FastAPI()\n    for router in routers:\n"
            "        made.include_router(router)\n    return made",
            ["GET /r/a shop:a 7"],
            id="list of routers in an application factory",
        ),
        pytest.param(
            "from contextlib import asynccontextmanager\n@r.get('/a')\ndef a(): ...\n"
            "@asynccontextmanager\nasync def lifespan(app: FastAPI):\n    start(app)\n    yield\n"
            "def start(app: FastAPI):\n    app.include_router(r)\n"
            "main = FastAPI(lifespan=lifespan)",
            ["GET /r/a shop:a 7"],
            id="in the lifespan",
        ),
        pytest.param(
            "@r.get('/a')\ndef a(): ...\ndef init(app):\n    app.include_router(r)",
            ["GET /r/a shop:a 6"],
            id="the only application is handed to a function that is not seen to be called",
        ),
        pytest.param(
            "def make(kind):\n    made = APIRouter(prefix=f'/{kind}')\n"
            "    @made.get('/all')\n    def everything(): ...\n    return made\n"
            "app.include_router(make('cats'))\napp.include_router(make('dogs'))",
            [
                "GET /cats/all shop:make.everything 8",
                "GET /dogs/all shop:make.everything 8",
            ],
            id="routers that a factory makes",
        ),
        pytest.param(
            "sub = FastAPI()\n@sub.get('/a')\ndef a(): ...\napp.mount('/sub', sub)",
            ["GET /sub/a shop:a 7"],
            id="mounted application",
        ),
        pytest.param(
            "from some.middleware import Compress\nsub = FastAPI()\n@sub.get('/a')\ndef a(): ...\n"
            "app.mount('/sub/', app=Compress(sub, level=3))",
            ["GET /sub/a shop:a 8"],
            id="mounted below middleware",
        ),
        pytest.param(
            "class Admin(APIRouter):\n    def __init__(self, prefix='', **options):\n"
            "        super().__init__(prefix='/admin' + prefix, **options)\n"
            "admin = Admin(prefix='/b')\n@admin.get('/a')\ndef a(): ...\n"
            "app.include_router(admin)",
            ["GET /admin/b/a shop:a 10"],
            id="subclass that computes its prefix",
        ),
        pytest.param(
            "class Pages(APIRouter):\n    def __init__(self):\n        super().__init__()\n"
            "        self.add_api_route('/a', self.show)\n    def show(self): ...\n"
            "app.include_router(Pages(), prefix='/p')",
            ["GET /p/a shop:Pages.show 9"],
            id="subclass that registers its own methods",
        ),
        pytest.param(
            "class Twice(APIRouter):\n    def api_route(self, path, **options):\n"
            "        if path.endswith('/'):\n            path = path[:-1]\n"
            "        one = super().api_route(path, **options)\n"
            "        other = super().api_route(path + '/', **options)\n"
            "        def decorate(f):\n            other(f)\n            return one(f)\n"
            "        return decorate\nt = Twice(prefix='/t')\n@t.get('/a/')\ndef a(): ...\n"
            "@t.post('/b')\ndef b(): ...\napp.include_router(t)",
            [
                "GET /t/a shop:a 17",
                "GET /t/a/ shop:a 17",
                "POST /t/b shop:b 19",
                "POST /t/b/ shop:b 19",
            ],
            id="subclass whose api_route registers two paths",
        ),
        pytest.param(
            "class Versioned(APIRouter):\n    def add_api_route(self, path, view, **options):\n"
            "        super().add_api_route(f'/v1{path}', view, **options)\n"
            "v = Versioned()\n@v.get('/a')\ndef a(): ...\n@v.api_route('/b', methods=['PUT'])\n"
            "def b(): ...\n@v.websocket('/c')\ndef c(): ...\napp.include_router(v)",
            ["GET /v1/a shop:a 10", "PUT /v1/b shop:b 12", "websocket /c shop:c 14"],
            id="subclass whose add_api_route changes the path",
        ),
        pytest.param(
            "class Slashed(APIRouter):\n    def get(self, path, **options):\n"
            "        return super().get(path + '/', **options)\n"
            "s = Slashed()\n@s.get('/a')\ndef a(): ...\napp.include_router(s)",
            ["GET /a/ shop:a 10"],
            id="subclass with a decorator of its own",
        ),
        pytest.param(
            "from fastapi_utils.cbv import cbv\n@cbv(r)\nclass Things:\n    @r.get('/a')\n"
            "    def a(self): ...\n    @r.post('/a')\n    def b(self): ...\napp.include_router(r)",
            ["GET /r/a shop:Things.a 9", "POST /r/a shop:Things.b 11"],
            id="class-based view",
        ),
    ],
)
def test_follows_routers(source: str, expected: list[str]) -> None:
    assert entry_points_of(program_of_one(PRELUDE + source)) == expected


def test_says_where_and_as_what_a_route_is_registered() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/app.py": (
            "from fastapi import FastAPI\nfrom shop.orders import router\n"
            "def include(app):\n    app.include_router(router, prefix='/v1')\n"
            "app = FastAPI()\ninclude(app)\n"
        ),
        "shop/orders.py": (
            "from fastapi import APIRouter\nrouter = APIRouter()\n"
            "@router.api_route('/{key:int}', methods=['GET', 'PUT'], name='order')\n"
            "def show(key): ...\n"
        ),
    }
    assert program_of(files).entry_points == tuple(
        EntryPoint(
            HttpRoute(method, "/v1/{key}", "/v1/{key:int}"),
            "shop.orders:show",
            Location("shop/orders.py", 4),
            "fastapi",
            "order",
            (
                Location("shop/orders.py", 3),
                Location("shop/app.py", 4),
                Location("shop/app.py", 6),
            ),
            ("GET", "PUT"),
        )
        for method in ("GET", "PUT")
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("@app.middleware('http')\ndef x(r, n): ...", id="middleware"),
        pytest.param("@app.on_event('startup')\ndef x(): ...", id="event"),
        pytest.param("@app.exception_handler(404)\ndef x(r, e): ...", id="exception handler"),
        pytest.param(
            "from fastapi.staticfiles import StaticFiles\n"
            "app.mount('/s', StaticFiles(directory='s'))",
            id="static files",
        ),
        pytest.param(
            "from fastapi.testclient import TestClient\nTestClient(app).get('/x')",
            id="test client",
        ),
        pytest.param("import httpx\nhttpx.get('/x')", id="HTTP client"),
        pytest.param(
            "class Router:\n    def get(self, p):\n        return lambda f: f\n"
            "q = Router()\n@q.get('/x')\ndef x(): ...",
            id="a router of the project's own",
        ),
    ],
)
def test_ignores(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), unresolved_of(program)) == ([], [])


COMPUTED = "FastAPI route with a computed path or methods"
STRANGER = "FastAPI router that is not the project's is included: its routes are not read"
UNREGISTERED = "FastAPI router that nothing includes as far as is seen: its routes are left out"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@r.get('/a')\ndef a(): ...\n@r.get('/b')\ndef b(): ...",
            [f"shop.py:3 {UNREGISTERED}"],
            id="router that nobody includes, once for all its routes",
        ),
        pytest.param(
            "import os\n@app.get(os.environ['P'])\ndef a(): ...",
            [f"shop.py:6 {COMPUTED}"],
            id="computed path",
        ),
        pytest.param(
            "import os\n@app.api_route('/a', methods=os.environ['M'])\ndef a(): ...",
            [f"shop.py:6 {COMPUTED}"],
            id="computed methods",
        ),
        pytest.param(
            "import os\n@r.get('/a')\ndef a(): ...\napp.include_router(r, prefix=os.environ['P'])",
            [f"shop.py:6 {COMPUTED}"],
            id="computed prefix",
        ),
        pytest.param(
            "other = FastAPI()\n@r.get('/a')\ndef a(): ...\ndef init(app):\n"
            "    app.include_router(r)",
            [f"shop.py:6 {COMPUTED}"],
            id="included in one of several applications, unknown in which",
        ),
        pytest.param(
            "import plugins\napp.add_api_route('/a', plugins.view)",
            ["shop.py:6 FastAPI route whose endpoint is not known"],
            id="endpoint of another package",
        ),
        pytest.param(
            "import plugins\napp.include_router(plugins.router)",
            [f"shop.py:6 {STRANGER}"],
            id="router of another package",
        ),
        pytest.param(
            "import socketio\napp.mount('/ws', socketio.ASGIApp(socketio.AsyncServer()))",
            ["shop.py:6 ASGI application that is not read is mounted"],
            id="application of another package",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), unresolved_of(program)) == ([], expected)


def test_follows_a_router_of_the_project_for_as_many_routes_as_there_are() -> None:
    routes = "".join(f"@s.get('/a{n}')\ndef a{n}(): ...\n" for n in range(60))
    source = (
        "class Slashed(APIRouter):\n    def api_route(self, path, **options):\n"
        "        return super().api_route(path + '/', **options)\n"
        f"s = Slashed()\n{routes}app.include_router(s)"
    )
    assert len(entry_points_of(program_of_one(PRELUDE + source))) == 60


HOOKS = """\
from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, Security
def session(): ...
def user(db=Depends(session)): ...
class Page:
    def __init__(self, size: int = 10): ...
def audit(): ...
def limit(): ...
def quota(): ...
app = FastAPI(dependencies=[Depends(limit)])
r = APIRouter(dependencies=[Depends(audit)])
@r.get("/a", dependencies=[Depends(quota)])
def a(
    who: Annotated[str, Security(user, scopes=["x"])],
    page: Page = Depends(Page),
): ...
@app.get("/b")
def b(): ...
app.include_router(r, dependencies=[Depends(session)])
"""


def test_names_the_dependencies_that_run_around_a_route() -> None:
    found = {point.label: point.hooks for point in program_of_one(HOOKS).entry_points}
    assert found == {
        "GET /a": (
            "shop:Page.__init__",
            "shop:audit",
            "shop:limit",
            "shop:quota",
            "shop:session",
            "shop:user",
        ),
        "GET /b": ("shop:limit",),
    }


SPELLED = """
from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI
def db(): ...
def user(): ...
class Page:
    def __init__(self, size: int = 10): ...
Db = Annotated[str, Depends(db)]
Paged = Annotated[Page, Depends()]
app = FastAPI()
"""


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param("db: Db", ("shop:db",), id="alias"),
        pytest.param("db: 'Db', u=Depends(user)", ("shop:db", "shop:user"), id="alias in quotes"),
        pytest.param("page: Paged", ("shop:Page.__init__",), id="alias of a class"),
        pytest.param("page: Page = Depends()", ("shop:Page.__init__",), id="class of a default"),
        pytest.param(
            "page: Annotated[Page, Depends()]",
            ("shop:Page.__init__",),
            id="class of an annotation",
        ),
        pytest.param("page: Page", (), id="plain annotation"),
        pytest.param("page: Unknown", (), id="unknown annotation"),
    ],
)
def test_dependencies_in_each_spelling(parameters: str, expected: tuple[str, ...]) -> None:
    (point,) = program_of_one(f"{SPELLED}@app.get('/')\ndef a({parameters}): ...").entry_points
    assert point.hooks == expected


AROUND = """
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
class Timer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next): ...
class Raw:
    def __init__(self, app): ...
    async def __call__(self, scope, receive, send): ...
class Rawer(Raw): ...
def missing(request, error): ...
def broken(request, error): ...
app = FastAPI(middleware=[Middleware(Rawer, level=1)], exception_handlers={404: missing})
app.add_middleware(Timer)
app.add_exception_handler(ValueError, handler=broken)
@app.middleware("http")
async def count(request, call_next): ...
@app.exception_handler(KeyError)
async def odd(request, error): ...
@app.on_event("startup")
def start(): ...
@app.get("/")
def a(): ...
"""


def test_names_middleware_and_exception_handlers() -> None:
    assert program_of_one(AROUND).hooks == (
        "shop:Raw.__call__",
        "shop:Timer.dispatch",
        "shop:broken",
        "shop:count",
        "shop:missing",
        "shop:odd",
    )


def test_a_prefix_of_the_environment_is_given_with_its_default() -> None:
    source = (
        "import os\n@r.get('/a')\ndef a(): ...\n"
        "app.include_router(r, prefix=os.getenv('PREFIX', '/api'))"
    )
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), unresolved_of(program)) == (
        ["GET /api/r/a shop:a 7"],
        ["shop.py:8 FastAPI prefix that the environment may change: given with its default"],
    )


def test_an_application_that_others_may_mount_is_served_by_itself() -> None:
    source = """\
        from fastapi import FastAPI
        own = FastAPI()
        @own.get("/a")
        def a(): ...
        def mount(app: FastAPI, path="/own"):
            app.mount(path, own)
        """
    served = program_of_one(source)
    mounted = program_of_one(dedent(source) + "mount(FastAPI())\n")

    assert entry_points_of(served) == ["GET /a shop:a 4"]
    assert entry_points_of(mounted) == ["GET /own/a shop:a 4"]
