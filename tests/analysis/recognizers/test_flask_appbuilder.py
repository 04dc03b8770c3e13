"""Flask-AppBuilder: what views and APIs expose."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = (
    "from flask_appbuilder import AppBuilder, BaseView, ModelRestApi, ModelView, expose\n"
    "from flask_appbuilder.api import BaseApi\nbuilder = AppBuilder()\n"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class Reports(BaseView):\n    @expose('/month/<int:m>')\n"
            "    def month(self, m): ...\n"
            "    @expose('/send', methods=['POST'])\n    @expose()\n    def send(self): ...\n"
            "    def inner(self): ...\nbuilder.add_view(Reports, 'Reports')",
            [
                "GET /reports/ Reports.send shop:Reports.send 9",
                "GET /reports/month/<int:m> Reports.month shop:Reports.month 6",
                "POST /reports/send Reports.send shop:Reports.send 9",
            ],
            id="view",
        ),
        pytest.param(
            "class V(BaseView):\n    route_base = '/v'\n    @expose('/a')\n    def a(self): ...\n"
            "builder.add_view_no_menu(V(), 'other')",
            ["GET /v/a other.a shop:V.a 7"],
            id="route base, object, endpoint",
        ),
        pytest.param(
            "class V(BaseView):\n    route_base = ''\n    @expose('/health')\n"
            "    def health(self): ...\nbuilder.add_view_no_menu(V)",
            ["GET /health V.health shop:V.health 7"],
            id="empty route base",
        ),
        pytest.param(
            "class Orders(BaseApi):\n    @expose('/<pk>')\n    def one(self, pk): ...\n"
            "class Bills(BaseApi):\n    version, resource_name = 'v2', 'Bill'\n"
            "    @expose('/')\n    def all(self): ...\n"
            "builder.add_api(Orders)\nbuilder.add_api(Bills)",
            [
                "GET /api/v1/orders/<pk> Orders.one shop:Orders.one 6",
                "GET /api/v2/bill/ Bills.all shop:Bills.all 10",
            ],
            id="APIs",
        ),
        pytest.param(
            "class Orders(ModelRestApi):\n    exclude_route_methods = {'info', 'put'}\n"
            "    @expose('/', methods=['POST'])\n    def post(self): ...\n"
            "    def delete(self, pk): ...\nbuilder.add_api(Orders)",
            [
                "GET /api/v1/orders/ Orders.get_list shop:Orders 4",
                "GET /api/v1/orders/<pk> Orders.get shop:Orders 4",
                "POST /api/v1/orders/ Orders.post shop:Orders.post 7",
            ],
            id="routes of the base class, own, hidden and excluded",
        ),
        pytest.param(
            "class Names:\n    LIST, SHOW = 'list', 'show'\n    BOTH = {LIST, SHOW}\n"
            "class V(ModelView):\n    include_route_methods = Names.BOTH | {'extra'}\n"
            "    @expose('/x')\n    def extra(self): ...\n    @expose('/y')\n"
            "    def y(self): ...\nclass W(ModelView):\n    include_route_methods = Names.LIST\n"
            "builder.add_view(V)\nbuilder.add_view(W)",
            [
                "GET /v/list/ V.list shop:V 7",
                "GET /v/show/<pk> V.show shop:V 7",
                "GET /v/x V.extra shop:V.extra 10",
                "GET /w/list/ W.list shop:W 13",
            ],
            id="included methods",
        ),
        pytest.param(
            "class Base(BaseView):\n    route_base = '/b'\n"
            "    @expose('/a')\n    def a(self): ...\n"
            "class V(Base): ...\ndef set_up(app):\n    app.appbuilder.add_view(V, 'V')",
            ["GET /b/a V.a shop:Base.a 7"],
            id="inherited, on a builder of unknown kind",
        ),
        pytest.param(
            "from flask import Flask\napp = Flask('s')\nclass Own:\n"
            "    def add_view(self, view):\n        view = view()\n"
            "        app.register_blueprint(view.create_blueprint(self))\n"
            "class V(BaseView):\n    @expose('/a')\n    def a(self): ...\nOwn().add_view(V)",
            ["GET /v/a V.a shop:V.a 12"],
            id="builder of the project",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == (expected, [])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "class V(BaseView):\n    @expose('/a')\n    def a(self): ...", id="not registered"
        ),
        pytest.param("import other\nother.add_view(print)", id="other functions"),
        pytest.param("builder.add_link('a', href='/a')", id="link"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class V(BaseView):\n    @expose(load())\n    def a(self): ...\nbuilder.add_view(V)",
            ["shop.py:7 Flask-AppBuilder view V with a computed path or methods"],
            id="path",
        ),
        pytest.param(
            "class V(BaseView):\n    route_base = load()\n"
            "    @expose('/a')\n    def a(self): ...\n"
            "builder.add_view(V)",
            ["shop.py:8 Flask-AppBuilder view V with a computed path or methods"],
            id="route base",
        ),
        pytest.param(
            "class V(BaseView):\n    include_route_methods = load()\n    @expose('/a')\n"
            "    def a(self): ...\nbuilder.add_view(V)",
            ["shop.py:8 Flask-AppBuilder view V with a computed path or methods"],
            id="included methods",
        ),
        pytest.param(
            "import plugins\nbuilder.add_view(plugins.View, 'P')",
            ["shop.py:5 Flask-AppBuilder view that is not in the source"],
            id="view from elsewhere",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], expected)
