"""Which routes are native, and each reason why one is not."""

import textwrap
from collections.abc import Mapping

import pytest

from migrator.generation.native.decide import decide
from migrator.generation.native.rules import are_apart
from migrator.generation.native.scopes import Kept
from migrator.generation.symbols.table import SymbolTable
from migrator.model.program import HttpRoute
from tests.generation.native.prices import FILES, changed
from tests.generation.shops import analyzed

APP, VIEWS, CATALOG = "shop/app.py", "shop/prices/views.py", "shop/prices/catalog.py"
CONFIG = "shop/config.py"
INDEX, SHOW, QUOTE = "GET /prices/", "GET /prices/{number}", "POST /prices/quote"


def decided(files: Mapping[str, str], pin: str = "Flask==3.1.3") -> dict[str, list[str]]:
    """Return the reasons by route, each with its place."""
    encoded = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, source = analyzed(encoded)
    modules = {module.name: module for module in program.modules}
    table = SymbolTable(modules, source, frozenset(modules))
    routes = [e for e in program.entry_points if isinstance(e.trigger, HttpRoute)]
    name = program.applications[0].name
    natives = decide(program, table, Kept(frozenset(modules), {}), name, routes, pins=[pin])
    return {s.label: [f"{h.location} {h.says}" for h in s.hindrances] for s in natives.servings}


def test_all_are_native() -> None:
    assert decided(FILES) == {INDEX: [], SHOW: [], QUOTE: []}


# What of the application concerns every route: the change, and what is said of it.
SHARED = [
    (
        (APP, "    register(app)\n", "    register(app)\n            app.before_request(check)\n"),
        "shop/app.py:7 `before_request` of the application runs `check`",
    ),
    (
        (APP, "@app.errorhandler(404)", "@app.after_request"),
        "shop/app.py:9 `after_request` of the application runs `missing`",
    ),
    (
        (VIEWS, "log = logging", "prices.before_app_request(print)\n        log = logging"),
        "shop/prices/views.py:9 `before_app_request` of the application runs `print`",
    ),
    (
        (APP, "register(app)\n\n", "register(app)\n            Talisman(app)\n\n"),
        "shop/app.py:7 `Talisman` gets the application and may run around every view",
    ),
    (
        (
            APP,
            "register(app)\n\n",
            "register(app)\n            app.wsgi_app = Fix(app.wsgi_app)\n\n",
        ),
        "shop/app.py:7 `app.wsgi_app` is set, which every view may feel",
    ),
    (
        (APP, "register(app)\n\n", "register(app)\n            app.json.sort_keys = False\n\n"),
        "shop/app.py:7 `app.json.sort_keys` is set, which every view may feel",
    ),
    (
        (APP, "register(app)\n\n", "register(app)\n            things.append(app)\n\n"),
        "shop/app.py:7 `things.append` gets the application and may run around every view",
    ),
    (
        (APP, 'from_object("shop.config.Config")', "from_prefixed_env()"),
        "shop/app.py:5 `app.config.from_prefixed_env` reads settings that are not seen",
    ),
    (
        (APP, "Flask(__name__)", "Flask(__name__, host_matching=True)"),
        "shop/app.py:4 `host_matching=True` decides which host is answered",
    ),
    (
        (
            APP,
            "register(app)\n\n",
            "register(app)\n            app.view_functions['prices.show'] = limited\n\n",
        ),
        "shop/app.py:7 `app.view_functions['prices.show']` is set, which every view may feel",
    ),
    (
        (
            APP,
            "register(app)\n\n",
            "register(app)\n            getattr(app, 'before_request')(check)\n\n",
        ),
        "shop/app.py:7 `getattr` gets the application and may run around every view",
    ),
    (
        (
            APP,
            "register(app)\n\n",
            "register(app)\n            Flask.make_response = other\n\n",
        ),
        "shop/app.py:7 `flask.Flask` is changed at the start",
    ),
    (
        (CONFIG, "CURRENCY = 'EUR'", "DEBUG = True"),
        "shop/config.py:2 with `DEBUG` on Flask writes JSON otherwise",
    ),
    (
        (CONFIG, "CURRENCY = 'EUR'", "SERVER_NAME = 'a.b'"),
        "shop/config.py:2 the setting `SERVER_NAME` changes what Flask answers",
    ),
]


@pytest.mark.parametrize(("change", "says"), SHARED)
def test_what_concerns_every_route(change: tuple[str, str, str], says: str) -> None:
    assert decided(changed(change)) == {INDEX: [says], SHOW: [says], QUOTE: [says]}


