"""Flask-Classful and Flask-Classy: methods of a ``FlaskView`` are routes."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = (
    "from flask import Blueprint, Flask\nfrom flask_classful import FlaskView, method, route\n"
    "app = Flask('s')\n"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class QuotesView(FlaskView):\n    def index(self): ...\n    def get(self, id): ...\n"
            "    def post(self): ...\n    def delete(self, id): ...\nQuotesView.register(app)",
            [
                "DELETE /quotes/<id>/ QuotesView:delete shop:QuotesView.delete 8",
                "GET /quotes/ QuotesView:index shop:QuotesView.index 5",
                "GET /quotes/<id>/ QuotesView:get shop:QuotesView.get 6",
                "POST /quotes/ QuotesView:post shop:QuotesView.post 7",
            ],
            id="names of methods",
        ),
        pytest.param(
            "class BookShop(FlaskView):\n    def on_sale(self, page: int, size=10): ...\n"
            "    def _inner(self): ...\n    def before_request(self, name): ...\n"
            "    @property\n    def shop(self): ...\n    @classmethod\n    def make(cls): ...\n"
            "BookShop.register(app)",
            [
                "GET /book-shop/on_sale/<int:page>/ BookShop:on_sale shop:BookShop.on_sale 5",
            ],
            id="another method, and what is no route",
        ),
        pytest.param(
            "class V(FlaskView):\n    route_base = '/v/<shop>'\n    route_prefix = '/api'\n"
            "    trailing_slash = False\n    method_dashified = True\n"
            "    excluded_methods = ['helper']\n    base_args = ['user']\n"
            "    def index(self, shop): ...\n    def all_of(self, user): ...\n"
            "    def helper(self): ...\nV.register(app)",
            [
                "GET /api/v/<shop> V:index shop:V.index 11",
                "GET /api/v/<shop>/all-of V:all_of shop:V.all_of 12",
            ],
            id="attributes of the class",
        ),
        pytest.param(
            "class V(FlaskView):\n    route_base = '/a'\n    def index(self): ...\n"
            "V.register(app, route_base='/b', route_prefix='/api', trailing_slash=False)",
            ["GET /api/b V:index shop:V.index 6"],
            id="arguments of register",
        ),
        pytest.param(
            "class V(FlaskView):\n    @route('/x/<int:id>', methods=['POST', 'PUT'])\n"
            "    def change(self, id): ...\n    @route('/b')\n    @route('a', endpoint='first')\n"
            "    def both(self): ...\n    @method('post')\n    def send(self): ...\n"
            "V.register(app)",
            [
                "GET /v/a first shop:V.both 9",
                "GET /v/b V:both_1 shop:V.both 9",
                "POST /v/send/ V:send shop:V.send 11",
                "POST /v/x/<int:id> V:change shop:V.change 6",
                "PUT /v/x/<int:id> V:change shop:V.change 6",
            ],
            id="decorators",
        ),
        pytest.param(
            "class Listing:\n    def index(self): ...\n    @route('/count')\n"
            "    def count(self): ...\nclass V(Listing, FlaskView):\n"
            "    @classmethod\n    def register(cls, app, **options):\n"
            "        super().register(app, **options)\n"
            "class W(V):\n    def count(self): ...\n"
            "bp = Blueprint('b', __name__)\nV.register(bp)\nW.register(bp)\n"
            "app.register_blueprint(bp, url_prefix='/api')",
            [
                "GET /api/v/ b.V:index shop:Listing.index 5",
                "GET /api/v/count b.V:count shop:Listing.count 7",
                "GET /api/w/ b.W:index shop:Listing.index 5",
                "GET /api/w/count/ b.W:count shop:W.count 13",
            ],
            id="inherited methods, on a blueprint",
        ),
        pytest.param(
            "import functools\ndef checked(f):\n    @functools.wraps(f)\n"
            "    def inner(*args):\n        return f(*args)\n    return inner\n"
            "class V(FlaskView):\n    @checked\n    def get(self, id): ...\n"
            "    @checked\n    @route('/x')\n    def x(self): ...\nV.register(app)",
            ["GET /v/x V:x shop:V.x 15", "GET /v/<id>/ V:get shop:V.get 12"],
            id="decorated methods",
        ),
        pytest.param(
            "from flask_classy import FlaskView\nclass V(FlaskView):\n    def index(self): ...\n"
            "def create():\n    V.register(app)",
            ["GET /v/ V:index shop:V.index 6"],
            id="Flask-Classy",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == (expected, [])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class V(FlaskView):\n    def index(self): ...", id="not registered"),
        pytest.param(
            "import atexit\nclass V:\n    @classmethod\n    def register(cls, app): ...\n"
            "V.register(app)\natexit.register(print)",
            id="other registrations",
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
            "class V(FlaskView):\n    @route(load())\n    def index(self): ...\nV.register(app)",
            ["shop.py:7 Flask-Classful view V with a computed path or methods"],
            id="path",
        ),
        pytest.param(
            "class V(FlaskView):\n    def index(self): ...\nV.register(app, route_base=load())",
            ["shop.py:6 Flask-Classful view V with a computed path or methods"],
            id="route base",
        ),
        pytest.param(
            "class V(FlaskView):\n    def index(self): ...\nbp = Blueprint('b', __name__)\n"
            "V.register(bp)",
            [
                (
                    "shop.py:6 Flask blueprint that nothing registers as far as is seen: "
                    "its routes are left out"
                )
            ],
            id="blueprint that nothing registers",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], expected)
