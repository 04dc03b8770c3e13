import textwrap

import pytest

from migrator.generation.extract import extract, routes_of
from migrator.generation.gateway import GatewayFunction
from migrator.generation.preflights import with_preflights
from migrator.model.extraction import Extraction, Layer
from migrator.model.plan import MigrationPlan
from migrator.parity.manifest import read_manifest
from tests.generation.shops import SHOP, shop

APP = textwrap.dedent(SHOP["shop/app.py"])
INITIALIZED = "    init()\n"
WITH_LIBRARY = "from flask_cors import CORS\n" + APP.replace(
    INITIALIZED, INITIALIZED + "    CORS(app)\n"
)
WITH_HOOK = APP.replace(INITIALIZED, INITIALIZED + "    app.after_request(allow)\n") + (
    "\ndef allow(response):\n"
    '    response.headers["Access-Control-Allow-Origin"] = "*"\n'
    "    return response\n"
)
OF_ANOTHER_AREA = "from flask_cors import cross_origin\n\ndef send(): ...\n"


def extracted(changes: dict[str, str]) -> Extraction:
    program, source = shop(changes)
    return extract(program, MigrationPlan(), "shop.orders", source)


def preflights(made: Extraction) -> dict[str, str]:
    """Map the paths whose OPTIONS are routed to the function that gets them."""
    (text,) = (
        file.content.decode()
        for layer in made.layers
        for file in layer.files
        if layer.layer is Layer.GENERATED and file.path.endswith("/serverless.yml")
    )
    routes = read_manifest(text, file="serverless.yml").routes
    return {route.path: route.function for route in routes if route.method == "OPTIONS"}


@pytest.mark.parametrize(
    ("changes", "answers"),
    [
        pytest.param({}, False, id="none"),
        pytest.param({"shop/app.py": WITH_LIBRARY}, True, id="Flask-CORS"),
        pytest.param({"shop/app.py": WITH_HOOK}, True, id="by hand"),
        pytest.param({"shop/customers/mail.py": OF_ANOTHER_AREA}, False, id="of another area"),
    ],
)
def test_who_answers_other_origins(changes: dict[str, str], answers: bool) -> None:
    made = extracted(changes)
    assert preflights(made) == (
        {
            "/orders": "get_orders",
            "/orders/": "get_orders",
            "/orders/{order_id}": "delete_orders_order_id",
        }
        if answers
        else {}
    )
    assert [r.path for r in routes_of(made) if r.method == "OPTIONS"] == (
        ["/orders/", "/orders/{order_id}"] if answers else []
    )


def test_no_function_is_added() -> None:
    before, after = extracted({}), extracted({"shop/app.py": WITH_LIBRARY})
    manifests = [
        file.content.decode().count("handler: ")
        for made in (before, after)
        for layer in made.layers
        for file in layer.files
        if file.path == "services/orders/serverless.yml"
    ]
    assert manifests == [3, 3]


def test_a_path_of_which_some_methods_stay_is_the_monoliths_at_the_facade() -> None:
    views = """\
        from flask import Blueprint

        customers = Blueprint("customers", __name__)

        @customers.put("/<int:number>")
        def change(number):
            return ""
        """
    application = WITH_LIBRARY.replace('url_prefix="/customers"', 'url_prefix="/orders"')
    made = extracted({"shop/app.py": application, "shop/customers/views.py": views})
    assert [r.path for r in routes_of(made) if r.method == "OPTIONS"] == ["/orders/"]
    assert "/orders/{order_id}" in preflights(made)


def test_what_takes_any_method_takes_options() -> None:
    functions = (
        GatewayFunction("any_a", (("ANY", "/a/{id}"),), ()),
        GatewayFunction("get_a", (("GET", "/a/{name}"), ("GET", "/b")), ()),
        GatewayFunction("options_c", (("OPTIONS", "/c"),), ()),
        GatewayFunction("post_c", (("POST", "/c"), ("POST", "/b")), ()),
    )
    assert [function.events for function in with_preflights(functions)] == [
        (("ANY", "/a/{id}"),),
        (("GET", "/a/{name}"), ("GET", "/b"), ("OPTIONS", "/b")),
        (("OPTIONS", "/c"),),
        (("POST", "/c"), ("POST", "/b")),
    ]
