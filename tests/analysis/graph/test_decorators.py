"""Themes: decorators, dynamic."""

import pytest

from tests.analysis.graph.spelled import calls_in

SAME = "def same(f):\n    return f\n"
LOUD = "def loud(f):\n    def inner():\n        return f()\n    return inner\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            SAME + "@same\ndef ship(): ...\nship()",
            {"main": ["main.same", "main.ship"]},
            id="gives back what it is given",
        ),
        pytest.param(
            LOUD + "@loud\ndef ship(): ...\nship()",
            {"main": ["main.loud", "main.loud.inner"], "main.loud.inner": ["main.ship"]},
            id="wraps",
        ),
        pytest.param(
            LOUD + "@loud\ndef ship(): ...\n@loud\ndef bill(): ...\nship()",
            {
                "main": ["main.loud", "main.loud.inner"],
                "main.loud.inner": ["main.bill", "main.ship"],
            },
            id="a wrapper calls all that it wraps",
        ),
        pytest.param(
            "from functools import wraps\ndef loud(f):\n    @wraps(f)\n    def inner(*args):\n"
            "        return f(*args)\n    return inner\n@loud\ndef ship(): ...\nship()",
            {
                "main": ["main.loud", "main.loud.inner"],
                "main.loud": ["functools.wraps"],
                "main.loud.inner": ["main.ship"],
            },
            id="functools.wraps",
        ),
        pytest.param(
            SAME + LOUD + "@same\n@loud\ndef ship(): ...\nship()",
            {
                "main": ["main.loud", "main.loud.inner", "main.same"],
                "main.loud.inner": ["main.ship"],
            },
            id="two",
        ),
        pytest.param(
            "def tagged(name):\n    def mark(f):\n        return f\n    return mark\n"
            "@tagged('a')\ndef ship(): ...\nship()",
            {"main": ["main.ship", "main.tagged", "main.tagged.mark"]},
            id="with arguments",
        ),
        pytest.param(
            "def run(f):\n    f()\n    return f\n@run\ndef ship(): ...",
            {"main": ["main.run"], "main.run": ["main.ship"]},
            id="calls what it is given",
        ),
        pytest.param(
            SAME + "def order():\n    @same\n    def ship(): ...\n    ship()",
            {"main.order": ["main.order.ship", "main.same"]},
            id="in a function",
        ),
        pytest.param(
            SAME + "class Order:\n    @same\n    def ship(self): ...\nOrder().ship()",
            {"main": ["main.Order.ship"], "main.Order": ["main.same"]},
            id="of a method",
        ),
        pytest.param(
            "def noted(c):\n    return c\n@noted\nclass Order:\n    def ship(self): ...\n"
            "Order().ship()",
            {"main": ["main.Order.ship", "main.noted"]},
            id="of a class",
        ),
        pytest.param(
            "class Loud:\n    def __init__(self, f):\n        self.f = f\n"
            "    def __call__(self):\n        self.f()\n@Loud\ndef ship(): ...\nship()",
            {
                "main": ["main.Loud.__call__", "main.Loud.__init__"],
                "main.Loud.__call__": ["main.ship"],
            },
            id="class",
            marks=pytest.mark.xfail(
                reason="the function itself stands for an object that a decorator puts in its "
                "place: routes name it as their handler"
            ),
        ),
        pytest.param(
            "class App:\n    def route(self, path):\n        def note(f):\n            return f\n"
            "        return note\napp = App()\n@app.route('/')\ndef home(): ...",
            {"main": ["main.App.route", "main.App.route.note"]},
            id="method",
        ),
        pytest.param(
            SAME + "alias = same\n@alias\ndef ship(): ...", {"main": ["main.same"]}, id="alias"
        ),
        pytest.param(
            "import ext\n@ext.noted\ndef ship(): ...\nship()",
            {"main": ["ext.noted", "main.ship"]},
            id="external",
        ),
        pytest.param(
            "import ext\n@ext.noted('a')\ndef ship(): ...\nship()",
            {"main": ["ext.noted", "main.ship"]},
            id="external with arguments",
        ),
        pytest.param(
            "class Order:\n    @staticmethod\n    def ship(): ...\nOrder.ship()",
            {"main": ["main.Order.ship"]},
            id="staticmethod is no call",
        ),
        pytest.param(
            "class Order:\n    @property\n    def total(self): ...\n    @total.setter\n"
            "    def total(self, value): ...\nOrder().total",
            {"main": ["main.Order.total"], "main.Order": ["<builtin>.property"]},
            id="setter",
        ),
    ],
)
def test_decorators(source: str, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def ship(): ...\neval('ship()')",
            {"main": ["<builtin>.eval", "main.ship"]},
            id="constant text",
        ),
        pytest.param(
            "def ship(): ...\neval(input())",
            {"main": ["<builtin>.eval", "<builtin>.input"]},
            id="unknown text",
        ),
        pytest.param("eval('not python')", {"main": ["<builtin>.eval"]}, id="no expression"),
        pytest.param("eval('\\ud800')", {"main": ["<builtin>.eval"]}, id="no text at all"),
        pytest.param(
            """eval("'\\\\xZ'")""", {"main": ["<builtin>.eval"]}, id="broken escape in the text"
        ),
        pytest.param(
            "class Order:\n    def ship(self): ...\ngetattr(Order(), 'ship')()",
            {"main": ["<builtin>.getattr", "main.Order.ship"]},
            id="attribute by name",
        ),
        pytest.param(
            "class Order:\n    def do_ship(self): ...\n    def run(self, name):\n"
            "        getattr(self, 'do_' + name)()\nOrder().run('ship')",
            {
                "main": ["main.Order.run"],
                "main.Order.run": ["<builtin>.getattr", "main.Order.do_ship"],
            },
            id="attribute by a computed name",
        ),
        pytest.param(
            "def ship(): ...\nclass Order: ...\nsetattr(Order, 'send', ship)\nOrder.send()",
            {"main": ["<builtin>.setattr", "main.ship"]},
            id="attribute set by name",
        ),
        pytest.param(
            "def ship(): ...\nglobals()['ship']()",
            {"main": ["<builtin>.globals", "main.ship"]},
            id="globals",
        ),
        pytest.param(
            "def make(base):\n    return type('Made', (base,), {})\nclass Order:\n"
            "    def ship(self): ...\nmake(Order)().ship()",
            {"main": ["main.Order.ship", "main.make"], "main.make": ["<builtin>.type"]},
            id="type with a base",
        ),
        pytest.param(
            "class Order:\n    def ship(self): ...\norder = Order()\ntype(order)().ship()\n"
            "order.__class__().ship()",
            {"main": ["<builtin>.type", "main.Order.ship"]},
            id="class of an object",
        ),
    ],
)
def test_dynamic(source: str, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == expected