def test_who_listens_to_signals() -> None:
    listening = (
        "from flask import Flask, jsonify, request_started as begun\n"
        "        @begun.connect\n        def count(sender): ...\n"
    )
    says = [
        "shop/app.py:2 who listens to `flask.request_started` runs with every view",
        "shop/app.py:3 `shop.app:count` runs around it",
    ]
    found = decided(changed((APP, "from flask import Flask, jsonify\n", listening)))
    assert found == {INDEX: says, SHOW: says, QUOTE: says}


def test_a_class_of_applications_of_the_monolith() -> None:
    change = (APP, "app = Flask(__name__)", "app = Shop(__name__)")
    more = (APP, "def create_app", "class Shop(Flask): ...\n\n        def create_app")
    says = "shop/app.py:1 it is not seen that `shop.app:create_app` is a plain `Flask(…)`"
    found = decided(changed(change, more))
    assert {says in reasons for reasons in found.values()} <= {True}


# What concerns one view: the changes, the route, and its reasons; the others stay native.
OWN = [
    (
        "a name of Flask that is not modelled",
        [
            (VIEWS, "abort, jsonify, request", "abort, jsonify, request, session"),
            (VIEWS, '"currency": "EUR"', '"currency": session["c"]'),
        ],
        SHOW,
        ["shop/prices/views.py:27 it uses `flask.session`"],
    ),
    (
        "an attribute of the request that is not modelled",
        [(VIEWS, "method=request.method", "method=request.remote_addr")],
        INDEX,
        ["shop/prices/views.py:19 it uses `flask.request.remote_addr`"],
    ),
    (
        "the request is handed on",
        [(VIEWS, "price_of(number)\n", "price_of(request)\n")],
        SHOW,
        ["shop/prices/views.py:23 it hands `flask.request` on"],
    ),
    (
        "the answer is changed",
        [(VIEWS, "return jsonify(numbers", "made = jsonify(numbers")],
        INDEX,
        ["shop/prices/views.py:19 `jsonify(…)` is not returned at once"],
    ),
    (
        "a helper of a helper makes an answer, which is changed",
        [
            (
                VIEWS,
                '        @prices.get("/")',
                (
                    "        def _made(n):\n            return jsonify(numbers=n)\n\n"
                    "        def _listed(n):\n            return _made(n)\n\n"
                    '        @prices.get("/")'
                ),
            ),
            (
                VIEWS,
                "return jsonify(numbers=numbers, method=request.method)",
                "made = _listed(numbers)\n            return made",
            ),
        ],
        INDEX,
        ["shop/prices/views.py:25 `_listed(…)` is not returned at once"],
    ),
    (
        "a name that a lambda has too",
        [
            (VIEWS, "sorted(catalog.PRICES)", "sorted(catalog.PRICES, key=lambda request: 1)"),
            (VIEWS, "method=request.method", "method=request.remote_addr"),
        ],
        INDEX,
        ["shop/prices/views.py:19 it uses `flask.request.remote_addr`"],
    ),
    (
        "an error is made of a value",
        [(VIEWS, "abort(404)", "abort(found or 404)")],
        SHOW,
        ["shop/prices/views.py:26 it hands `flask.abort` on"],
    ),
    (
        "an error of the framework is looked at",
        [
            (
                VIEWS,
                "wanted = request.get_json()",
                (
                    "try:\n                wanted = request.get_json()\n"
                    "            except Exception as error:\n                return str(error)"
                ),
            )
        ],
        QUOTE,
        ["shop/prices/views.py:33 it looks at errors that may be the framework's"],
    ),
    (
        "an error of a helper is looked at",
        [
            (
                VIEWS,
                "        @prices.post(",
                (
                    "        def _checked(wanted):\n            if not wanted:\n"
                    "                abort(400)\n            return wanted\n\n"
                    "        def _wanted(wanted):\n            return _checked(wanted)\n\n"
                    "        @prices.post("
                ),
            ),
            (
                VIEWS,
                "wanted = request.get_json()",
                (
                    "wanted = request.get_json()\n            try:\n"
                    "                wanted = _wanted(wanted)\n"
                    "            except Exception as error:\n                return str(error)"
                ),
            ),
        ],
        QUOTE,
        ["shop/prices/views.py:42 it looks at errors that may be the framework's"],
    ),
    (
        "a generator",
        [(VIEWS, 'return {"price"', 'yield {"price"')],
        SHOW,
        ["shop/prices/views.py:22 `show` yields its answer bit by bit"],
    ),
    (
        "asynchronous",
        [(VIEWS, "def show", "async def show")],
        SHOW,
        ["shop/prices/views.py:22 `show` is asynchronous"],
    ),
    (
        "another decorator",
        [(VIEWS, "        def show", "        @cached\n        def show")],
        SHOW,
        ["shop/prices/views.py:22 it is decorated with `cached`"],
    ),
    (
        "a helper with a decorator",
        [(VIEWS, "        def _limit", "        @cached\n        def _limit")],
        INDEX,
        ["shop/prices/views.py:12 `_limit` is decorated"],
    ),
    (
        "a constant that something makes",
        [(VIEWS, "MOST = 100", "MOST = compute()")],
        INDEX,
        [
            "shop/prices/views.py:10 `MOST` is made by `compute`",
            "shop/prices/views.py:10 nothing is known of `compute`",
        ],
    ),
    (
        "a name that a function changes",
        [
            (VIEWS, "MOST = 100", "MOST = {}"),
            (VIEWS, "            # everything there is", '            MOST["x"] = 1'),
        ],
        INDEX,
        ["shop/prices/views.py:10 `MOST` is changed while requests are answered"],
    ),
    (
        "a class of the view's module",
        [
            (VIEWS, "MOST = 100", "class Price: ...\n        MOST = 100"),
            (VIEWS, 'return {"price": found', 'return {"price": Price(found)'),
        ],
        SHOW,
        ["shop/prices/views.py:28 `Price` is a class of a module that imports the framework"],
    ),
    (
        "a value in the registration",
        [(VIEWS, 'methods=["GET"]', 'methods=["GET"], defaults={"number": 1}')],
        SHOW,
        ["shop/prices/views.py:21 it is registered with `defaults={'number': 1}`"],
    ),
    (
        "a limit of bodies",
        [(CONFIG, "CURRENCY = 'EUR'", "MAX_CONTENT_LENGTH = 10")],
        QUOTE,
        ["shop/config.py:2 the setting `MAX_CONTENT_LENGTH` limits the body that it reads"],
    ),
]


