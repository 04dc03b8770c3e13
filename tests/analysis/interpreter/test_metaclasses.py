"""Classes that register themselves when they are made, seen as the routes of their views."""

import pytest

from tests.analysis.programs import program_of_one, routes_of

PRELUDE = "from flask import Flask\nfrom flask.views import MethodView\napp = Flask('s')\n"
VIEW = "class Page({}):\n    path = '/page'\n    def get(self): ...\n"
ADD = "app.add_url_rule(cls.path, view_func=cls.as_view(name))"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param(
            "class Meta(type):\n    def __new__(mcs, name, bases, attrs):\n"
            "        cls = super().__new__(mcs, name, bases, attrs)\n"
            f"        if 'path' in attrs:\n            {ADD}\n        return cls\n"
            "class Base(MethodView, metaclass=Meta): ...\n" + VIEW.format("Base"),
            13,
            id="__new__ of a metaclass",
        ),
        pytest.param(
            "class Meta(type):\n    def __init__(cls, name, bases, attrs):\n"
            "        super().__init__(name, bases, attrs)\n"
            f"        if bases:\n            {ADD}\n" + VIEW.format("MethodView, metaclass=Meta"),
            11,
            id="__init__ of a metaclass",
        ),
        pytest.param(
            "class Meta(type):\n    def __new__(mcs, name, bases, attrs):\n"
            "        cls = type.__new__(mcs, name, bases, dict(attrs))\n"
            f"        {ADD}\n        return cls\n" + VIEW.format("MethodView, metaclass=Meta"),
            11,
            id="type.__new__",
        ),
        pytest.param(
            "class Meta(type):\n    def __getattr__(cls, name):\n"
            "        return getattr(cls.default, name)\n"
            + VIEW.format("MethodView")
            + "class Other(metaclass=Meta):\n    default = Page\n"
            "cls, name = Other, 'o'\n"
            f"{ADD}",
            9,
            id="__getattr__ of a metaclass",
        ),
        pytest.param(
            VIEW.format("MethodView")
            + "cls, name = type('Other', (Page,), {'path': '/page'}), 'o'\n"
            f"{ADD}",
            6,
            id="class made by type",
        ),
    ],
)
def test_registers(source: str, line: int) -> None:
    routes = routes_of(program_of_one(PRELUDE + source))

    assert [(r.split()[1], r.split()[3:]) for r in routes] == [
        ("/page", ["shop:Page.get", str(line)])
    ]
