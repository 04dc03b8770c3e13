"""Routes below blueprints: prefixes, names, nesting, and where they are registered."""

import pytest

from migrator.model.location import Location
from tests.analysis.programs import program_of, program_of_one, routes_of, unresolved_of

PRELUDE = "from flask import Blueprint, Flask\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "bp = Blueprint('b', __name__)\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp)",
            ["GET /a b.a shop:a 5"],
            id="no prefix",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp)",
            ["GET /b/a b.a shop:a 5"],
            id="prefix of the constructor",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp, url_prefix='/r')",
            ["GET /r/a b.a shop:a 5"],
            id="prefix of the registration",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp, url_prefix='/r')",
            ["GET /r/a b.a shop:a 5"],
            id="the registration overrides the constructor",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp, url_prefix=None)",
            ["GET /b/a b.a shop:a 5"],
            id="None overrides nothing",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(blueprint=bp)",
            ["GET /b/a b.a shop:a 5"],
            id="blueprint as keyword",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b/')\n@bp.get('/')\ndef a(): ...\n"
            "@bp.get('')\ndef b(): ...\n@bp.get('c')\ndef c(): ...\n"
            "app.register_blueprint(bp)",
            ["GET /b/ b.a shop:a 5", "GET /b/ b.b shop:b 7", "GET /b/c b.c shop:c 9"],
            id="slashes are joined once",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\n@bp.get('')\ndef b(): ...\n"
            "app.register_blueprint(bp)",
            ["GET /b b.b shop:b 5"],
            id="empty rule is the prefix itself",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp, name='one', url_prefix='/1')\n"
            "app.register_blueprint(bp, name='two', url_prefix='/2')",
            ["GET /1/a one.a shop:a 5", "GET /2/a two.a shop:a 5"],
            id="registered twice with other names and prefixes",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\n@bp.get('/a')\ndef a(): ...\n"
            "outer = Blueprint('o', __name__, url_prefix='/o')\n"
            "outer.register_blueprint(bp)\napp.register_blueprint(outer)",
            ["GET /o/a o.b.a shop:a 5"],
            id="nested",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\n@bp.get('/a')\ndef a(): ...\n"
            "outer = Blueprint('o', __name__, url_prefix='/o')\n@outer.get('/own')\n"
            "def own(): ...\nouter.register_blueprint(bp)\napp.register_blueprint(outer)",
            ["GET /o/b/a o.b.a shop:a 5", "GET /o/own o.own shop:own 8"],
            id="nested with own prefixes",
        ),
        pytest.param(
            "bp = Blueprint('c', __name__, url_prefix='/c')\n@bp.get('/a')\ndef a(): ...\n"
            "middle = Blueprint('b', __name__, url_prefix='/b')\n"
            "outer = Blueprint('a', __name__)\nmiddle.register_blueprint(bp)\n"
            "outer.register_blueprint(middle)\napp.register_blueprint(outer, url_prefix='/a')",
            ["GET /a/b/c/a a.b.c.a shop:a 5"],
            id="nested two levels",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\n@bp.get('/a')\ndef a(): ...\n"
            "outer = Blueprint('o', __name__, url_prefix='/o')\n"
            "outer.register_blueprint(bp, url_prefix='/x')\n"
            "app.register_blueprint(outer, url_prefix='/y')",
            ["GET /y/x/a o.b.a shop:a 5"],
            id="nested, both overridden",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\n@bp.get('/a', endpoint='e')\ndef a(): ...\n"
            "bp.add_url_rule('/c', 'f', a)\napp.register_blueprint(bp)",
            ["GET /a b.e shop:a 5", "GET /c b.f shop:a 5"],
            id="endpoints below a blueprint",
        ),
        pytest.param(
            "V = 'v1'\nBASE = '/api/' + V\n"
            "bp = Blueprint('b', __name__, url_prefix=f'{BASE}/b')\n"
            "@bp.get('/%s' % 'a')\ndef a(): ...\n@bp.get('/{}'.format('c'))\ndef c(): ...\n"
            "app.register_blueprint(bp)",
            ["GET /api/v1/b/a b.a shop:a 7", "GET /api/v1/b/c b.c shop:c 9"],
            id="constants in paths and prefixes",
        ),
        pytest.param(
            "class Area(Blueprint):\n    def __init__(self, name):\n"
            "        super().__init__(name, __name__, url_prefix='/' + name)\n"
            "bp = Area('b')\n@bp.get('/a')\ndef a(): ...\napp.register_blueprint(bp)",
            ["GET /b/a b.a shop:a 8"],
            id="subclass with its own constructor",
        ),
        pytest.param(
            "class Area(Blueprint): ...\nbp = Area('b', __name__, url_prefix='/b')\n"
            "@bp.get('/a')\ndef a(): ...\napp.register_blueprint(bp)",
            ["GET /b/a b.a shop:a 6"],
            id="subclass",
        ),
        pytest.param(
            "class Area(Blueprint):\n    def page(self, rule):\n"
            "        return self.route(rule, methods=['GET', 'POST'])\n"
            "bp = Area('b', __name__)\n@bp.page('/a')\ndef a(): ...\napp.register_blueprint(bp)",
            ["GET /a b.a shop:a 8", "POST /a b.a shop:a 8"],
            id="subclass with a shortcut of its own",
        ),
        pytest.param(
            "def area(name):\n    return Blueprint(name, __name__, url_prefix=f'/{name}')\n"
            "one, two = area('one'), area('two')\n@one.get('/a')\ndef a(): ...\n"
            "@two.get('/b')\ndef b(): ...\n"
            "app.register_blueprint(one)\napp.register_blueprint(two)",
            ["GET /one/a one.a shop:a 7", "GET /two/b two.b shop:b 9"],
            id="function that makes blueprints",
        ),
        pytest.param(
            "one = Blueprint('one', __name__)\n@one.get('/a')\ndef a(): ...\n"
            "two = Blueprint('two', __name__)\n@two.get('/b')\ndef b(): ...\n"
            "for bp in (one, two):\n    app.register_blueprint(bp)",
            ["GET /a one.a shop:a 5", "GET /b two.b shop:b 8"],
            id="loop over blueprints",
        ),
        pytest.param(
            "one = Blueprint('one', __name__)\n@one.get('/a')\ndef a(): ...\n"
            "two = Blueprint('two', __name__)\n@two.get('/a')\ndef b(): ...\n"
            "for bp, prefix in [(one, '/1'), (two, '/2')]:\n"
            "    app.register_blueprint(bp, url_prefix=prefix)",
            ["GET /1/a one.a shop:a 5", "GET /2/a two.b shop:b 8"],
            id="loop over blueprints with prefixes",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\n@bp.get('/a')\ndef a(): ...\n"
            "def register(app, *blueprints, **options):\n    for one in blueprints:\n"
            "        app.register_blueprint(one, **options)\n"
            "register(app, bp, url_prefix='/x')",
            ["GET /x/a b.a shop:a 5"],
            id="starred arguments",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\n@bp.get('/a')\ndef a(): ...\n"
            "OPTIONS = {'url_prefix': '/x'}\napp.register_blueprint(bp, **OPTIONS)",
            ["GET /x/a b.a shop:a 5"],
            id="unpacked options",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\n@bp.record\ndef setup(state):\n"
            "    state.app.extensions['b'] = 1\n@bp.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp)",
            ["GET /a b.a shop:a 8"],
            id="record is not a route",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert routes_of(program_of_one(PRELUDE + source)) == expected


VIEWS = """\
    from flask import Blueprint
    bp = Blueprint("orders", __name__, url_prefix="/orders")
    @bp.get("/<int:id>")
    def show(id): ...
    """
SHOWN = ["GET /orders/<int:id> orders.show shop.views:show 4"]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {
                "shop/app.py": """\
                    from flask import Flask
                    from shop.views import bp
                    app = Flask(__name__)
                    app.register_blueprint(bp)
                    """
            },
            id="from import",
        ),
        pytest.param(
            {
                "shop/app.py": """\
                    from flask import Flask
                    from shop.views import bp as orders
                    app = Flask(__name__)
                    app.register_blueprint(orders)
                    """
            },
            id="from import as",
        ),
        pytest.param(
            {
                "shop/app.py": """\
                    from flask import Flask
                    import shop.views
                    app = Flask(__name__)
                    app.register_blueprint(shop.views.bp)
                    """
            },
            id="dotted import",
        ),
        pytest.param(
            {
                "shop/app.py": """\
                    from flask import Flask
                    import shop.views as v
                    app = Flask(__name__)
                    app.register_blueprint(v.bp)
                    """
            },
            id="dotted import as",
        ),
        pytest.param(
            {
                "shop/app.py": """\
                    from flask import Flask
                    from shop import views
                    app = Flask(__name__)
                    app.register_blueprint(views.bp)
                    """
            },
            id="module from package",
        ),
        pytest.param(
            {
                "shop/app.py": """\
                    from flask import Flask
                    from . import views
                    from .views import bp
                    app = Flask(__name__)
                    app.register_blueprint(bp)
                    """
            },
            id="relative",
        ),
        pytest.param(
            {
                "shop/app.py": """\
                    from flask import Flask
                    from shop.views import *
                    app = Flask(__name__)
                    app.register_blueprint(bp)
                    """
            },
            id="star",
        ),
        pytest.param(
            {
                "shop/__init__.py": "from shop.views import bp as orders",
                "shop/app.py": """\
                    from flask import Flask
                    from shop import orders
                    app = Flask(__name__)
                    app.register_blueprint(orders)
                    """,
            },
            id="re-exported by the package",
        ),
        pytest.param(
            {
                "shop/app.py": """\
                    from flask import Flask
                    def create_app():
                        app = Flask(__name__)
                        from shop.views import bp
                        app.register_blueprint(bp)
                        return app
                    """
            },
            id="imported in a function",
        ),
        pytest.param(
            {
                "shop/app.py": """\
                    from importlib import import_module
                    from flask import Flask
                    app = Flask(__name__)
                    for name in ["views"]:
                        app.register_blueprint(import_module(f"shop.{name}").bp)
                    """
            },
            id="imported by name",
        ),
        pytest.param(
            {
                "shop/__init__.py": """\
                    from flask import Flask
                    def create_app():
                        from shop import views
                        app = Flask(__name__)
                        app.register_blueprint(views.bp)
                        return app
                    """,
                "shop/wsgi.py": "from shop import create_app\napp = create_app()",
            },
            id="factory in the package",
        ),
        pytest.param(
            {
                "shop/areas/__init__.py": "from ..views import bp\nBLUEPRINTS = [bp]",
                "shop/app.py": """\
                    from flask import Flask
                    from .areas import BLUEPRINTS
                    app = Flask(__name__)
                    for bp in BLUEPRINTS:
                        app.register_blueprint(bp)
                    """,
            },
            id="list of another package",
        ),
    ],
)
def test_follows_imports(files: dict[str, str]) -> None:
    assert routes_of(program_of({"shop/__init__.py": "", "shop/views.py": VIEWS} | files)) == SHOWN


