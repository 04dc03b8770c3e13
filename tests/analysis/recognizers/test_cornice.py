import pytest

from tests.analysis.programs import entry_points_of, program_of, program_of_one, unresolved_of

PRELUDE = """\
from cornice import Service
from cornice.resource import add_resource, resource
orders = Service(name="orders", path="/orders/{key}")
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@orders.get()\ndef show(request): ...\n@orders.post(renderer='json')\n"
            "def add(request): ...",
            ["GET /orders/{key} shop:show 5", "POST /orders/{key} shop:add 7"],
            id="decorators",
        ),
        pytest.param(
            "@orders.decorator('PUT')\ndef put(request): ...",
            ["PUT /orders/{key} shop:put 5"],
            id="decorator by name",
        ),
        pytest.param(
            "def show(request): ...\norders.add_view('GET', show)\n"
            "class A:\n    def run(self): ...\norders.add_view('DELETE', 'run', klass=A)",
            ["DELETE /orders/{key} shop:A.run 7", "GET /orders/{key} shop:show 4"],
            id="add_view",
        ),
        pytest.param(
            "@resource(collection_path='/users', path='/users/{id}')\nclass User:\n"
            "    def collection_get(self): ...\n    def get(self): ...\n"
            "    def put(self): ...",
            [
                "GET /users shop:User.collection_get 6",
                "GET /users/{id} shop:User.get 7",
                "PUT /users/{id} shop:User.put 8",
            ],
            id="resource",
        ),
        pytest.param(
            "class User:\n    def get(self): ...\nadd_resource(User, path='/users/{id}')",
            ["GET /users/{id} shop:User.get 5"],
            id="add_resource",
        ),
        pytest.param(
            "from pyramid.config import Configurator\nconfig = Configurator()\n"
            "config.add_route('a', '/a')\nown = Service('own', pyramid_route='a')\n"
            "@own.get()\ndef show(request): ...",
            ["GET /a shop:show 9"],
            id="route of Pyramid",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (entry_points_of(program), program.unresolved) == (expected, ())


def test_services_hang_below_the_configurator_that_scans_them() -> None:
    program = program_of(
        {
            "shop/__init__.py": "from pyramid.config import Configurator\n"
            "def main(settings):\n    config = Configurator()\n"
            "    config.include(api, route_prefix='v1')\n"
            "def api(config):\n    config.scan('shop.views')",
            "shop/views.py": "from cornice import Service\na = Service('a', '/a')\n"
            "@a.get()\ndef show(request): ...",
        }
    )
    assert entry_points_of(program) == ["GET /v1/a shop.views:show 4"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("orders.cors_enabled", id="attribute"),
        pytest.param("@other.get()\ndef show(request): ...", id="something else"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\nown = Service('own', os.environ['A'])\n@own.get()\ndef a(request): ...",
            "shop.py:5 Cornice service with a computed path",
            id="path",
        ),
        pytest.param(
            "from elsewhere import view\norders.add_view('GET', view)",
            "shop.py:5 Cornice view that is not known",
            id="view",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, unresolved_of(program)) == ((), [expected])
