"""Requests of other origins, preflights above all: a service answers them as the monolith does."""

import sys
import textwrap
from pathlib import Path

import pytest

from tests.extraction.replay import ask_monolith, ask_service, request
from tests.extraction.services import cut_out

pytestmark = pytest.mark.slow

FASTAPI = {
    "shop/main.py": """\
        from fastapi import FastAPI
        from fastapi.middleware.cors import CORSMiddleware

        from shop import customers, orders

        app = FastAPI()
        app.add_middleware(
            CORSMiddleware,
            allow_origins=["https://shop.example"],
            allow_methods=["GET", "PUT"],
            allow_headers=["X-Token"],
            allow_credentials=True,
        )
        app.include_router(orders.router, prefix="/orders")
        app.include_router(customers.router, prefix="/customers")
        """,
    "shop/orders.py": """\
        from fastapi import APIRouter

        router = APIRouter()

        @router.get("/")
        def listed():
            return []

        @router.get("/{number}")
        def shown(number: int):
            return {"number": number}

        @router.put("/{number}")
        def changed(number: int):
            return {"number": number}
        """,
    "shop/customers.py": """\
        from fastapi import APIRouter

        router = APIRouter()

        @router.get("/")
        def listed():
            return []
        """,
}
FLASK = {
    "shop/main.py": """\
        from flask import Flask
        from flask_cors import CORS

        from shop.customers import customers
        from shop.orders import orders

        app = Flask(__name__)
        CORS(app, origins=["https://shop.example"], supports_credentials=True, max_age=600)
        app.register_blueprint(orders, url_prefix="/orders")
        app.register_blueprint(customers, url_prefix="/customers")
        """,
    "shop/orders.py": """\
        from flask import Blueprint

        orders = Blueprint("orders", __name__)

        @orders.get("/")
        def listed():
            return []

        @orders.route("/<int:number>", methods=["GET", "PUT"])
        def shown(number):
            return {"number": number}
        """,
    "shop/customers.py": """\
        from flask import Blueprint

        customers = Blueprint("customers", __name__)

        @customers.get("/")
        def listed():
            return []
        """,
}
HOME, OTHER = ({"Origin": f"https://{name}.example"} for name in ("shop", "other"))
PUT = {"Access-Control-Request-Method": "PUT"}
HEADER = {"Access-Control-Request-Headers": "X-Token"}
REQUESTS = (
    request("/orders/", headers=HOME),
    request("/orders/", headers=OTHER),
    request("/orders/", method="OPTIONS"),
    request("/orders/", method="OPTIONS", headers=HOME | {"Access-Control-Request-Method": "GET"}),
    request("/orders/7", method="OPTIONS", headers=HOME | PUT),
    request("/orders/7", method="OPTIONS", headers=HOME | PUT | HEADER),
    request("/orders/7", method="OPTIONS", headers=OTHER | PUT),
    request("/orders/7", method="PUT", headers=HOME),
)


@pytest.mark.parametrize(
    ("files", "application", "statuses"),
    [
        pytest.param(
            FASTAPI, "asgi:shop.main:app", [200, 200, 405, 200, 200, 200, 400, 200], id="FastAPI"
        ),
        pytest.param(FLASK, "wsgi:shop.main:app", [200] * 8, id="Flask-CORS"),
    ],
)
def test_answers_as_the_monolith(
    files: dict[str, str], application: str, statuses: list[int], tmp_path: Path
) -> None:
    monolith = tmp_path / "monolith"
    (monolith / "shop").mkdir(parents=True)
    for path, text in {"shop/__init__.py": "", **files}.items():
        (monolith / path).write_text(textwrap.dedent(text))
    (monolith / "requirements.txt").write_text("")
    service = cut_out(monolith, "shop.orders", tmp_path / "output")
    # werkzeug writes `Allow` in the order of a set.
    seed = {"PYTHONHASHSEED": "0"}
    expected = ask_monolith(sys.executable, monolith, application, REQUESTS, environment=seed)
    assert [answer.status for answer in expected] == statuses
    answers = ask_service(
        sys.executable, service.folder, REQUESTS, environment=seed, path=[service.package]
    )
    for one, mine, theirs in zip(REQUESTS, answers, expected, strict=True):
        assert (one.method, one.path, mine) == (one.method, one.path, theirs)