CONFIGURED = """\
    from flask import Flask
    from shop.views import bp
    def create_app():
        app = Flask(__name__)
        {load}
        app.register_blueprint(bp, url_prefix=app.config["PREFIX"])
        return app
    """
SETTINGS = """\
    class Base:
        PREFIX = "/api"
    class Production(Base):
        DEBUG = False
    """


@pytest.mark.parametrize(
    "load",
    [
        pytest.param('app.config.from_object("shop.settings.Base")', id="class by name"),
        pytest.param('app.config.from_object("shop.settings.Production")', id="inherited"),
        pytest.param(
            "from shop import settings; app.config.from_object(settings.Base)", id="class"
        ),
        pytest.param(
            "from shop import settings; app.config.from_object(settings.Base())", id="object"
        ),
        pytest.param('app.config.from_object("shop.values")', id="module by name"),
        pytest.param('app.config["PREFIX"] = "/api"', id="key"),
        pytest.param('app.config.update(PREFIX="/api")', id="update with keywords"),
        pytest.param('app.config.update({"PREFIX": "/api"})', id="update with a dictionary"),
        pytest.param('app.config.from_mapping(PREFIX="/api")', id="from_mapping"),
    ],
)
def test_reads_the_prefix_from_configuration(load: str) -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/app.py": CONFIGURED.replace("{load}", load),
            "shop/settings.py": SETTINGS,
            "shop/values.py": 'PREFIX = "/api"',
            "shop/views.py": VIEWS,
        }
    )
    assert routes_of(program) == ["GET /api/<int:id> orders.show shop.views:show 4"]


