"""Starlette: lists of routes, mounts, endpoints that are classes."""

import pytest

from tests.analysis.programs import entry_points_of, program_of_one, unresolved_of

PRELUDE = """\
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint, WebSocketEndpoint
from starlette.routing import Host, Mount, Route, Router, WebSocketRoute
def show(request): ...
class Things(HTTPEndpoint):
    def get(self, request): ...
    async def post(self, request): ...
class Live(WebSocketEndpoint):
    async def on_receive(self, websocket, data): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "app = Starlette(routes=[Route('/a/{key:int}', show)])",
            ["GET /a/{key} shop:show 4"],
            id="route",
        ),
        pytest.param(
            "app = Starlette(True, [Route('/a', endpoint=show, methods=['POST', 'PUT'])])",
            ["POST /a shop:show 4", "PUT /a shop:show 4"],
            id="methods",
        ),
        pytest.param(
            "app = Starlette(routes=[Route('/a', Things)])",
            ["GET /a shop:Things.get 6", "POST /a shop:Things.post 7"],
            id="class",
        ),
        pytest.param(
            "app = Starlette()\napp.add_route('/a', Things)\n@app.route('/b')\n"
            "class More(Things):\n    def put(self, request): ...",
            [
                "GET /a shop:Things.get 6",
                "GET /b shop:Things.get 6",
                "POST /a shop:Things.post 7",
                "POST /b shop:Things.post 7",
                "PUT /b shop:More.put 14",
            ],
            id="class, inherited methods",
        ),
        pytest.param(
            "class Raw:\n    async def __call__(self, scope, receive, send): ...\n"
            "app = Starlette(routes=[Route('/a', Raw)])",
            ["ANY /a shop:Raw 10"],
            id="class that is an ASGI application",
        ),
        pytest.param(
            "app = Starlette(routes=[WebSocketRoute('/a', Live), WebSocketRoute('/b', show)])",
            ["websocket /a shop:Live 8", "websocket /b shop:show 4"],
            id="websockets",
        ),
        pytest.param(
            "api = [Route('/a', show)]\n"
            "app = Starlette(routes=[Mount('/v1/', routes=[Mount('/api', routes=api)])])",
            ["GET /v1/api/a shop:show 4"],
            id="mounted lists",
        ),
        pytest.param(
            "api = Router(routes=[Route('/a', show)])\nmore = Router([Route('/b', show)])\n"
            "app = Starlette(routes=[Mount('/v1', app=api), Host('x.org', more)])",
            ["GET /b shop:show 4", "GET /v1/a shop:show 4"],
            id="mounted routers",
        ),
        pytest.param(
            "routes = [Route('/a', show)]\nroutes.append(Route('/b', show))\n"
            "routes += [Route('/c', show)]\napp = Starlette(routes=routes)",
            ["GET /a shop:show 4", "GET /b shop:show 4", "GET /c shop:show 4"],
            id="list that grows",
        ),
        pytest.param(
            "app = Starlette()\napp.routes.append(Route('/a', show))\n"
            "app.router.routes.insert(0, Mount('/m', routes=[Route('/b', show)]))\n"
            "app.routes.extend([Route('/c', show)])",
            ["GET /a shop:show 4", "GET /c shop:show 4", "GET /m/b shop:show 4"],
            id="routes that are added to the list of the application",
        ),
        pytest.param(
            "from fastapi import FastAPI\nfrom fastapi.routing import APIRoute\n"
            "other = Router([Route('/b', show)])\n"
            "app = FastAPI(routes=[APIRoute('/a', show), *[Route('/c', show)]])\n"
            "app.routes.extend(other.routes)",
            ["GET /a shop:show 4", "GET /b shop:show 4", "GET /c shop:show 4"],
            id="FastAPI",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert entry_points_of(program_of_one(PRELUDE + source)) == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("routes = [Route('/a', show)]", id="a list that nobody takes"),
        pytest.param(
            "from starlette.staticfiles import StaticFiles\n"
            "app = Starlette(routes=[Mount('/s', StaticFiles(directory='s'))])",
            id="static files",
        ),
        pytest.param("class App:\n    routes = []\nApp().routes.append(1)", id="other routes"),
    ],
)
def test_ignores(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), unresolved_of(program)) == ([], [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\napp = Starlette(routes=[Route(os.environ['P'], show)])",
            ["shop.py:11 FastAPI route with a computed path or methods"],
            id="computed path",
        ),
        pytest.param(
            "import plugins\napp = Starlette(routes=[Mount('/p', plugins.app)])",
            ["shop.py:11 ASGI application that is not read is mounted"],
            id="application of another package",
        ),
        pytest.param(
            "import plugins\napp = Starlette(routes=[*plugins.routes, Route('/a', plugins.show)])",
            [
                "shop.py:11 FastAPI route whose endpoint is not known",
                "shop.py:11 Starlette list of routes that is not known in full",
            ],
            id="routes of another package",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), unresolved_of(program)) == ([], expected)
