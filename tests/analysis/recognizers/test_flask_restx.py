"""Flask-RESTX and Flask-RESTPlus: resources of namespaces."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = (
    "from flask import Blueprint, Flask\nfrom flask_restx import Api, Namespace, Resource\n"
    "app = Flask('s')\n"
)
LISTS = "class OrderList(Resource):\n    def get(self): ...\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            f"ns = Namespace('orders')\n@ns.route('/<int:id>')\n{LISTS}"
            "api = Api(app)\napi.add_namespace(ns)",
            ["GET /orders/<int:id> orders_order_list shop:OrderList.get 7"],
            id="namespace has a path by its name",
        ),
        pytest.param(
            f"ns = Namespace('orders', path='/o/')\n@ns.route('')\n{LISTS}"
            "api = Api(app, prefix='/v1')\napi.add_namespace(ns)",
            ["GET /v1/o orders_order_list shop:OrderList.get 7"],
            id="path of the namespace, prefix of the Api",
        ),
        pytest.param(
            f"ns = Namespace('orders', path='/o')\n@ns.route('/all', endpoint='x')\n{LISTS}"
            "bp = Blueprint('b', __name__, url_prefix='/api')\napi = Api(bp, version='1')\n"
            "api.add_namespace(ns, '/other')\napp.register_blueprint(bp)",
            ["GET /api/other/all b.x shop:OrderList.get 7"],
            id="path where it is added, on a blueprint",
        ),
        pytest.param(
            "api = Api(app)\nns = api.namespace('orders', description='d')\n"
            f"@ns.route('/')\n{LISTS}",
            ["GET /orders/ orders_order_list shop:OrderList.get 8"],
            id="namespace made by the Api",
        ),
        pytest.param(
            f"api = Api(app)\nns = Namespace('orders', api=api)\n@ns.route('/')\n{LISTS}",
            ["GET /orders/ orders_order_list shop:OrderList.get 8"],
            id="namespace that is given the Api",
        ),
        pytest.param(
            f"api = Api(app)\n@api.route('/all')\n{LISTS}",
            ["GET /all order_list shop:OrderList.get 7"],
            id="default namespace",
        ),
        pytest.param(
            f"ns = Namespace('n', path='/')\n{LISTS}ns.add_resource(OrderList, '/a', '/b')\n"
            "api = Api()\napi.add_namespace(ns)\napi.init_app(app)",
            [
                "GET /a n_order_list shop:OrderList.get 6",
                "GET /b n_order_list shop:OrderList.get 6",
            ],
            id="add_resource, Api that is bound later",
        ),
        pytest.param(
            f"ns = Namespace('n')\n@ns.route('/b')\n@ns.route('/a')\n{LISTS}"
            "api = Api(app)\napi.add_namespace(ns)",
            [
                "GET /n/a n_order_list shop:OrderList.get 8",
                "GET /n/b n_order_list_2 shop:OrderList.get 8",
            ],
            id="class that is registered twice",
        ),
        pytest.param(
            f"class Own(Namespace):\n    def route(self, *urls, **options):\n"
            "        add = super().route(*urls, **options)\n        def wrapper(cls):\n"
            f"            return add(cls)\n        return wrapper\nns = Own('n')\n"
            f"@ns.route('/a')\n{LISTS}Api(app).add_namespace(ns)",
            ["GET /n/a n_order_list shop:OrderList.get 13"],
            id="namespace class of the project",
        ),
        pytest.param(
            "from flask_restplus import Api, Namespace, Resource\nns = Namespace('n')\n"
            f"@ns.route('/a')\n{LISTS}Api(app).add_namespace(ns)",
            ["GET /n/a n_order_list shop:OrderList.get 8"],
            id="Flask-RESTPlus",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == (expected, [])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Api(app, doc='/docs')", id="pages that the Api serves itself"),
        pytest.param("ns = Namespace('n')\nApi(app).add_namespace(ns)", id="empty namespace"),
        pytest.param(
            f"import other\nns = other.Namespace('n')\n@ns.route('/a')\n{LISTS}", id="another"
        ),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            f"ns = Namespace('n')\n@ns.route(load())\n{LISTS}Api(app).add_namespace(ns)",
            ["shop.py:5 Flask-RESTX resource with a computed path"],
            id="path",
        ),
        pytest.param(
            f"import os\nns = Namespace(os.environ['N'])\n@ns.route('/a')\n{LISTS}"
            "Api(app).add_namespace(ns)",
            ["shop.py:6 Flask-RESTX resource with a computed path"],
            id="name of the namespace",
        ),
        pytest.param(
            f"ns = Namespace('n')\n@ns.route('/a')\n{LISTS}",
            [
                (
                    "shop.py:4 Flask-RESTX namespace that no Api takes as far as is seen:"
                    " its routes are left out"
                )
            ],
            id="namespace that nothing takes",
        ),
        pytest.param(
            f"ns = Namespace('n')\n@ns.route('/a')\n{LISTS}api = Api()\napi.add_namespace(ns)",
            [
                (
                    "shop.py:8 Flask-RESTX Api that nothing hangs below an application"
                    " as far as is seen: its routes are left out"
                )
            ],
            id="Api that is not bound",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], expected)
