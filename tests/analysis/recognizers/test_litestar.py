import pytest

from tests.analysis.programs import entry_points_of, program_of_one, unresolved_of

PRELUDE = """\
from litestar import Controller, HttpMethod, Litestar, Router, get, post, route, websocket
@get("/a/{key:int}")
async def show(key: int) -> str: ...
class Orders(Controller):
    path = "/orders"
    @get()
    async def all(self) -> str: ...
    @post("/new")
    async def add(self) -> str: ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "app = Litestar(route_handlers=[show])", ["GET /a/{key} shop:show 3"], id="handler"
        ),
        pytest.param(
            "app = Litestar([show], path='/api/')", ["GET /api/a/{key} shop:show 3"], id="path"
        ),
        pytest.param(
            "app = Litestar([Orders])",
            ["GET /orders shop:Orders.all 7", "POST /orders/new shop:Orders.add 9"],
            id="controller",
        ),
        pytest.param(
            "class Own(Orders):\n    path = '/own'\napp = Litestar([Own])\n"
            "other = Litestar([Orders])",
            [
                "GET /orders shop:Orders.all 7",
                "GET /own shop:Orders.all 7",
                "POST /orders/new shop:Orders.add 9",
                "POST /own/new shop:Orders.add 9",
            ],
            id="inherited handlers",
        ),
        pytest.param(
            "inner = Router(path='/inner', route_handlers=[show])\n"
            "outer = Router('/outer', route_handlers=[inner])\nouter.register(Orders)\n"
            "app = Litestar(route_handlers=[outer])",
            [
                "GET /outer/inner/a/{key} shop:show 3",
                "GET /outer/orders shop:Orders.all 7",
                "POST /outer/orders/new shop:Orders.add 9",
            ],
            id="routers",
        ),
        pytest.param(
            "app = Litestar()\napp.register(show)", ["GET /a/{key} shop:show 3"], id="register"
        ),
        pytest.param(
            "@route(['/b', '/c'], http_method=[HttpMethod.PUT, 'patch'])\n"
            "async def many() -> None: ...\napp = Litestar([many])",
            [
                "PATCH /b shop:many 11",
                "PATCH /c shop:many 11",
                "PUT /b shop:many 11",
                "PUT /c shop:many 11",
            ],
            id="several paths and methods",
        ),
        pytest.param(
            "@websocket('/ws')\nasync def talk(socket) -> None: ...\napp = Litestar([talk])",
            ["websocket /ws shop:talk 11"],
            id="websocket",
        ),
        pytest.param(
            "async def plain() -> None: ...\napp = Litestar([get('/p')(plain)])",
            ["GET /p shop:plain 10"],
            id="decorator that is called",
        ),
        pytest.param(
            "handlers = []\nhandlers.append(show)\nhandlers += [Orders]\napp = Litestar(handlers)",
            [
                "GET /a/{key} shop:show 3",
                "GET /orders shop:Orders.all 7",
                "POST /orders/new shop:Orders.add 9",
            ],
            id="list put together",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert entry_points_of(program_of_one(PRELUDE + source)) == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "from litestar.static_files import create_static_files_router as files\n"
            "app = Litestar([show, Orders, files(path='/s', directories=['s'])])",
            id="static files",
        ),
        pytest.param(
            "async def f(client):\n    await client.get('/a')\napp = Litestar([show, Orders])",
            id="something else that has the method",
        ),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (len(program.entry_points), program.unresolved) == (3, ())


LEFT_OUT = "Litestar handler that nothing registers as far as is seen: it is left out"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\n@get(os.environ['A'])\nasync def a() -> None: ...\n"
            "app = Litestar([show, Orders, a])",
            ["shop.py:11 Litestar handler with a computed path or method"],
            id="path",
        ),
        pytest.param(
            "import os\napp = Litestar([show, Orders], path=os.environ['A'])",
            [
                "shop.py:2 Litestar handler with a computed path or method",
                "shop.py:6 Litestar handler with a computed path or method",
                "shop.py:8 Litestar handler with a computed path or method",
            ],
            id="prefix",
        ),
        pytest.param(
            "from elsewhere import handlers\n"
            "app = Litestar([Router('/r', route_handlers=handlers), show, Orders])",
            ["shop.py:11 Litestar route handlers that are not known"],
            id="list",
        ),
        pytest.param(
            "app = Litestar([Orders])",
            [f"shop.py:2 {LEFT_OUT}"],
            id="handler that nothing registers",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    assert unresolved_of(program_of_one(PRELUDE + source)) == expected
