import pytest

from tests.analysis.programs import entry_points_of, program_of_one

SOURCE = """\
from tornado import web
from traitlets import Bool, Dict, Instance, List, Type, Unicode, default
from traitlets.config import Application
class Show(web.RequestHandler):
    def get(self): ...
class Store:
    def handlers(self): return [("/stored", Show)]
class Prefix(Unicode):
    def validate(self, obj, value): ...
class Shop(Application):
    {declared}
    def start(self):
        web.Application([{rule}])
"""


@pytest.mark.parametrize(
    ("declared", "rule", "expected"),
    [
        pytest.param(
            "base = Unicode('/shop/', config=True)",
            "(self.base + 'a', Show)",
            ["GET /shop/a shop:Show.get 5"],
            id="default",
        ),
        pytest.param(
            "base = Unicode(config=True)",
            "(self.base + '/a', Show)",
            ["GET /a shop:Show.get 5"],
            id="empty default",
        ),
        pytest.param(
            "base = Prefix(default_value='/shop')",
            "(self.base + '/a', Show)",
            ["GET /shop/a shop:Show.get 5"],
            id="subclass of a trait",
        ),
        pytest.param(
            "base = Unicode()\n    @default('base')\n    def _base(self): return '/shop'",
            "(self.base + '/a', Show)",
            ["GET /shop/a shop:Show.get 5"],
            id="dynamic default",
        ),
        pytest.param(
            "base = Unicode()\n    def _base_default(self): return '/shop'",
            "(self.base + '/a', Show)",
            ["GET /shop/a shop:Show.get 5"],
            id="dynamic default by its name",
        ),
        pytest.param(
            "store_class = Type(Store, config=True)",
            "*self.store_class().handlers()",
            ["GET /stored shop:Show.get 5"],
            id="class",
        ),
        pytest.param(
            "store_class = Type('shop.Store', klass='shop.Store')",
            "*self.store_class().handlers()",
            ["GET /stored shop:Show.get 5"],
            id="class by name",
        ),
        pytest.param(
            "store = Instance(Store)",
            "*self.store.handlers()",
            ["GET /stored shop:Show.get 5"],
            id="object",
        ),
        pytest.param(
            "more = List()\n    options = Dict()\n    is_open = Bool()",
            "('/a', Show, self.options), *self.more",
            ["GET /a shop:Show.get 5"],
            id="empty collections",
        ),
    ],
)
def test_defaults(declared: str, rule: str, expected: list[str]) -> None:
    program = program_of_one(SOURCE.format(declared=declared, rule=rule))
    assert entry_points_of(program) == expected
    assert not program.unresolved


def test_what_a_constructor_is_given() -> None:
    source = SOURCE.format(declared="base = Unicode('/')", rule="(self.base + '/a', Show)")
    program = program_of_one(f"{source}Shop(base='/given').start()\n")
    assert entry_points_of(program) == ["GET /given/a shop:Show.get 5"]
