"""Which function answers: class-based views, decorators, helpers, tables of routes."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = "from flask import Flask\nfrom flask.views import MethodView, View\napp = Flask('s')\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class V(MethodView):\n    def get(self): ...\n    def post(self): ...\n"
            "app.add_url_rule('/v', view_func=V.as_view('v'))",
            ["GET /v v shop:V.get 5", "POST /v v shop:V.post 6"],
            id="MethodView answers with its methods",
        ),
        pytest.param(
            "from flask import current_app\ndef start(app):\n    app.home = '/v'\n"
            "    app.add_url_rule(home(), 'v', show)\ndef home():\n    return current_app.home\n"
            "def show(): ...\nstart(app)",
            ["GET /v v shop:show 10"],
            id="what is set on the application, read by its proxy",
        ),
        pytest.param(
            "from flask import current_app\nclass Own(Flask): ...\ndef start(app):\n"
            "    app.home = '/v'\n    app.add_url_rule(current_app.home, 'v', show)\n"
            "def show(): ...\nstart(Own('o'))",
            ["GET /v v shop:show 9"],
            id="on one of the project's own class",
        ),
        pytest.param(
            "from functools import wraps\ndef required(view):\n    @wraps(view)\n"
            "    def wrapper(**values):\n        return view(**values)\n    return wrapper\n"
            "class V(MethodView):\n    def get(self): ...\n    def post(self): ...\n"
            "view = V.as_view('v')\nfor decorator in [required]:\n    view = decorator(view)\n"
            "app.add_url_rule('/v', view_func=view)",
            ["GET /v v shop:V.get 11", "POST /v v shop:V.post 12"],
            id="MethodView below a decorator of the project",
        ),
        pytest.param(
            "class V(MethodView):\n    def get(self): ...\n    def post(self): ...\n"
            "app.add_url_rule('/v', view_func=V.as_view('v'), methods=['GET'])",
            ["GET /v v shop:V.get 5"],
            id="MethodView with methods of the rule",
        ),
        pytest.param(
            "class V(MethodView):\n    methods = ['POST']\n    def get(self): ...\n"
            "    def post(self): ...\n"
            "app.add_url_rule('/v', view_func=V.as_view('v'))",
            ["POST /v v shop:V.post 7"],
            id="MethodView with methods of the class",
        ),
        pytest.param(
            "class V(MethodView):\n    def get(self, id): ...\n    def post(self): ...\n"
            "v = V.as_view('v')\napp.add_url_rule('/v', view_func=v, methods=['POST'])\n"
            "app.add_url_rule('/v/<id>', view_func=v, methods=['GET'])",
            ["GET /v/<id> v shop:V.get 5", "POST /v v shop:V.post 6"],
            id="MethodView on two rules",
        ),
        pytest.param(
            "class V(MethodView):\n    def get(self): ...\n"
            "class W(MethodView):\n    def post(self): ...\n"
            "made = {}\n"
            "for path, cls in [('/v', V), ('/w', W), ('/also', V)]:\n"
            "    view = made.get(cls)\n"
            "    if view is None:\n"
            "        view = made[cls] = cls.as_view(cls.__name__)\n"
            "    app.add_url_rule(path, view_func=view)",
            ["GET /also V shop:V.get 5", "GET /v V shop:V.get 5", "POST /w W shop:W.post 7"],
            id="views that are made once a class",
        ),
        pytest.param(
            "class V(View):\n    def dispatch_request(self): ...\n"
            "app.add_url_rule('/v', view_func=V.as_view('v'))",
            ["GET /v v shop:V.dispatch_request 5"],
            id="View answers with dispatch_request",
        ),
        pytest.param(
            "class V(View):\n    methods = ['GET', 'POST']\n    def dispatch_request(self): ...\n"
            "app.add_url_rule('/v', view_func=V.as_view('v'))",
            ["GET /v v shop:V.dispatch_request 6", "POST /v v shop:V.dispatch_request 6"],
            id="View with methods",
        ),
        pytest.param(
            "class Base(MethodView):\n    def get(self): ...\nclass V(Base):\n"
            "    def post(self): ...\napp.add_url_rule('/v', view_func=V.as_view('v'))",
            ["GET /v v shop:Base.get 5", "POST /v v shop:V.post 7"],
            id="MethodView inherits from a class of the project",
        ),
        pytest.param(
            "class Lists:\n    def get(self): ...\nclass V(Lists, MethodView):\n"
            "    def post(self): ...\napp.add_url_rule('/v', view_func=V.as_view('v'))",
            ["GET /v v shop:Lists.get 5", "POST /v v shop:V.post 7"],
            id="MethodView with a mixin",
        ),
        pytest.param(
            "class Base(View):\n    def dispatch_request(self):\n        return self.answer()\n"
            "class V(Base):\n    def answer(self): ...\n"
            "app.add_url_rule('/v', view_func=V.as_view('v'))",
            ["GET /v v shop:V 7"],
            id="View inherits dispatch_request",
        ),
        pytest.param(
            "import login\nclass V(MethodView):\n    decorators = [login.required]\n"
            "    def get(self): ...\napp.add_url_rule('/v', view_func=V.as_view('v'))",
            ["GET /v v shop:V.get 7"],
            id="MethodView with decorators of its own",
        ),
        pytest.param(
            "import login\nclass V(MethodView):\n    def get(self): ...\n"
            "app.add_url_rule('/v', view_func=login.required(V.as_view('v')))",
            ["GET /v v shop:V.get 6"],
            id="class view in a foreign decorator",
        ),
        pytest.param(
            "from functools import wraps\ndef guard(view):\n    @wraps(view)\n"
            "    def guarded(*args): return view(*args)\n    return guarded\n"
            "class V(MethodView):\n    def post(self): ...\n"
            "def add(cls, decorators):\n    view = cls.as_view('v')\n"
            "    if view is not None:\n        for decorator in decorators or []:\n"
            "            view = decorator(view)\n"
            "        app.add_url_rule('/v', view_func=view)\n"
            "add(V, [guard])",
            ["POST /v v shop:V.post 10"],
            id="class view in the project's decorators, one by one",
        ),
        pytest.param(
            "def checked(cls):\n    cls.is_checked = True\n    return cls\n"
            "@checked\nclass V(MethodView):\n    def get(self): ...\n"
            "app.add_url_rule('/v', view_func=V.as_view('v'))",
            ["GET /v v shop:V.get 9"],
            id="decorated class",
        ),
        pytest.param(
            "def page(rule):\n    def register(cls):\n"
            "        app.add_url_rule(rule, view_func=cls.as_view(cls.__name__))\n"
            "        return cls\n    return register\n"
            "@page('/v')\nclass V(MethodView):\n    def get(self): ...",
            ["GET /v V shop:V.get 11"],
            id="decorator factory that registers a class",
        ),
        pytest.param(
            "class V(MethodView):\n    init_every_request = False\n"
            "    def __init__(self, model):\n        self.model = model\n"
            "    def get(self): ...\nfor name in ('a', 'b'):\n"
            "    app.add_url_rule(f'/{name}', view_func=V.as_view(name, model=name))",
            ["GET /a a shop:V.get 8", "GET /b b shop:V.get 8"],
            id="one class view for several rules",
        ),
        pytest.param(
            "class V(MethodView):\n    @classmethod\n    def register(cls, app):\n"
            "        app.add_url_rule('/v', view_func=cls.as_view('v'))\n"
            "    def get(self): ...\nV.register(app)",
            ["GET /v v shop:V.get 8"],
            id="class view that registers itself",
        ),
    ],
)
def test_class_based_views(source: str, expected: list[str]) -> None:
    assert routes_of(program_of_one(PRELUDE + source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import functools\ndef login(f):\n    @functools.wraps(f)\n"
            "    def inner(*a, **k):\n        return f(*a, **k)\n    return inner\n"
            "@app.get('/a')\n@login\ndef a(): ...",
            ["GET /a a shop:a 12"],
            id="decorator of the project with wraps",
        ),
        pytest.param(
            "from functools import wraps\ndef role(name):\n    def decorate(f):\n"
            "        @wraps(f)\n        def inner(*a, **k):\n            return f(*a, **k)\n"
            "        return inner\n    return decorate\n"
            "@app.get('/a')\n@role('admin')\ndef a(): ...",
            ["GET /a a shop:a 14"],
            id="decorator factory of the project",
        ),
        pytest.param(
            "def login(f):\n    def inner(*a, **k):\n        return f(*a, **k)\n    return inner\n"
            "@app.get('/a')\n@login\ndef a(): ...",
            ["GET /a inner shop:a 10"],
            id="decorator without wraps names the endpoint",
        ),
        pytest.param(
            "from functools import update_wrapper\ndef login(f):\n"
            "    def inner(*a):\n        return f(*a)\n    return update_wrapper(inner, f)\n"
            "@app.get('/a')\n@login\ndef a(): ...",
            ["GET /a a shop:a 11"],
            id="decorator with update_wrapper",
        ),
        pytest.param(
            "def login(f):\n    def inner(*a):\n        return f(*a)\n"
            "    inner.__name__ = f.__name__\n    return inner\n"
            "@app.get('/a')\n@login\ndef a(): ...",
            ["GET /a a shop:a 11"],
            id="decorator that copies the name by hand",
        ),
        pytest.param(
            "from functools import wraps\ndef one(f):\n    @wraps(f)\n"
            "    def inner(*a):\n        return f(*a)\n    return inner\n"
            "@app.get('/a')\n@one\n@one\ndef a(): ...",
            ["GET /a a shop:a 13"],
            id="decorator applied twice",
        ),
        pytest.param(
            "from functools import wraps\ndef mfa(f):\n    @wraps(f)\n    def inner():\n"
            "        return f()\n    return inner\ndef login(f):\n    @wraps(f)\n    @mfa\n"
            "    def wrapper():\n        return f()\n    return wrapper\n"
            "@app.get('/a')\n@login\ndef a(): ...\n@app.get('/b')\n@login\ndef b(): ...",
            ["GET /a a shop:a 18", "GET /b b shop:b 21"],
            id="decorator that decorates its own wrapper",
        ),
        pytest.param(
            "from functools import wraps\ndef mfa(f):\n    @wraps(f)\n    def inner():\n"
            "        return f()\n    return inner\ndef login(f):\n    @mfa\n"
            "    def wrapper():\n        return f()\n    return wrapper\n"
            "@app.get('/a')\n@login\ndef a(): ...",
            ["GET /a wrapper shop:a 17"],
            id="decorator that decorates its own wrapper, without wraps",
        ),
        pytest.param(
            "from flask_login import login_required\n"
            "@app.get('/a')\n@login_required\ndef a(): ...",
            ["GET /a a shop:a 7"],
            id="decorator of another package",
        ),
        pytest.param(
            "from flask_caching import Cache\ncache = Cache()\n"
            "@app.get('/a')\n@cache.cached(timeout=5)\ndef a(): ...",
            ["GET /a a shop:a 8"],
            id="decorator factory of another package",
        ),
        pytest.param(
            "class Login:\n    def __init__(self, f):\n        self.f = f\n"
            "    def __call__(self, *a):\n        return self.f(*a)\n"
            "def a(): ...\napp.add_url_rule('/a', 'a', Login(a))",
            ["GET /a a shop:Login.__call__ 7"],
            id="callable object",
        ),
        pytest.param(
            "from functools import partial\ndef show(kind): ...\n"
            "app.add_url_rule('/a', 'a', partial(show, 'a'))",
            ["GET /a a shop:show 5"],
            id="partial",
        ),
        pytest.param(
            "class Pages:\n    def index(self): ...\npages = Pages()\n"
            "app.add_url_rule('/a', view_func=pages.index)",
            ["GET /a index shop:Pages.index 5"],
            id="bound method",
        ),
        pytest.param(
            "class Pages:\n    @staticmethod\n    def index(): ...\n"
            "app.add_url_rule('/a', view_func=Pages.index)",
            ["GET /a index shop:Pages.index 6"],
            id="static method",
        ),
        pytest.param(
            "def make(kind):\n    def show():\n        return kind\n    return show\n"
            "app.add_url_rule('/a', 'a', make('a'))\napp.add_url_rule('/b', 'b', make('b'))",
            ["GET /a a shop:make.show 5", "GET /b b shop:make.show 5"],
            id="function that makes views",
        ),
    ],
)
def test_finds_the_function_below_what_wraps_it(source: str, expected: list[str]) -> None:
    assert routes_of(program_of_one(PRELUDE + source)) == expected


TABLE = ["GET /a a shop:a 4", "POST /b b shop:b 5"]
VIEWS = "def a(): ...\ndef b(): ...\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def register(app, rule, view, methods=('GET',)):\n"
            "    app.add_url_rule(rule, view_func=view, methods=methods)\n"
            "register(app, '/a', a)\nregister(app, '/b', b, ['POST'])",
            id="helper",
        ),
        pytest.param(
            "def register(app, routes):\n    for rule, view, methods in routes:\n"
            "        app.add_url_rule(rule, view_func=view, methods=methods)\n"
            "register(app, [('/a', a, ['GET']), ('/b', b, ['POST'])])",
            id="helper with a list of routes",
        ),
        pytest.param(
            "ROUTES = (('/a', a, 'GET'), ('/b', b, 'POST'))\nfor rule, view, method in ROUTES:\n"
            "    app.add_url_rule(rule, view_func=view, methods=[method])",
            id="loop over tuples",
        ),
        pytest.param(
            "ROUTES = {'/a': (a, ['GET']), '/b': (b, ['POST'])}\n"
            "for rule, (view, methods) in ROUTES.items():\n"
            "    app.add_url_rule(rule, view_func=view, methods=methods)",
            id="loop over a dictionary",
        ),
        pytest.param(
            "ROUTES = [dict(rule='/a', view_func=a), "
            "dict(rule='/b', view_func=b, methods=['POST'])]\n"
            "for route in ROUTES:\n    app.add_url_rule(**route)",
            id="loop over dictionaries of options",
        ),
        pytest.param(
            "ROUTES = [('/' + f.__name__, f, m) for f, m in [(a, 'GET'), (b, 'POST')]]\n"
            "for rule, view, method in ROUTES:\n"
            "    app.add_url_rule(rule, view_func=view, methods=[method])",
            id="loop over a comprehension",
        ),
        pytest.param(
            "for rule, view, method in zip(['/a', '/b'], [a, b], ['GET', 'POST']):\n"
            "    app.add_url_rule(rule, view_func=view, methods=[method])",
            id="loop over zip",
        ),
        pytest.param(
            "VIEWS = {'a': a, 'b': b}\nMETHODS = {'a': 'GET', 'b': 'POST'}\n"
            "for name in VIEWS:\n    app.add_url_rule(f'/{name}', name, VIEWS[name], "
            "methods=[METHODS[name]])",
            id="loop over keys",
        ),
        pytest.param(
            "def expose(rule, *methods):\n    def decorate(f):\n"
            "        app.add_url_rule(rule, view_func=f, methods=list(methods))\n"
            "        return f\n    return decorate\n"
            "expose('/a', 'GET')(a)\nexpose('/b', 'POST')(b)",
            id="decorator factory that registers",
        ),
        pytest.param(
            "from collections import namedtuple\nRoute = namedtuple('Route', 'rule view method')\n"
            "for r in [Route('/a', a, 'GET'), Route('/b', b, 'POST')]:\n"
            "    app.add_url_rule(r.rule, view_func=r.view, methods=[r.method])",
            id="loop over named tuples",
        ),
        pytest.param(
            "from collections import namedtuple\n"
            "Route = namedtuple('Route', ['rule', 'view', 'method'], defaults=['GET'])\n"
            "for rule, view, method in [Route('/a', a), Route('/b', b, method='POST')]:\n"
            "    app.add_url_rule(rule, view_func=view, methods=[method])",
            id="loop that unpacks named tuples",
        ),
        pytest.param(
            "class Route:\n    def __init__(self, rule, view, method='GET'):\n"
            "        self.rule, self.view, self.method = rule, view, method\n"
            "for r in [Route('/a', a), Route('/b', b, method='POST')]:\n"
            "    app.add_url_rule(r.rule, view_func=r.view, methods=[r.method])",
            id="loop over objects",
        ),
        pytest.param(
            "from dataclasses import dataclass\n@dataclass\nclass Route:\n    rule: str\n"
            "    view: object\n    method: str = 'GET'\n"
            "for r in [Route('/a', a), Route('/b', b, method='POST')]:\n"
            "    app.add_url_rule(r.rule, view_func=r.view, methods=[r.method])",
            id="loop over data objects",
        ),
        pytest.param(
            "from typing import NamedTuple\nclass Route(NamedTuple):\n    rule: str\n"
            "    view: object\n    method: str = 'GET'\n"
            "for r in [Route('/a', a), Route('/b', b, method='POST')]:\n"
            "    app.add_url_rule(r.rule, view_func=r.view, methods=[r.method])",
            id="loop over typed named tuples",
        ),
        pytest.param(
            "routes = []\nroutes.append(('/a', a, 'GET'))\nroutes.append(('/b', b, 'POST'))\n"
            "for rule, view, method in routes:\n"
            "    app.add_url_rule(rule, view_func=view, methods=[method])",
            id="list that is filled",
        ),
        pytest.param(
            "def walk(prefix, tree):\n    for part, entry in tree.items():\n"
            "        if isinstance(entry, dict):\n            walk(prefix + part, entry)\n"
            "        else:\n            view, method = entry\n"
            "            app.add_url_rule(prefix + part, view_func=view, methods=[method])\n"
            "walk('', {'/a': (a, 'GET'), '/b': (b, 'POST')})",
            id="helper that walks a tree",
        ),
        pytest.param(
            "rules = {a: ('/a', 'GET'), b: ('/b', 'POST')}\n"
            "for view, (rule, method) in rules.items():\n"
            "    app.add_url_rule(rule, view_func=view, methods=[method])",
            id="dictionary by view",
        ),
        pytest.param(
            "class Area:\n    routes = [('/a', a, 'GET'), ('/b', b, 'POST')]\n"
            "    def init_app(self, app):\n        for rule, view, method in self.routes:\n"
            "            app.add_url_rule(rule, view_func=view, methods=[method])\n"
            "Area().init_app(app)",
            id="extension with routes of its own",
        ),
    ],
)
def test_unrolls_tables_of_routes(source: str) -> None:
    program = program_of_one(PRELUDE + VIEWS + source)
    assert (routes_of(program), unresolved_of(program)) == (TABLE, [])


@pytest.mark.parametrize(
    "decorator",
    [
        pytest.param(
            "def login(f):\n    @functools.wraps(f)\n    def inner(*a):\n        return f(*a)\n"
            "    return inner",
            id="function",
        ),
        pytest.param(
            "class Login:\n    def __call__(self, f):\n        @functools.wraps(f)\n"
            "        def inner(*a):\n            return f(*a)\n        return inner\n"
            "def login(f):\n    return Login()(f)",
            id="object",
        ),
    ],
)
def test_a_decorator_stands_for_each_of_many_views(decorator: str) -> None:
    views = "".join(f"@app.get('/{n}')\n@login\ndef v{n}(): ...\n" for n in range(100, 400))
    program = program_of_one(f"{PRELUDE}import functools\n{decorator}\n{views}")

    assert [route.rpartition(" ")[0] for route in routes_of(program)] == [
        f"GET /{n} v{n} shop:v{n}" for n in range(100, 400)
    ]