@pytest.mark.parametrize(
    ("changes", "route", "says"),
    [pytest.param(*row[1:], id=row[0]) for row in OWN],
)
def test_what_concerns_one_view(
    changes: list[tuple[str, str, str]], route: str, says: list[str]
) -> None:
    assert decided(changed(*changes)) == {INDEX: [], SHOW: [], QUOTE: []} | {route: says}


# What concerns views that use the catalog: the change, what is said, and of which views.
ALL = (INDEX, SHOW, QUOTE)
BUSINESS = [
    (
        (CATALOG, "from decimal import", "import flask\n        from decimal import"),
        "shop/prices/catalog.py:1 `shop.prices.catalog`, which it imports, imports flask",
        ALL,
    ),
    (
        ("shop/prices/__init__.py", "", "import flask_login\n"),
        "shop/prices/__init__.py:1 `shop.prices`, which it imports, imports flask_login",
        ALL,
    ),
    (
        (CATALOG, "from decimal import", "import shop.prices.coins\n        from decimal import"),
        (
            "shop/prices/catalog.py:1 `shop.prices.catalog` and `shop.prices.coins` import each "
            "other, in an order of their own"
        ),
        ALL,
    ),
    (
        (CATALOG, "if number == 13:", "from flask import g\n            if number == 13:"),
        (
            "shop/prices/catalog.py:9 `shop.prices.catalog:price_of`, which it runs, imports "
            "`flask.g`"
        ),
        (SHOW, QUOTE),
    ),
    (
        (
            APP,
            "register(app)\n\n",
            (
                "register(app)\n            from shop.prices import catalog\n"
                "            catalog.PRICES[3] = 1\n\n"
            ),
        ),
        "shop/app.py:8 `shop.prices.catalog:PRICES` is changed while the application starts",
        ALL,
    ),
    (
        (
            APP,
            "register(app)\n\n",
            (
                "register(app)\n            from shop.prices.catalog import price_of\n"
                "            price_of(1)\n\n"
            ),
        ),
        "shop/app.py:8 `shop.prices.catalog:price_of` is called while the application starts",
        ALL,
    ),
    (
        (
            APP,
            "register(app)\n\n",
            (
                "register(app)\n            from shop.prices import catalog\n"
                "            setattr(catalog, 'PRICES', {})\n\n"
            ),
        ),
        "shop/app.py:8 `shop.prices.catalog` is handed on while the application starts",
        ALL,
    ),
    (
        (
            APP,
            "register(app)\n\n",
            (
                "register(app)\n            from shop.prices.catalog import Unknown\n"
                "            mapper.map(Unknown)\n\n"
            ),
        ),
        "shop/app.py:8 `shop.prices.catalog:Unknown` is used while the application starts",
        ALL,
    ),
    (
        (
            CONFIG,
            "class Config:",
            "import shop.prices.catalog as c\nclass Lost(c.Unknown): ...\nclass Config:",
        ),
        (
            "shop/config.py:2 `shop.prices.catalog:Unknown` gets a subclass while the application "
            "starts"
        ),
        ALL,
    ),
]


