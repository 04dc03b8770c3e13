import pytest

from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from tests.analysis.programs import entry_points_of, program_of, program_of_one, unresolved_of

PRELUDE = """\
from pyramid.config import Configurator
from pyramid.view import view_config, view_defaults
config = Configurator()
def show(request): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "config.add_route('a', '/a/{key}')\nconfig.add_view(show, route_name='a')",
            ["ANY /a/{key} shop:show 4"],
            id="add_view",
        ),
        pytest.param(
            "config.add_route('a', 'a')\n"
            "@view_config(route_name='a', request_method='GET', renderer='json')\n"
            "def a(request): ...\nconfig.scan()",
            ["GET /a shop:a 7"],
            id="view_config",
        ),
        pytest.param(
            "config.add_route('a', '/a')\n"
            "@view_config(route_name='a', request_method=('PUT', 'POST'))\ndef a(request): ...",
            ["POST /a shop:a 7", "PUT /a shop:a 7"],
            id="several methods",
        ),
        pytest.param(
            "config.add_route('a', '/a')\nconfig.add_route('b', '/b')\n"
            "@view_config(route_name='a')\n@view_config(route_name='b')\ndef a(request): ...",
            ["ANY /a shop:a 9", "ANY /b shop:a 9"],
            id="view of two routes",
        ),
        pytest.param(
            "config.add_route('a', '/a', request_method='POST')\n"
            "config.add_view(view=show, route_name='a')",
            ["POST /a shop:show 4"],
            id="method of the route",
        ),
        pytest.param(
            "config.add_route('a', '/a')\n@view_defaults(route_name='a', renderer='json')\n"
            "class A:\n    @view_config(request_method='GET')\n    def get(self): ...\n"
            "    @view_config(request_method='POST')\n    def add(self): ...",
            ["GET /a shop:A.get 9", "POST /a shop:A.add 11"],
            id="methods of a class with defaults",
        ),
        pytest.param(
            "config.add_route('a', '/a')\nclass A:\n    def list(self): ...\n"
            "config.add_view(A, attr='list', route_name='a', request_method='GET')",
            ["GET /a shop:A.list 7"],
            id="attribute of a class",
        ),
        pytest.param(
            "config.add_route('a', '/a')\n@view_config(route_name='a', attr='run')\n"
            "class A:\n    def run(self): ...",
            ["ANY /a shop:A.run 8"],
            id="decorated class",
        ),
        pytest.param(
            "config.add_route('a', '/a')\n@view_config(route_name='a')\nclass A:\n"
            "    def __call__(self): ...",
            ["ANY /a shop:A.__call__ 8"],
            id="class that is called",
        ),
        pytest.param(
            r"config.add_route('a', r'/a/{key:\d+}/:old*rest')"
            "\nconfig.add_view(show, route_name='a')",
            ["ANY /a/{key}/{old}{rest} shop:show 4"],
            id="markers",
        ),
        pytest.param(
            "def routes(config):\n    config.add_route('a', '/a')\n"
            "config.include(routes, route_prefix='/api')\nconfig.add_view(show, route_name='a')",
            ["ANY /api/a shop:show 4"],
            id="include of a function",
        ),
        pytest.param(
            "def inner(config):\n    config.add_route('a', '/a')\n"
            "def outer(config):\n    config.include(inner, route_prefix='inner')\n"
            "config.include(outer, route_prefix='outer')\nconfig.add_view(show, route_name='a')",
            ["ANY /outer/inner/a shop:show 4"],
            id="include in an include",
        ),
        pytest.param(
            "def add_both(config, name, path):\n    config.add_route(name, path)\n"
            "    config.add_view(show, route_name=name)\n"
            "config.add_directive('add_both', add_both)\nconfig.add_both('a', '/a')",
            ["ANY /a shop:show 4"],
            id="directive",
        ),
        pytest.param(
            "with Configurator(route_prefix='v1') as own:\n    own.add_route('a', '/a')\n"
            "    own.add_view(show, route_name='a')",
            ["ANY /v1/a shop:show 4"],
            id="configurator of a context, with a prefix",
        ),
        pytest.param(
            "import venusian\ndef route(path, **options):\n    def deco(wrapped):\n"
            "        def add(context, name, it):\n"
            "            context.config.add_route(name, path, **options)\n"
            "            context.config.add_view(it, route_name=name)\n"
            "        venusian.attach(wrapped, add, category='shop')\n        return wrapped\n"
            "    return deco\n@route('/a')\ndef a(request): ...\n"
            "config.include(lambda config: config.scan('shop'), route_prefix='/v1')\n"
            "@route('/b', request_method='GET')\ndef b(request): ...",
            ["ANY /v1/a shop:a 15", "GET /v1/b shop:b 18"],
            id="decorator that a scan calls, before and after it",
        ),
        pytest.param(
            "def add():\n    config.add_route('a', '/a')\n"
            "    config.add_view(show, route_name='a')\n"
            "config.action(None, add, order=100)",
            ["ANY /a shop:show 4"],
            id="action",
        ),
        pytest.param(
            "def prefix(config, name): return f'/{name}'\nconfig.add_directive('prefix', prefix)\n"
            "config.add_route('a', config.prefix('a'))\nconfig.add_view(show, route_name='a')",
            ["ANY /a shop:show 4"],
            id="what a directive gives",
        ),
        pytest.param(
            "def redirect(config, source, **kw):\n    name = 'to.' + source + str(kw)\n"
            "    config.add_route(name, source, **kw)\n"
            "    config.add_view(show, route_name=name)\n"
            "config.add_directive('redirect', redirect)\nconfig.redirect('/a')\n"
            "config.redirect('/b', request_method='GET')",
            ["ANY /a shop:show 4", "GET /b shop:show 4"],
            id="name made of options",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), program.unresolved) == (expected, ())


def test_includes_modules_by_name() -> None:
    program = program_of(
        {
            "shop/__init__.py": "from pyramid.config import Configurator\n"
            "def main(settings):\n    config = Configurator(settings=settings)\n"
            "    config.include('.admin', route_prefix='/admin')\n    config.scan()",
            "shop/admin.py": "from pyramid.view import view_config\n"
            "def includeme(config):\n    config.add_route('users', '/users/{id}')\n"
            "@view_config(route_name='users', request_method='GET')\ndef users(request): ...",
        }
    )
    assert program.entry_points == (
        EntryPoint(
            HttpRoute("GET", "/admin/users/{id}", "/admin/users/{id}"),
            "shop.admin:users",
            Location("shop/admin.py", 5),
            "pyramid",
            "users",
            (
                Location("shop/admin.py", 4),
                Location("shop/admin.py", 3),
                Location("shop/__init__.py", 4),
            ),
            ("GET",),
        ),
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("config.add_static_view('s', 'static')", id="static files"),
        pytest.param("config.add_route('a', '/a')", id="route that nothing answers"),
        pytest.param(
            "from pyramid.view import notfound_view_config\n@notfound_view_config()\n"
            "def a(request): ...",
            id="not found",
        ),
        pytest.param("config.add_view(show, context=ValueError)", id="view of exceptions"),
        pytest.param(
            "import other\nother.add_route('a', '/a')", id="something else that has the method"
        ),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@view_config(name='a', context='shop.Root')\ndef a(request): ...",
            "shop.py:5 Pyramid view without a route, found by traversal: its path is not known",
            id="traversal",
        ),
        pytest.param(
            "import os\nconfig.add_route('a', os.environ['A'])\n"
            "config.add_view(show, route_name='a')",
            "shop.py:6 Pyramid route with a computed pattern or method",
            id="pattern",
        ),
        pytest.param(
            "import os\nconfig.add_route('a', '/a')\n"
            "config.add_view(show, route_name='a', request_method=os.environ['A'])",
            "shop.py:6 Pyramid route with a computed pattern or method",
            id="method",
        ),
        pytest.param(
            "import os\ndef routes(config):\n    config.add_route('a', '/a')\n"
            "config.include(routes, route_prefix=os.environ['A'])\n"
            "config.add_view(show, route_name='a')",
            "shop.py:7 Pyramid route with a computed pattern or method",
            id="prefix",
        ),
        pytest.param(
            "config.add_view(show, route_name='a')",
            "shop.py:5 Pyramid view of a route that is not known",
            id="route",
        ),
        pytest.param(
            "from elsewhere import view\nconfig.add_route('a', '/a')\n"
            "config.add_view(view, route_name='a')",
            "shop.py:7 Pyramid view that is not known",
            id="view",
        ),
        pytest.param(
            "with config.route_prefix_context('v1'):\n    config.add_route('a', '/a')",
            "shop.py:5 Pyramid routes below a prefix of a context: the prefix is not read",
            id="prefix of a context",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, unresolved_of(program)) == ((), [expected])


def test_a_decorator_of_a_category_that_is_not_scanned() -> None:
    source = """\
import venusian
def attach(wrapped):
    def add(context, name, it):
        context.config.add_route(name, '/a')
        context.config.add_view(it, route_name=name)
    venusian.attach(wrapped, add, category='other')
    return wrapped
@attach
def a(request): ...
config.scan('shop', categories=['shop'])
"""
    assert entry_points_of(program_of_one(PRELUDE + source)) == []
