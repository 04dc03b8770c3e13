"""What projects keep in dictionaries and lists of any make, seen as the path of a route."""

import pytest

from tests.analysis.programs import program_of_one, routes_of

PRELUDE = (
    "from collections import OrderedDict, UserDict, defaultdict\nfrom flask import Flask\n"
    "import copy, os\napp = Flask('s')\ndef v(): ...\n"
)
ADD = "\nfor path in paths:\n    app.add_url_rule(path, view_func=v)"
REGISTRY = "class Registry(dict):\n    pass\n"
STRICT = (
    "class Registry(dict):\n    def __getitem__(self, key):\n        try:\n"
    "            return super().__getitem__(key)\n        except KeyError:\n"
    "            raise KeyError(f'no {key}')\n"
)
TREE = (
    "class Tree:\n    def __init__(self):\n        self.rows = {}\n"
    "    def __setitem__(self, key, value):\n        self.rows[key] = value\n"
    "    def __getitem__(self, key):\n        return self.rows[key]\n"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "d = defaultdict(list)\nd['a'].append('/a')\nd['b'].append('/b')\npaths = d['a']",
            ["/a"],
            id="defaultdict",
        ),
        pytest.param(
            "d = defaultdict(dict)\nd['a']['list'] = '/a'\npaths = d['a'].values()",
            ["/a"],
            id="defaultdict of dictionaries",
        ),
        pytest.param(
            "d = defaultdict(lambda: ['/c'])\nd['a'].append('/a')\npaths = d['a'] + d['b']",
            ["/c", "/a", "/c"],
            id="defaultdict of a function",
        ),
        pytest.param("paths = OrderedDict([('a', '/a')]).values()", ["/a"], id="OrderedDict"),
        pytest.param("paths = dict([('a', '/a')], b='/b').values()", ["/a", "/b"], id="pairs"),
        pytest.param(
            f"{REGISTRY}r = Registry(a=[])\nr['a'].append('/a')\nr['b'] = ['/b']\n"
            "paths = r['a'] + r.get('b', [])",
            ["/a", "/b"],
            id="a class that derives from dict",
        ),
        pytest.param(
            f"{STRICT}r = Registry({{'a': ['/a'], 'b': ['/b']}})\npaths = r['a']",
            ["/a"],
            id="a class that overrides __getitem__",
        ),
        pytest.param(
            "class Registry(UserDict):\n    def __init__(self):\n"
            "        super().__init__({'a': '/a'})\nr = Registry()\nr['b'] = '/b'\n"
            "paths = [r[key] for key in r if key in r and key not in {'b': 1}]",
            ["/a"],
            id="what the constructor hands on, iterated",
        ),
        pytest.param(
            f"{TREE}tree = Tree()\ntree['a'] = ['/a']\npaths = tree['a']",
            ["/a"],
            id="an object with subscripts",
        ),
        pytest.param(
            "one = ['/a', {'b': ['/b']}]\nother = copy.deepcopy(one)\nother[1]['b'].append('/c')\n"
            "paths = one[1]['b']",
            ["/b"],
            id="deepcopy",
        ),
        pytest.param(
            "rows = []\ndef add(where, path):\n"
            "    rows.append({'where': where, 'path': path})\n"
            "add('n:a', '/a/<id>')\nadd('n:a', '/b/<id>')\nadd('n:a', '/c/<id>')\n"
            "paths = [row['path'] for row in rows]",
            ["/a/<id>", "/b/<id>", "/c/<id>"],
            id="rows that differ in a text",
        ),
        pytest.param(
            "below = {'n:a': ['/a'], 'n:b': ['/b'], 'n:c': ['/c']}\ndef child(name):\n"
            "    return list(below.get(name, []))\n"
            "paths = child('n:a') + child('n:b') + child('n:c')",
            ["/a", "/b", "/c"],
            id="what a namespace leads to",
        ),
        pytest.param("paths = ['/' + 'abc'[1]]", ["/b"], id="a character of a text"),
        pytest.param(
            "rows = [{'path': 'a'}, {'path': ''}]\npaths = []\nfor config in rows:\n"
            "    paths.append(f\"/{config['path']}/\" if config['path'] else '/')",
            ["/a/", "/"],
            id="data in a loop, whatever it is called",
        ),
        pytest.param(
            "paths = []\nfor one in ['/a', ['/b']]:\n    if type(one) is str:\n"
            "        paths.append(one)\n    else:\n        paths += one",
            ["/a", "/b"],
            id="the type of a value",
        ),
    ],
)
def test_knows(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source + ADD)

    found = [route.split()[1] for route in routes_of(program)]
    assert sorted(found) == sorted(set(expected))