@pytest.mark.parametrize(("change", "says", "routes"), BUSINESS)
def test_what_concerns_business_code(
    change: tuple[str, str, str], says: str, routes: tuple[str, ...]
) -> None:
    found = decided(changed(change))
    assert {route for route, reasons in found.items() if says in reasons} == set(routes)


def test_what_is_called_at_the_start_may_act_on_everything() -> None:
    change = (APP, "register(app)\n\n", "register(app)\n            locale.setlocale(0)\n\n")
    imported = (APP, "from flask import", "import locale\n        from flask import")
    says = "shop/app.py:8 `locale.setlocale` is called at the start"
    assert decided(changed(change, imported)) == {INDEX: [says], SHOW: [says], QUOTE: [says]}


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("<int(min=1):number>", "`/prices/<int(min=1):number>` gives a converter arguments"),
        ("<price:number>", "nothing is known of the converter `price`"),
    ],
)
def test_converters_that_are_not_known_may_fit_anything(rule: str, says: str) -> None:
    assert decided(changed((VIEWS, "<int:number>", rule))) == {
        INDEX: ["shop/prices/views.py:16 `GET /prices/{number}` may fit the same path"],
        SHOW: [
            f"shop/prices/views.py:22 {says}",
            "shop/prices/views.py:22 `GET /prices/` may fit the same path",
        ],
        QUOTE: [],
    }


def test_rules_that_flask_tells_apart() -> None:
    change = (VIEWS, "<int:number>", "<number>")
    more = (VIEWS, '@prices.post("/quote")', '@prices.route("/quote", methods=["GET", "POST"])')
    assert decided(changed(change, more)) == {
        INDEX: [],
        SHOW: ["shop/prices/views.py:22 `GET /prices/quote` may fit the same path"],
        "GET /prices/quote": [
            "shop/prices/views.py:30 `GET /prices/{number}` may fit the same path"
        ],
        QUOTE: [],
    }


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("/a/<x>", "/a/b", False),
        ("/a/<x>", "/b/<x>", True),
        ("/a/<int:x>", "/a/b", True),
        ("/a/<int:x>", "/a/1", False),
        ("/a/<int:x>", "/a/<int:x>.pdf", True),
        ("/a/<x>", "/a/<x>.pdf", False),
        ("/a/<x>", "/a/", True),
        ("/a/<x>", "/a/<x>/", True),
        ("/a/<path:x>", "/a/b/c", False),
        ("/a/<path:x>", "/b/c", True),
        ("/a/<uuid:x>", "/a/b", False),
        ("/a/<price:x>", "/a/b/c", False),
        ("/a/<int:x>", '/a/<regex("[^/]"):x>', False),
        ("/a/<int:x>", '/b/<regex("[^/]"):x>', True),
    ],
)
def test_whether_a_path_can_fit_both(first: str, second: str, apart: bool) -> None:
    assert are_apart(first, second) is are_apart(second, first) is apart


def test_a_hook_of_the_blueprint() -> None:
    change = (VIEWS, "        def _limit", "        @prices.before_request\n        def _limit")
    says = "shop/prices/views.py:13 `before_request` of the blueprint runs `_limit`"
    found = decided(changed(change))
    assert {route: says in reasons for route, reasons in found.items()} == dict.fromkeys(
        (INDEX, SHOW, QUOTE), True
    )


def test_versions_of_flask() -> None:
    says = "requirements.txt:1 what a view answers is known of Flask 2.3 to 3, not of 2.2.5"
    assert decided(FILES, "flask==2.2.5") == {INDEX: [says], SHOW: [says], QUOTE: [says]}
    says = "requirements.txt:1 no exact version of Flask is required"
    assert decided(FILES, "flask>=3") == {INDEX: [says], SHOW: [says], QUOTE: [says]}


def test_other_frameworks_are_hosted() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/app.py": """\
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/")
            def index():
                return {}
            """,
    }
    says = "shop/app.py:6 what fastapi does around and with a view is not modelled"
    assert decided(files) == {"GET /": [says]}
