"""Routes that are declared straight on an application."""

import pytest

from migrator.model.location import Location
from migrator.model.program import Application, EntryPoint, HttpRoute
from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = "from flask import Flask\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            '@app.route("/orders")\ndef orders(): ...',
            ["GET /orders orders shop:orders 4"],
            id="route without methods answers GET",
        ),
        pytest.param(
            '@app.route(rule="/orders", methods=["POST"])\ndef orders(): ...',
            ["POST /orders orders shop:orders 4"],
            id="rule as keyword",
        ),
        pytest.param(
            '@app.route("/a", methods=["put", "Post"])\ndef a(): ...',
            ["POST /a a shop:a 4", "PUT /a a shop:a 4"],
            id="list of methods in any case",
        ),
        pytest.param(
            '@app.route("/a", methods=("PUT", "POST"))\ndef a(): ...',
            ["POST /a a shop:a 4", "PUT /a a shop:a 4"],
            id="tuple of methods",
        ),
        pytest.param(
            '@app.route("/a", methods={"PUT", "POST"})\ndef a(): ...',
            ["POST /a a shop:a 4", "PUT /a a shop:a 4"],
            id="set of methods",
        ),
        pytest.param(
            'READ = ["GET"]\n@app.route("/a", methods=READ + ["POST"])\ndef a(): ...',
            ["GET /a a shop:a 5", "POST /a a shop:a 5"],
            id="methods added up",
        ),
        pytest.param(
            '@app.route("/a", methods=["GET", "HEAD", "OPTIONS"])\ndef a(): ...',
            ["GET /a a shop:a 4"],
            id="HEAD and OPTIONS are left out",
        ),
        pytest.param('@app.get("/a")\ndef a(): ...', ["GET /a a shop:a 4"], id="shortcut get"),
        pytest.param('@app.post("/a")\ndef a(): ...', ["POST /a a shop:a 4"], id="shortcut post"),
        pytest.param('@app.put("/a")\ndef a(): ...', ["PUT /a a shop:a 4"], id="shortcut put"),
        pytest.param(
            '@app.patch("/a")\ndef a(): ...', ["PATCH /a a shop:a 4"], id="shortcut patch"
        ),
        pytest.param(
            '@app.delete("/a")\ndef a(): ...', ["DELETE /a a shop:a 4"], id="shortcut delete"
        ),
        pytest.param(
            '@app.get("/a")\n@app.delete("/b")\ndef both(): ...',
            ["DELETE /b both shop:both 5", "GET /a both shop:both 5"],
            id="several decorators on one view",
        ),
        pytest.param(
            '@app.route("/a", endpoint="first")\n@app.route("/b", endpoint="second")\n'
            "def a(): ...",
            ["GET /a first shop:a 5", "GET /b second shop:a 5"],
            id="endpoints by name",
        ),
        pytest.param(
            'def a(): ...\na.methods = ["POST"]\napp.add_url_rule("/a", view_func=a)',
            ["POST /a a shop:a 3"],
            id="methods as an attribute of the view",
        ),
        pytest.param(
            'def a(): ...\napp.add_url_rule("/a", "name", a)',
            ["GET /a name shop:a 3"],
            id="add_url_rule with positions",
        ),
        pytest.param(
            'def a(): ...\napp.add_url_rule(rule="/a", endpoint="name", view_func=a, '
            'methods=["POST"])',
            ["POST /a name shop:a 3"],
            id="add_url_rule with keywords",
        ),
        pytest.param(
            'def a(): ...\napp.add_url_rule("/a", None, a)',
            ["GET /a a shop:a 3"],
            id="add_url_rule without endpoint is named after the view",
        ),
        pytest.param(
            'def a(): ...\napp.add_url_rule("/a", endpoint="x")\napp.view_functions["x"] = a',
            ["GET /a x shop:a 3"],
            id="view set by its endpoint",
        ),
        pytest.param(
            'app.add_url_rule("/a", endpoint="x")\n@app.endpoint("x")\ndef a(): ...',
            ["GET /a x shop:a 5"],
            id="view declared by its endpoint",
        ),
        pytest.param(
            'app.add_url_rule("/a", "x", lambda: "ok")',
            ["GET /a x shop:<lambda1> 3"],
            id="a lambda is a view",
        ),
        pytest.param(
            '@app.route("/a")\nasync def a(): ...', ["GET /a a shop:a 4"], id="async view"
        ),
        pytest.param(
            'def a(): ...\napp.route("/a")(a)', ["GET /a a shop:a 3"], id="route called by hand"
        ),
        pytest.param(
            'def a(): ...\nregister = app.route\nregister("/a")(a)',
            ["GET /a a shop:a 3"],
            id="route under another name",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert routes_of(program_of_one(PRELUDE + source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            from flask import Flask
            def create_app():
                app = Flask(__name__)
                @app.route("/a")
                def a(): ...
                return app
            """,
            ["GET /a a shop:create_app.a 5"],
            id="in a factory",
        ),
        pytest.param(
            """\
            from flask import Flask
            def create_app(config=None):
                app = Flask(__name__)
                register(app)
                return app
            def register(app):
                app.add_url_rule("/a", view_func=a)
            def a(): ...
            """,
            ["GET /a a shop:a 8"],
            id="application handed to a function",
        ),
        pytest.param(
            """\
            import flask
            app = flask.Flask(__name__)
            @app.get("/a")
            def a(): ...
            """,
            ["GET /a a shop:a 4"],
            id="module imported",
        ),
        pytest.param(
            """\
            import flask as f
            app = f.Flask(__name__)
            @app.get("/a")
            def a(): ...
            """,
            ["GET /a a shop:a 4"],
            id="module imported under another name",
        ),
        pytest.param(
            """\
            from flask import Flask as Web
            app = Web(__name__)
            @app.get("/a")
            def a(): ...
            """,
            ["GET /a a shop:a 4"],
            id="class imported under another name",
        ),
        pytest.param(
            """\
            from flask import Flask
            class Shop(Flask):
                def setup(self):
                    self.add_url_rule("/own", view_func=self.own)
                def own(self): ...
            app = Shop(__name__)
            app.setup()
            @app.get("/a")
            def a(): ...
            """,
            ["GET /a a shop:a 9", "GET /own own shop:Shop.own 5"],
            id="subclass of Flask",
        ),
        pytest.param(
            """\
            from flask import Flask
            class Shop(Flask):
                def __init__(self):
                    super().__init__(__name__)
                    self.add_url_rule("/own", view_func=self.own)
                def own(self): ...
            app = Shop()
            """,
            ["GET /own own shop:Shop.own 6"],
            id="subclass that registers in its constructor",
        ),
        pytest.param(
            """\
            from flask import Flask
            class Server:
                def __init__(self):
                    self.app = Flask(__name__)
                    self.app.add_url_rule("/a", view_func=self.a)
                def a(self): ...
            Server()
            """,
            ["GET /a a shop:Server.a 6"],
            id="application as an attribute",
        ),
        pytest.param(
            """\
            import os
            from flask import Flask
            app = Flask(__name__)
            if os.environ.get("DEBUG"):
                @app.get("/debug")
                def debug(): ...
            """,
            ["GET /debug debug shop:debug 6"],
            id="conditional registration counts",
        ),
        pytest.param(
            """\
            from flask import Flask
            app = Flask(__name__)
            try:
                import markdown
            except ImportError:
                markdown = None
            else:
                @app.get("/a")
                def a(): ...
            """,
            ["GET /a a shop:a 9"],
            id="registration in try and else",
        ),
        pytest.param(
            """\
            from flask import Flask
            app = Flask(__name__)
            with app.app_context():
                @app.get("/a")
                def a(): ...
            """,
            ["GET /a a shop:a 5"],
            id="registration in with",
        ),
    ],
)
def test_finds_the_application(source: str, expected: list[str]) -> None:
    assert routes_of(program_of_one(source)) == expected


@pytest.mark.parametrize(
    ("rule", "template"),
    [
        pytest.param("/a/<id>", "/a/{id}", id="no converter"),
        pytest.param("/a/<int:id>", "/a/{id}", id="int"),
        pytest.param("/a/<path:p>", "/a/{p}", id="path"),
        pytest.param("/a/<any(a, b):x>", "/a/{x}", id="any"),
        pytest.param("/<string(length=2):lang>/a", "/{lang}/a", id="argument"),
        pytest.param("/<string(minlength=1, maxlength=3):s>", "/{s}", id="arguments"),
        pytest.param("/<int(min=1):a>/<float:b>", "/{a}/{b}", id="two parameters"),
        pytest.param("/<int:a>-<slug>", "/{a}-{slug}", id="two parameters in a segment"),
        pytest.param("/<any('a:b', \"c>d\"):x>/z", "/{x}/z", id="colon and bracket in quotes"),
        pytest.param("/<regex('[a-z]{2}'):code>", "/{code}", id="converter of the project"),
        pytest.param("/a/", "/a/", id="trailing slash stays"),
        pytest.param("/", "/", id="root"),
    ],
)
def test_spells_parameters_as_templates(rule: str, template: str) -> None:
    source = f"{PRELUDE}@app.get({rule!r})\ndef a(): ..."
    triggers = [point.trigger for point in program_of_one(source).entry_points]
    assert triggers == [HttpRoute("GET", template, rule)]


def test_tells_everything_about_a_route() -> None:
    source = """\
        from flask import Blueprint, Flask
        bp = Blueprint("orders", __name__)
        @bp.before_request
        def check(): ...
        @bp.route("/<int:id>", methods=["GET", "PUT"])
        def order(id): ...
        def create_app():
            app = Flask(__name__)
            app.register_blueprint(bp, url_prefix="/orders")
            return app
        """
    common = {
        "handler": "shop:order",
        "location": Location("shop.py", 6),
        "framework": "flask",
        "name": "orders.order",
        "registered_at": (Location("shop.py", 5), Location("shop.py", 9)),
        "methods": ("GET", "PUT"),
        "hooks": ("shop:check",),
    }
    assert program_of_one(source).entry_points == (
        EntryPoint(HttpRoute("GET", "/orders/{id}", "/orders/<int:id>"), **common),  # type: ignore[arg-type]
        EntryPoint(HttpRoute("PUT", "/orders/{id}", "/orders/<int:id>"), **common),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            '@app.before_request\ndef h(): ...\n@app.get("/a")\ndef a(): ...',
            (("shop:h",), ()),
            id="before_request of the application",
        ),
        pytest.param(
            '@app.errorhandler(404)\ndef h(e): ...\n@app.get("/a")\ndef a(): ...',
            (("shop:h",), ()),
            id="error handler of the application",
        ),
        pytest.param(
            'def h(e): ...\napp.register_error_handler(KeyError, h)\n@app.get("/a")\ndef a(): ...',
            (("shop:h",), ()),
            id="register_error_handler of the application",
        ),
        pytest.param(
            "@app.after_request\ndef h(r): ...\n@app.teardown_appcontext\ndef t(e): ...\n"
            '@app.get("/a")\ndef a(): ...',
            (("shop:h", "shop:t"), ()),
            id="after and teardown",
        ),
        pytest.param(
            BLUEPRINT_HOOK := "from flask import Blueprint\nbp = Blueprint('b', __name__)\n"
            "@bp.after_request\ndef h(r): ...\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp)",
            ((), ("shop:h",)),
            id="hook of a blueprint",
        ),
        pytest.param(
            BLUEPRINT_HOOK.replace("after_request", "before_app_request"),
            (("shop:h",), ()),
            id="hook of a blueprint for the application",
        ),
        pytest.param(
            BLUEPRINT_HOOK.replace("after_request", "errorhandler(404)"),
            ((), ("shop:h",)),
            id="error handler of a blueprint",
        ),
        pytest.param(
            BLUEPRINT_HOOK.replace("after_request", "app_errorhandler(404)"),
            (("shop:h",), ()),
            id="error handler of a blueprint for the application",
        ),
        pytest.param(
            "from flask_login import LoginManager\nlogin = LoginManager(app)\n"
            "@login.user_loader\ndef u(pk): ...\ndef r(request): ...\n"
            "login.request_loader(callback=r)\nlogin.request_loader(r)\n"
            "@app.get('/a')\ndef a(): ...",
            (("shop:r", "shop:u"), ()),
            id="who somebody is",
        ),
    ],
)
def test_tells_hooks_of_one_route_from_those_of_all(
    source: str, expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    program = program_of_one(PRELUDE + source)
    (route,) = program.entry_points
    assert (program.hooks, route.hooks) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n"
            "    return app",
            (Application("shop:create_app", is_factory=True, location=Location("shop.py", 3)),),
            id="factory",
        ),
        pytest.param(
            "from flask import Flask\napp = Flask(__name__)",
            (Application("shop:app", is_factory=False, location=Location("shop.py", 2)),),
            id="global object",
        ),
        pytest.param(
            "from flask import Flask\nserver = Flask(__name__)",
            (Application("shop:server", is_factory=False, location=Location("shop.py", 2)),),
            id="global object of another name",
        ),
        pytest.param(
            "from flask import Flask\nclass Shop(Flask): ...\ndef make():\n    return Shop('s')",
            (Application("shop:make", is_factory=True, location=Location("shop.py", 4)),),
            id="subclass",
        ),
        pytest.param("class Flask: ...\napp = Flask()", (), id="another class of that name"),
    ],
)
def test_names_the_application(source: str, expected: tuple[Application, ...]) -> None:
    assert program_of_one(source).applications == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            'import other\n@other.route("/x")\ndef x(): ...', id="receiver is not a Flask object"
        ),
        pytest.param("@app.before_request\ndef x(): ...", id="hook, not a route"),
        pytest.param("@app.errorhandler(404)\ndef x(e): ...", id="error handler, not a route"),
        pytest.param("@app.template_filter()\ndef x(v): ...", id="filter, not a route"),
        pytest.param('client = app.test_client()\nclient.get("/x")', id="test client"),
        pytest.param('app.config.get("/x")', id="method of the configuration"),
        pytest.param('import requests\nrequests.get("http://x/y")', id="HTTP client"),
        pytest.param('cache = {}\ncache.get("/x")', id="get of a dictionary"),
        pytest.param(
            "class Router:\n    def route(self, p):\n        return lambda f: f\n"
            'r = Router()\n@r.route("/x")\ndef x(): ...',
            id="a router of the project's own",
        ),
        pytest.param("app.static_folder = 'x'", id="static files are not reported"),
    ],
)
def test_ignores(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (routes_of(program), unresolved_of(program)) == ([], [])


COMPUTED = "Flask route with a computed path or methods"
NO_VIEW = "Flask route whose view is not known"
UNREGISTERED = "Flask blueprint that nothing registers as far as is seen: its routes are left out"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from flask import Blueprint\nbp = Blueprint('b', __name__)\n"
            "@bp.get('/x')\ndef x(): ...\n@bp.get('/y')\ndef y(): ...",
            [f"shop.py:4 {UNREGISTERED}"],
            id="blueprint that nobody registers, once for all its routes",
        ),
        pytest.param(
            "import os\n@app.get(os.environ['P'])\ndef a(): ...",
            [f"shop.py:4 {COMPUTED}"],
            id="computed path",
        ),
        pytest.param(
            "import os\n@app.get(f'/{os.name}/a')\ndef a(): ...",
            [f"shop.py:4 {COMPUTED}"],
            id="path that is partly computed",
        ),
        pytest.param(
            "import shop_x\n@app.route('/a', methods=shop_x.METHODS)\ndef a(): ...",
            [f"shop.py:4 {COMPUTED}"],
            id="computed methods",
        ),
        pytest.param(
            "import plugins\napp.add_url_rule('/a', view_func=plugins.view)",
            [f"shop.py:4 {NO_VIEW}"],
            id="view of another package",
        ),
        pytest.param(
            "import plugins\nfor name in plugins.NAMES:\n"
            "    app.add_url_rule('/' + name, view_func=getattr(plugins, name))",
            [f"shop.py:5 {NO_VIEW}"],
            id="view looked up by a computed name",
        ),
        pytest.param(
            "import os\nfrom flask import Blueprint\nbp = Blueprint('b', __name__)\n"
            "@bp.get('/a')\ndef a(): ...\napp.register_blueprint(bp, url_prefix=os.name)",
            [f"shop.py:6 {COMPUTED}"],
            id="computed prefix",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (routes_of(program), unresolved_of(program)) == ([], expected)
