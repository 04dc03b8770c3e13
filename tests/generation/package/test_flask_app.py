from types import ModuleType
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BaseConverter

URLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("orders.show", {"number": "oc-7"}),
    ("orders.show", {"number": "oc-7", "page": 2, "_external": True}),
    ("orders.index", {}),
    ("patients.show", {"number": "oc-9", "_anchor": "x"}),
    ("patients.page", {}),
    ("patients.page", {"page": 3}),
    ("static", {"filename": "a b.css"}),
    ("billing.pay", {"id": 4, "_method": "POST"}),
)
FOREIGN = (
    ("/bills/<int:id>/pay", "billing.pay", ("POST", "OPTIONS")),
    ("/patients/<code:number>", "patients.show", ("GET",)),  # known already
)


class Code(BaseConverter):
    """Upper case in URLs."""

    regex = "[a-zA-Z]{2}-[0-9]+"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value.upper()


def show_page(page: int) -> str:
    return str(page)


def create_app(*, is_full: bool = True) -> Flask:
    app = Flask("shop")
    app.url_map.converters["code"] = Code
    app.url_map.strict_slashes = False
    app.add_url_rule("/orders/<code:number>", "orders.show", lambda number: number)
    app.add_url_rule("/orders", "orders.index", lambda: "all", methods=["GET", "PUT"])
    app.add_url_rule("/patients/<code:number>", "patients.show", lambda number: number)
    app.add_url_rule("/patients", "patients.page", show_page, defaults={"page": 1})
    app.add_url_rule("/patients/page/<int:page>", "patients.page", show_page)
    if is_full:
        app.add_url_rule("/bills/<int:id>/pay", "billing.pay", str, methods=["POST"])
    return app


def urls(app: Flask) -> list[str]:
    with app.test_request_context("/", base_url="https://shop.example"):
        return [url_for(endpoint, **values) for endpoint, values in URLS]


@pytest.fixture
def reduced(shop: ModuleType) -> Flask:
    app: Flask = shop.flask_app.reduce_to(
        create_app(is_full=False), ("orders.show", "orders.index"), FOREIGN
    )
    return app


def test_urls_are_those_of_the_full_application(reduced: Flask) -> None:
    assert urls(reduced) == urls(create_app())


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/orders/OC-7", 200),
        ("GET", "/orders/", 200),
        ("OPTIONS", "/orders", 200),
        ("DELETE", "/orders", 405),
        ("GET", "/orders/7", 404),
        ("GET", "/patients/OC-7", 404),
        ("GET", "/patients", 404),
        ("POST", "/bills/4/pay", 404),
        ("GET", "/static/a.css", 404),
    ],
)
def test_only_the_service_answers(reduced: Flask, method: str, path: str, code: int) -> None:
    assert reduced.test_client().open(path, method=method).status_code == code


def test_converter_translates(reduced: Flask) -> None:
    assert reduced.test_client().get("/orders/OC-7").text == "oc-7"


def test_settings_of_the_map_are_kept(shop: ModuleType) -> None:
    app = Flask("shop", host_matching=True, static_host="static.example")
    app.url_map.merge_slashes = False
    app.url_map.sort_parameters = True
    app.add_url_rule("/a//b", "a", lambda: "a", host="<name>.example", merge_slashes=False)
    app.view_functions["a"] = lambda name: name
    reduced = shop.flask_app.reduce_to(app, ["a"])
    client = reduced.test_client()
    assert client.get("/a//b", base_url="http://north.example").text == "north"
    assert client.get("/a/b", base_url="http://north.example").status_code == 404
    new = reduced.url_map
    assert (new.host_matching, new.merge_slashes, new.sort_parameters) == (True, False, True)


def test_options_answered_by_the_view_stay_so(shop: ModuleType) -> None:
    app = Flask("shop")
    app.add_url_rule("/", "a", lambda: "mine", methods=["GET", "OPTIONS"])
    reduced = shop.flask_app.reduce_to(app, ["a"])
    assert reduced.test_client().options("/").text == "mine"


def test_endpoint_that_is_not_there(shop: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"no endpoint orders\.gone"):
        shop.flask_app.reduce_to(create_app(), ["orders.gone"])


def test_foreign_converter_that_did_not_travel(shop: ModuleType) -> None:
    with pytest.raises(LookupError, match="'mrn'"):
        shop.flask_app.reduce_to(create_app(), [], [("/x/<mrn:id>", "x", ("GET",))])
