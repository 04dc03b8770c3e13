"""Dictionaries of the project's own making, seen as the routes of what is kept in them."""

import pytest

from tests.analysis.programs import program_of_one, routes_of

PRELUDE = """\
from collections import OrderedDict, UserDict, defaultdict
from flask import Flask
app = Flask('s')
def a(): ...
def b(): ...
def serve(views):
    for name, view in views:
        app.add_url_rule('/' + name, name, view)
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "views = defaultdict(list)\nviews['x'].append(('a', a))\nviews['y'].append(('b', b))\n"
            "serve(views['x'])",
            ["/a shop:a"],
            id="defaultdict of lists",
        ),
        pytest.param(
            "views = defaultdict(lambda: defaultdict(list))\nviews['x']['y'].append(('a', a))\n"
            "views['z']['y'].append(('b', b))\nserve(views['z']['y'])",
            ["/b shop:b"],
            id="defaultdict of defaultdicts",
        ),
        pytest.param(
            "views = defaultdict(list, x=[('a', a)])\nserve(views['x'])",
            ["/a shop:a"],
            id="defaultdict with items",
        ),
        pytest.param(
            "views = OrderedDict([])\nviews['a'] = a\nviews['b'] = b\nserve(views.items())",
            ["/a shop:a", "/b shop:b"],
            id="OrderedDict",
        ),
        pytest.param(
            "class Registry(dict): ...\nviews = Registry(x=[('a', a)])\nserve(views['x'])",
            ["/a shop:a"],
            id="a class that is a dictionary",
        ),
        pytest.param(
            "class Registry(dict):\n    def add(self, view):\n"
            "        self[view.__name__] = view\n        return view\n"
            "views = Registry()\nviews.add(a)\nviews.add(b)\nserve(views.items())",
            ["/a shop:a", "/b shop:b"],
            id="which its methods fill",
        ),
        pytest.param(
            "class Registry(dict):\n    def __getitem__(self, key):\n        try:\n"
            "            return super().__getitem__(key)\n        except KeyError:\n"
            "            raise KeyError('no ' + key)\n"
            "views = Registry({'x': defaultdict(list)})\nviews['x']['y'].append(('a', a))\n"
            "serve(views['x']['y'])",
            ["/a shop:a"],
            id="which reads its items by its own method",
        ),
        pytest.param(
            "class Registry(UserDict):\n    def __setitem__(self, key, view):\n"
            "        super().__setitem__(key.lower(), view)\n"
            "views = Registry()\nviews['A'] = a\nfor name in views:\n"
            "    app.add_url_rule('/' + name, name, views[name])",
            ["/a shop:a"],
            id="which sets its items by its own method",
        ),
        pytest.param(
            "class Registry(defaultdict):\n    def __init__(self):\n"
            "        super().__init__(list)\n"
            "views = Registry()\nviews['x'].append(('a', a))\nserve(views['x'])",
            ["/a shop:a"],
            id="a class that is a defaultdict",
        ),
        pytest.param(
            "class Registry:\n    def __init__(self):\n        self._views = {}\n"
            "    def __getitem__(self, key):\n        return self._views[key]\n"
            "    def __setitem__(self, key, view):\n        self._views[key] = view\n"
            "views = Registry()\nviews['a'] = a\napp.add_url_rule('/a', 'a', views['a'])",
            ["/a shop:a"],
            id="a class that is none, with items of its own",
        ),
        pytest.param(
            "class Registry(dict): ...\nviews = Registry()\ndef add(registry, name, view):\n"
            "    if name in registry:\n        return\n    registry[name] = view\n"
            "add(views, 'a', a)\nadd(views, 'a', b)\nserve(views.items())",
            ["/a shop:a"],
            id="a key that is there",
        ),
    ],
)
def test_items(source: str, expected: list[str]) -> None:
    routes = routes_of(program_of_one(f"{PRELUDE}{source}\n"))

    assert [" ".join((r.split()[1], r.split()[3])) for r in routes] == expected