def test_computed_configuration_is_unresolved() -> None:
    load = 'app.config.from_envvar("SETTINGS")'
    program = program_of(
        {"shop/app.py": CONFIGURED.replace("{load}", load), "shop/views.py": VIEWS}
    )
    assert (routes_of(program), unresolved_of(program)) == (
        [],
        ["shop/views.py:3 Flask route with a computed path or methods"],
    )


def test_says_where_each_level_is_registered() -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/views.py": VIEWS,
            "shop/api.py": """\
                from flask import Blueprint
                from shop.views import bp
                api = Blueprint("api", __name__)
                api.register_blueprint(bp)
                """,
            "shop/app.py": """\
                from flask import Flask
                from shop.api import api
                def create_app():
                    app = Flask(__name__)
                    register(app)
                    return app
                def register(app):
                    app.register_blueprint(api, url_prefix="/api")
                app = create_app()
                """,
        }
    )
    (point,) = program.entry_points
    assert point.name == "api.orders.show"
    assert point.registered_at == (
        Location("shop/views.py", 3),
        Location("shop/api.py", 4),
        Location("shop/app.py", 8),
        Location("shop/app.py", 5),
    )


def test_two_applications_serve_their_own_blueprints() -> None:
    program = program_of_one("""\
        from flask import Blueprint, Flask
        public, private = Blueprint("p", __name__), Blueprint("q", __name__)
        @public.get("/a")
        def a(): ...
        @private.get("/a")
        def b(): ...
        one, two = Flask("one"), Flask("two")
        one.register_blueprint(public)
        two.register_blueprint(private)
        """)
    assert routes_of(program) == ["GET /a p.a shop:a 4", "GET /a q.b shop:b 6"]
