"""Applications of real frameworks, in processes of their own."""

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from migrator.adapters.live_application import read_live_routes
from migrator.errors import ToolError
from migrator.model.live import LiveRoute, LiveTable


def read(
    folder: Path, source: str, application: str = "shop:app", seconds: float = 60
) -> LiveTable:
    (folder / "shop.py").write_text(dedent(source))
    return read_live_routes(
        application,
        folder,
        python=sys.executable,
        environment={"SHOP": "yes", "DJANGO_SETTINGS_MODULE": "shop"},
        seconds=seconds,
    )


FLASK = """
    import functools, os
    from flask import Blueprint, Flask
    from flask.views import MethodView

    def logged(view):
        @functools.wraps(view)
        def inner(*args):
            print("noise on standard output")
            return view(*args)
        return inner

    orders = Blueprint("orders", __name__, url_prefix="/orders")

    @orders.route("/<int:id>", methods=["GET", "PUT"])
    @logged
    def order(id): ...

    class Parts(MethodView):
        def post(self): ...

    def make():
        assert os.environ["SHOP"] == "yes"
        print("noise on standard output")
        app = Flask(__name__)
        app.register_blueprint(orders)
        app.add_url_rule("/parts", view_func=Parts.as_view("parts"))
        return app
"""


@pytest.mark.parametrize("application", ["shop:make", "shop:make()"])
def test_reads_flask_through_a_factory(tmp_path: Path, application: str) -> None:
    assert read(tmp_path, FLASK, application) == LiveTable(
        application,
        "flask",
        (
            LiveRoute("http", "GET", "/orders/<int:id>", "shop:order", "shop.py", 17),
            LiveRoute("http", "POST", "/parts", "shop:Parts", "shop.py", 19),
            LiveRoute("http", "PUT", "/orders/<int:id>", "shop:order", "shop.py", 17),
        ),
    )


FASTAPI = """
    from fastapi import APIRouter, FastAPI, WebSocket
    from starlette.applications import Starlette
    from starlette.endpoints import HTTPEndpoint
    from starlette.routing import Mount, Route

    router = APIRouter(prefix="/orders")
    inner = APIRouter()

    @inner.get("/{id}")
    def order(id: int): ...

    @router.websocket("/live")
    async def live(socket: WebSocket): ...

    class Parts(HTTPEndpoint):
        async def get(self, request): ...
        async def put(self, request): ...

    router.include_router(inner, prefix="/of")
    app = FastAPI(openapi_url=None)
    app.include_router(router, prefix="/api")
    app.mount("/parts", Starlette(routes=[Mount("/all", routes=[Route("/{id:int}", Parts)])]))
"""


def test_reads_fastapi_with_included_routers_and_mounts(tmp_path: Path) -> None:
    assert read(tmp_path, FASTAPI) == LiveTable(
        "shop:app",
        "fastapi",
        (
            LiveRoute("http", "GET", "/api/orders/of/{id}", "shop:order", "shop.py", 11),
            LiveRoute("http", "GET", "/parts/all/{id:int}", "shop:Parts", "shop.py", 16),
            LiveRoute("http", "PUT", "/parts/all/{id:int}", "shop:Parts", "shop.py", 16),
            LiveRoute("websocket", "", "/api/orders/live", "shop:live", "shop.py", 14),
        ),
    )


DJANGO = """
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path, re_path
    from django.views.generic import View

    SECRET_KEY = "x"
    ROOT_URLCONF = "shop"
    INSTALLED_APPS = []

    def order(request, id): ...

    class Parts(View):
        def get(self, request): ...
        def post(self, request): ...

    urlpatterns = [
        path("orders/", include([path("<int:id>/", order)])),
        re_path("^parts/(?P<id>[0-9]+)$", Parts.as_view()),
    ]
    app = get_wsgi_application()
"""


def test_reads_django(tmp_path: Path) -> None:
    assert read(tmp_path, DJANGO) == LiveTable(
        "shop:app",
        "django",
        (
            LiveRoute("http", "ANY", "/orders/<int:id>/", "shop:order", "shop.py", 10),
            LiveRoute("http", "GET", "/^parts/(?P<id>[0-9]+)$", "shop:Parts", "shop.py", 12),
            LiveRoute("http", "POST", "/^parts/(?P<id>[0-9]+)$", "shop:Parts", "shop.py", 12),
        ),
    )


@pytest.mark.parametrize(
    ("source", "application", "message"),
    [
        pytest.param("", "shop:app", "has no attribute 'app'", id="no such attribute"),
        pytest.param("", "store:app", "No module named 'store'", id="no such module"),
        pytest.param(
            "app = 1", "shop:app", "routes of a int cannot be listed", id="no application"
        ),
        pytest.param("raise SystemExit(3)", "shop:app", "SystemExit: 3", id="exits"),
        pytest.param("import os; os._exit(3)", "shop:app", "the application ended", id="dies"),
        pytest.param("import time; time.sleep(60)", "shop:app", "within 2 s", id="hangs"),
    ],
)
def test_says_why_an_application_cannot_be_read(
    tmp_path: Path, source: str, application: str, message: str
) -> None:
    with pytest.raises(ToolError, match=message) as raised:
        read(tmp_path, source, application, seconds=2)

    assert raised.value.hint or "ended" in message
