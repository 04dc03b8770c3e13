"""What is registered under a name is called for who says that name."""

import pytest

from tests.analysis.programs import calls_of, program_of_one

EVENTS = """
class Event:
    def __init__(self, function):
        self.function = function
    def __call__(self, *args):
        return self.function(*args)
EVENTS = {}
def on(name):
    def add(function):
        EVENTS.setdefault(name, []).append(Event(function))
        return function
    return add
def events(name):
    return EVENTS[name]
def fire(name, *args):
    if name in EVENTS:
        for event in events(name):
            event(*args)
@on('paid')
def thank(order): helper()
@on('sent')
def track(order): ...
@on('sent')
def count(order): ...
def helper(): ...
"""
HANDLERS = """
HANDLERS = {}
def on(name):
    def add(function):
        HANDLERS[name] = function
        return function
    return add
@on('paid')
def thank(): track()
@on('sent')
def track(): ...
def run(name, *, quiet=False):
    HANDLERS.get(name)()
"""
OF_EVENTS = {" -> on", " -> on.add", "fire -> events", "fire -> Event.__call__", "thank -> helper"}
OF_EVENTS |= {"on.add -> Event.__init__"}
OF_HANDLERS = {" -> on", " -> on.add", "thank -> track"}


def calls_beside(usual: set[str], source: str) -> list[str]:
    return [call for call in calls_of(program_of_one(source)) if call not in usual]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def one():\n    fire('paid', 1)\ndef two():\n    fire('sent', 2)",
            ["one -> fire", "one -> thank", "two -> count", "two -> fire", "two -> track"],
            id="names that are known",
        ),
        pytest.param(
            "def one():\n    fire('sent', 1)\ndef two():\n    fire('sent', 1)\n"
            "def three():\n    fire(name='sent')",
            [
                *("one -> count", "one -> fire", "one -> track"),
                *("three -> count", "three -> fire", "three -> track"),
                *("two -> count", "two -> fire", "two -> track"),
            ],
            id="the same name, said by several",
        ),
        pytest.param("def one():\n    fire('lost')", ["one -> fire"], id="no such name"),
        pytest.param(
            "def one(name):\n    fire(name)\ndef two():\n    fire('paid')",
            [
                *("one -> count", "one -> fire", "one -> thank", "one -> track"),
                *("two -> fire", "two -> thank"),
            ],
            id="a name that is computed",
        ),
        pytest.param(
            "import web\ndef one():\n    web.later(fire)\ndef two():\n    fire('paid')",
            [
                *("one -> count", "one -> fire", "one -> thank", "one -> track"),
                *("two -> fire", "two -> thank"),
            ],
            id="handed out",
        ),
    ],
)
def test_objects_that_call_what_they_hold(source: str, expected: list[str]) -> None:
    assert calls_beside(OF_EVENTS, EVENTS + source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def one():\n    run('paid')\ndef two():\n    run('sent', quiet=True)",
            ["one -> run", "one -> thank", "two -> run", "two -> track"],
            id="names that are known",
        ),
        pytest.param("", ["run -> thank", "run -> track"], id="nobody calls it"),
        pytest.param(
            "from web import app\n@app.get('/<name>')\ndef show(name):\n    HANDLERS[name]()\n"
            "def one():\n    show('paid')",
            ["one -> show", "run -> thank", "run -> track", "show -> thank", "show -> track"],
            id="what a decorator hands to others is called by these, too",
        ),
        pytest.param(
            "import web\nweb.add('/<name>', run)\ndef one():\n    run('paid')",
            ["one -> run", "one -> thank", "run -> thank", "run -> track"],
            id="what a module hands to others is called by these, too",
        ),
        pytest.param(
            "def one():\n    run('paid')\n    track()",
            ["one -> run", "one -> thank", "one -> track"],
            id="and by itself",
        ),
    ],
)
def test_dictionaries_of_functions(source: str, expected: list[str]) -> None:
    assert calls_beside(OF_HANDLERS, HANDLERS + source) == expected


BUS = """
from collections import defaultdict
class Bus:
    def __init__(self):
        self.handlers = defaultdict(list)
    def on(self, name):
        def add(function):
            self.handlers[name].append(function)
            return function
        return add
    def fire(self, name, *args):
        for handler in self.handlers[name]:
            handler(*args)
bus = Bus()
class Shop:
    def __init__(self):
        self.bus = bus
    def pay(self):
        self.bus.fire('paid')
@bus.on('paid')
def thank(): ...
@bus.on('sent')
def track(): ...
"""
OF_BUS = {" -> Bus.__init__", " -> Bus.on", " -> Bus.on.add"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def one():\n    bus.fire('sent')",
            ["Shop.pay -> Bus.fire", "Shop.pay -> thank", "one -> Bus.fire", "one -> track"],
            id="by the object, and by what holds it",
        ),
        pytest.param(
            "def one(bus: Bus):\n    bus.fire('sent')",
            ["Shop.pay -> Bus.fire", "Shop.pay -> thank", "one -> Bus.fire", "one -> track"],
            id="by any object of the class",
        ),
        pytest.param(
            "import web\ndef one():\n    web.later(bus.fire)",
            [
                *("Shop.pay -> Bus.fire", "Shop.pay -> thank"),
                *("one -> Bus.fire", "one -> thank", "one -> track"),
            ],
            id="handed out",
        ),
    ],
)
def test_registries_of_objects(source: str, expected: list[str]) -> None:
    assert calls_beside(OF_BUS, BUS + source) == expected
