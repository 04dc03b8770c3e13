"""Routes of subclasses that override what Flask calls: register, add_url_rule, as_view."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = (
    "from flask import Blueprint, Flask\nfrom flask.views import View\napp = Flask(__name__)\n"
)
# Blueprints that register those which their own ``register`` names.
AREA = """
class Area(Blueprint):
    def __init__(self, name, **kwargs):
        kwargs.setdefault('url_prefix', '/' + name)
        self.inner = []
        super().__init__(name, __name__, **kwargs)
    def register(self, app, options):
        self.inner = list(dict.fromkeys(self.inner))
        super().register(app, options)
        for area in self.inner:
            if app.blueprints.get(area.name) is None:
                app.register_blueprint(area)
"""
# A view that answers by a table of operations, each with and without the id.
OPERATIONS = """
class Node(View):
    operations = dict({'obj': [{'get': 'show', 'delete': 'drop'}, {'post': 'make'}]})
    def dispatch_request(self, **kwargs): ...
    @classmethod
    def commands(cls):
        found = []
        for op in cls.operations:
            index = 0
            for methods in cls.operations[op]:
                verbs = []
                for verb in methods:
                    verbs.append(verb.upper())
                if len(verbs) > 0:
                    found.append({'op': op, 'one': (index == 0), 'verbs': verbs})
                index += 1
        return found
    @classmethod
    def attach(cls, blueprint):
        path = '/'
        for part in cls.parents:
            path += '<{0}:{1}>/'.format(str(part['type']), part['id'])
        for c in cls.commands():
            blueprint.add_url_rule(
                '/{0}{1}'.format(c['op'], path + '<int:id>' if c['one'] else path),
                view_func=cls.as_view('{0}{1}'.format(c['op'], '_id' if c['one'] else '')),
                methods=c['verbs'])
class Table(Node):
    parents = [{'type': 'int', 'id': 'schema'}]
bp = Blueprint('b', __name__)
Table.attach(bp)
app.register_blueprint(bp)
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            AREA + "class Outer(Area):\n    def register(self, app, options):\n"
            "        self.inner.append(Area('inner'))\n        super().register(app, options)\n"
            "outer = Outer('outer')\n@outer.get('/a')\ndef a(): ...\n"
            "app.register_blueprint(outer)",
            ["GET /outer/a outer.a shop:a 22"],
            id="register is overridden",
        ),
        pytest.param(
            AREA + "inner = Area('inner')\n@inner.get('/a')\ndef a(): ...\n"
            "class Outer(Area):\n    def register(self, app, options):\n"
            "        self.inner.append(inner)\n        super().register(app, options)\n"
            "app.register_blueprint(Outer('outer'))",
            ["GET /inner/a inner.a shop:a 18"],
            id="register registers others",
        ),
        pytest.param(
            AREA + "class Chain(Area):\n    def register(self, app, options):\n"
            "        self.inner.append(self.next)\n        super().register(app, options)\n"
            + "".join(f"class C{n}(Chain): ...\nc{n} = C{n}('c{n}')\n" for n in range(9))
            + "".join(f"c{n}.next = c{n + 1}\n" for n in range(8))
            + "@c8.get('/a')\ndef a(): ...\napp.register_blueprint(c0)",
            ["GET /c8/a c8.a shop:a 47"],
            id="register registers others, nine deep",
        ),
        pytest.param(
            "class Mixin:\n    def __init__(self, *args, **kwargs):\n        super().__init__()\n"
            "class Area(Blueprint):\n    def __init__(self, name, **kwargs):\n"
            "        super().__init__(name, __name__, url_prefix='/' + name)\n"
            "class Both(Area, Mixin):\n    def __init__(self, name):\n"
            "        Area.__init__(self, name)\n        Mixin.__init__(self)\n"
            "bp = Both('b')\n@bp.get('/a')\ndef a(): ...\napp.register_blueprint(bp)",
            ["GET /b/a b.a shop:a 16"],
            id="Blueprint stands between bases of the project",
        ),
        pytest.param(
            "class Area(Blueprint):\n"
            "    def add_url_rule(self, rule, endpoint=None, view_func=None, **options):\n"
            "        super().add_url_rule('/x' + rule, endpoint, view_func, **options)\n"
            "bp = Area('b', __name__)\n@bp.route('/a', methods=['PUT'])\ndef a(): ...\n"
            "@bp.post('/b', endpoint='e')\ndef b(): ...\napp.register_blueprint(bp)",
            ["POST /x/b b.e shop:b 11", "PUT /x/a b.a shop:a 9"],
            id="route hands on to an overridden add_url_rule",
        ),
        pytest.param(
            "outer = Blueprint('o', __name__, url_prefix='/o')\n"
            "bp = Blueprint('b', __name__, url_prefix=outer.url_prefix + '/' + outer.name)\n"
            "@bp.get('/a')\ndef a(): ...\napp.register_blueprint(bp)",
            ["GET /o/o/a b.a shop:a 7"],
            id="prefix of another blueprint",
        ),
        pytest.param(
            OPERATIONS,
            [
                "DELETE /obj/<int:schema>/<int:id> b.obj_id shop:Table 31",
                "GET /obj/<int:schema>/<int:id> b.obj_id shop:Table 31",
                "POST /obj/<int:schema>/ b.obj shop:Table 31",
            ],
            id="table of operations",
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
            "class Plugin:\n    def register(self, app): ...\napp.register_blueprint(Plugin())",
            id="register of what is no blueprint",
        ),
    ],
)
def test_ignores(source: str) -> None:
    assert routes_of(program_of_one(PRELUDE + source)) == []


def test_says_what_it_cannot_read() -> None:
    source = (
        "class Area(Blueprint):\n    def add_url_rule(self, rule, endpoint=None, f=None, **o):\n"
        "        super().add_url_rule(load(rule), endpoint, f, **o)\n"
        "bp = Area('b', __name__)\n@bp.route('/a')\ndef a(): ...\napp.register_blueprint(bp)"
    )
    assert unresolved_of(program_of_one(PRELUDE + source)) == [
        "shop.py:6 Flask route with a computed path or methods"
    ]


def test_every_object_of_a_subclass_has_its_own_prefix() -> None:
    areas = "".join(
        f"b{n} = Area('b{n}')\nb{n}.add_url_rule('/a', 'a', a)\napp.register_blueprint(b{n})\n"
        for n in range(100)
    )
    routes = routes_of(program_of_one(f"{PRELUDE}{AREA}def a(): ...\n{areas}"))

    assert {route.split()[1] for route in routes} == {f"/b{n}/a" for n in range(100)}
