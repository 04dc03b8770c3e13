"""Connexion: operations of an OpenAPI document, and the functions that it names."""

import pytest

from tests.analysis.programs import program_of, routes_of, unresolved_of

APP = "import connexion\napp = connexion.FlaskApp(__name__, specification_dir='spec')\n"
API = f"{APP}app.add_api('api.yaml')"
ORDERS = "def search(): ...\ndef get(id): ...\ndef post(): ...\nclass V:\n    def put(self): ...\n"
ONE = "paths: {/orders: {get: {operationId: shop.orders.search}}}"
UNREAD = "Connexion API whose OpenAPI document is not found or not read"


def read(app: str, document: str, file: str = "shop/spec/api.yaml") -> tuple[list[str], list[str]]:
    program = program_of({"shop/app.py": app, "shop/orders.py": ORDERS, file: document})
    return routes_of(program), unresolved_of(program)


@pytest.mark.parametrize(
    ("app", "document", "expected"),
    [
        pytest.param(
            API,
            """
            openapi: 3.0.0
            servers: [{url: 'https://example.org/{v}/', variables: {v: {default: v1}}}]
            paths:
              /orders/{order-id}:
                parameters: [{$ref: '#/components/parameters/id'}]
                get: {operationId: shop.orders.get}
                post: {operationId: post, x-openapi-router-controller: shop.orders}
            components: {parameters: {id: {name: order-id, in: path, schema: {type: integer}}}}
            """,
            [
                "GET /v1/orders/<int:order_id> /v1.shop_orders_get shop.orders:get 2",
                "POST /v1/orders/<int:order_id> /v1.shop_orders_post shop.orders:post 3",
            ],
            id="OpenAPI",
        ),
        pytest.param(
            API,
            """
            swagger: '2.0'
            basePath: /api
            paths: {'/{id}': {get: {operationId: shop.orders.get,
              parameters: [{name: id, in: path, type: string}]}}}
            """,
            ["GET /api/<id> /api.shop_orders_get shop.orders:get 2"],
            id="Swagger",
        ),
        pytest.param(
            f"{APP}app.add_api('api.yaml', base_path='/v2')",
            ONE,
            ["GET /v2/orders /v2.shop_orders_search shop.orders:search 1"],
            id="base path of the call",
        ),
        pytest.param(
            f"{APP}from connexion.resolver import RestyResolver\n"
            "app.add_api('api.yaml', resolver=RestyResolver('shop'))",
            "paths: {/orders: {get: {}, post: {}}, '/orders/{id}': {get: {}}}",
            [
                "GET /orders /.shop_orders_search shop.orders:search 1",
                "GET /orders/<id> /.shop_orders_get shop.orders:get 2",
                "POST /orders /.shop_orders_post shop.orders:post 3",
            ],
            id="RestyResolver",
        ),
        pytest.param(
            f"{APP}from connexion import RelativeResolver\n"
            "app.add_api('api.yaml', resolver=RelativeResolver('shop.orders'))",
            "paths: {/a: {get: {operationId: search}, put: {operationId: V.put}}}",
            [
                "GET /a /.shop_orders_search shop.orders:search 1",
                "PUT /a /.shop_orders_V_put shop.orders:V.put 5",
            ],
            id="RelativeResolver, method of a class",
        ),
        pytest.param(
            "import pathlib, yaml\nfrom connexion.apis.flask_api import FlaskApi\n"
            "ROOT = pathlib.Path(__file__).parents[1]\n"
            "def init(app):\n    with (ROOT / 'shop' / 'spec').joinpath('api.yaml').open() as f:\n"
            "        content = yaml.safe_load(f)\n"
            "    app.register_blueprint(FlaskApi(content, base_path='/v1').blueprint)",
            ONE,
            ["GET /v1/orders /v1.shop_orders_search shop.orders:search 1"],
            id="document that is loaded",
        ),
        pytest.param(
            "import connexion, os\nhere = os.path.dirname(__file__)\n"
            "connexion.App(__name__).add_api(os.path.join(here, 'spec', 'api.yaml'))",
            ONE,
            ["GET /orders /.shop_orders_search shop.orders:search 1"],
            id="path that is put together",
        ),
    ],
)
def test_recognizes(app: str, document: str, expected: list[str]) -> None:
    assert read(app, document) == (expected, [])


def test_reads_json() -> None:
    document = '{"paths": {"/orders": {"get": {"operationId": "shop.orders.search"}}}}'

    assert read(API.replace("yaml", "json"), document, "shop/spec/api.json") == (
        ["GET /orders /.shop_orders_search shop.orders:search 1"],
        [],
    )


@pytest.mark.parametrize(
    ("app", "document"),
    [
        pytest.param(API, "paths: {/orders: {options: {operationId: a}}}", id="other methods"),
        pytest.param("import other\nother.App().add_api('api.yaml')", ONE, id="another package"),
    ],
)
def test_leaves_alone(app: str, document: str) -> None:
    assert read(app, document) == ([], [])


@pytest.mark.parametrize(
    ("app", "document", "expected"),
    [
        pytest.param(
            f"{APP}app.add_api('no.yaml')", ONE, [f"shop/app.py:3 {UNREAD}"], id="no file"
        ),
        pytest.param(API, "paths: {", [f"shop/app.py:3 {UNREAD}"], id="no YAML"),
        pytest.param(API, "[]", [f"shop/app.py:3 {UNREAD}"], id="no document"),
        pytest.param(f"{APP}app.add_api(load())", ONE, [f"shop/app.py:3 {UNREAD}"], id="computed"),
        pytest.param(
            API,
            "paths: {/a: {get: {operationId: shop.orders.gone}, post: {}}}",
            [
                (
                    "shop/app.py:3 Connexion operation GET /a: "
                    "its function shop.orders.gone is not in the source"
                ),
                "shop/app.py:3 Connexion operation POST /a: its function is not named",
            ],
            id="functions",
        ),
    ],
)
def test_says_what_it_cannot_read(app: str, document: str, expected: list[str]) -> None:
    assert read(app, document) == ([], expected)
