"""Which branches run, seen as the routes that they register."""

import pytest

from tests.analysis.programs import calls_of, program_of_one, routes_of

PRELUDE = "from flask import Flask\napp = Flask('s')\ndef a(): ...\ndef b(): ...\n"


def paths_of(source: str) -> list[str]:
    """Register ``/yes`` or ``/no`` as a helper decides; return the paths."""
    program = program_of_one(PRELUDE + source)
    return [route.split()[1] for route in routes_of(program)]


HELPER = """
def register(value, other=None):
    if {test}:
        app.add_url_rule('/yes', 'yes', a)
    else:
        app.add_url_rule('/no', 'no', b)
"""


@pytest.mark.parametrize(
    ("test", "call", "expected"),
    [
        pytest.param("value", "True", "/yes", id="true"),
        pytest.param("not value", "True", "/no", id="not"),
        pytest.param("value", "''", "/no", id="empty text"),
        pytest.param("value", "[]", "/no", id="empty list"),
        pytest.param("value", "{'a': 1}", "/yes", id="dictionary"),
        pytest.param("value", "a", "/yes", id="function"),
        pytest.param("value is None", "None", "/yes", id="is None"),
        pytest.param("value is not None", "a", "/yes", id="is not None"),
        pytest.param("other is None", "1", "/yes", id="default of a parameter"),
        pytest.param("value == 'x'", "'x'", "/yes", id="equal"),
        pytest.param("value != 'x'", "'x'", "/no", id="unequal"),
        pytest.param("value > 2", "3", "/yes", id="greater"),
        pytest.param("value in ('x', 'y')", "'y'", "/yes", id="in a tuple"),
        pytest.param("value not in {'x': 1}", "'y'", "/yes", id="not in a dictionary"),
        pytest.param("'x' in value", "'axb'", "/yes", id="part of a text"),
        pytest.param("value and other", "'a', 'b'", "/yes", id="and"),
        pytest.param("value and other", "'a'", "/no", id="and, the second is false"),
        pytest.param("other or value", "'a'", "/yes", id="or"),
        pytest.param("isinstance(value, str)", "'a'", "/yes", id="instance of a builtin"),
        pytest.param("isinstance(value, (list, tuple))", "[1]", "/yes", id="instance of either"),
        pytest.param("isinstance(value, dict)", "a", "/no", id="a function is no dictionary"),
        pytest.param("isinstance(value, type)", "A", "/yes", id="class"),
        pytest.param("isinstance(value, A)", "B()", "/yes", id="instance of a base"),
        pytest.param("isinstance(value, B)", "A()", "/no", id="no instance"),
        pytest.param("issubclass(value, A)", "B", "/yes", id="subclass"),
        pytest.param("hasattr(value, 'x')", "A()", "/yes", id="has an attribute"),
        pytest.param("hasattr(value, 'y')", "A", "/no", id="has no attribute"),
        pytest.param("value is UNSET", "UNSET", "/yes", id="the object that stands for nothing"),
        pytest.param("value is UNSET", "A()", "/no", id="another object"),
        pytest.param("value in {UNSET, None}", "'x'", "/no", id="a text is no object"),
        pytest.param("value.featured", "FeaturedShop()", "/yes", id="featured is no feature flag"),
        pytest.param("type(value) is str", "'a'", "/yes", id="type of a text"),
        pytest.param("type(value) is str", "a", "/no", id="type of a function"),
        pytest.param("type(value) == A", "A()", "/yes", id="type of an object"),
        pytest.param("callable(value)", "a", "/yes", id="callable"),
        pytest.param("callable(value)", "'a'", "/no", id="not callable"),
    ],
)
def test_decides(test: str, call: str, expected: str) -> None:
    classes = "class A:\n    x = 1\nclass B(A): ...\nclass FeaturedShop(A):\n    featured = True\n"
    classes += "UNSET = type('UNSET', (object,), {})()\n"
    source = classes + HELPER.format(test=test) + f"register({call})"
    assert paths_of(source) == [expected]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        pytest.param("sys.platform == 'win32'", "/no", id="Windows"),
        pytest.param("sys.platform.startswith('win')", "/no", id="Windows by its start"),
        pytest.param("sys.platform.startswith(('linux', 'freebsd'))", "/yes", id="Linux"),
        pytest.param("sys.platform in ('darwin', 'cygwin')", "/no", id="one of others"),
        pytest.param("sys.platform not in ['win32']", "/yes", id="none of others"),
        pytest.param("os.name != 'nt'", "/yes", id="not Windows"),
        pytest.param("platform.system() == 'Darwin'", "/no", id="macOS"),
        pytest.param(
            "sys.platform == 'win32' or os.name == 'nt'", "/no", id="Windows in two ways"
        ),
    ],
)
def test_runs_what_is_for_linux(test: str, expected: str) -> None:
    source = "import os, platform, sys\n" + HELPER.format(test=test) + "register(1)"
    assert paths_of(source) == [expected]


@pytest.mark.parametrize(
    ("test", "call"),
    [
        pytest.param("value", "load()", id="unknown"),
        pytest.param("sys.platform == value", "load()", id="a system that is not known"),
        pytest.param("value == 'x'", "load()", id="comparison with something unknown"),
        pytest.param("value in load()", "'x'", id="in something unknown"),
        pytest.param("1 < value < 3", "2", id="comparison of three"),
        pytest.param("isinstance(value, Unknown)", "a", id="instance of something unknown"),
        pytest.param("hasattr(value, 'y')", "app", id="attribute of an object of Flask"),
        pytest.param("value is made(1)", "made(1)", id="objects that a function makes"),
        pytest.param("value == Date(1)", "Date(2)", id="objects that compare themselves"),
        pytest.param("hasattr(value, 'DEBUGGING')", "shop", id="setting that a module may get"),
        pytest.param("DEBUG", "1", id="constant of the module"),
        pytest.param("value.DEBUG", "Settings", id="setting"),
        pytest.param("app.config['X']", "app", id="configuration"),
        pytest.param("value is None", "perhaps(1)", id="nothing, or something unknown"),
        pytest.param("value is None", "(load() or {}).get('x', None)", id="unknown, or empty"),
        pytest.param("value is None", "limit()", id="unpacked from a default"),
    ],
)
def test_runs_both_sides_of_what_is_open(test: str, call: str) -> None:
    classes = "DEBUG = False\nclass Settings:\n    DEBUG = False\n"
    classes += "import shop\nclass Date:\n    def __eq__(self, other): ...\n"
    classes += "def made(day): return Date()\n"
    classes += "def perhaps(day):\n    if day == load(): return load()\n    return None\n"
    classes += "def limit():\n    low, high = (load() or {}).get('x', (None, None))\n"
    classes += "    return low\n"
    source = classes + "app.config['X'] = False" + HELPER.format(test=test) + f"register({call})"
    assert paths_of(source) == ["/no", "/yes"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "for p in ('/a', '', '/b'):\n    if not p:\n        continue\n"
            "    app.add_url_rule(p, p, a)",
            ["/a", "/b"],
            id="continue",
        ),
        pytest.param(
            "for p in ('/a', '', '/b'):\n    if not p:\n        break\n"
            "    app.add_url_rule(p, p, a)",
            ["/a"],
            id="break",
        ),
        pytest.param(
            "def register(p):\n    if p is None:\n        return\n"
            "    app.add_url_rule(p, p, a)\nfor p in ('/a', None, '/b'):\n    register(p)",
            ["/a", "/b"],
            id="return",
        ),
        pytest.param(
            "def register(ps):\n    for p in ps:\n        if p == '/b':\n"
            "            return\n        app.add_url_rule(p, p, a)\nregister(['/a', '/b', '/c'])",
            ["/a"],
            id="return out of a loop",
        ),
        pytest.param(
            "for p in ('/a', '/b'):\n    while True:\n        break\n"
            "    app.add_url_rule(p, p, a)",
            ["/a", "/b"],
            id="a jump out of a loop inside the loop",
        ),
        pytest.param(
            "for p in [p for p in ('/a', '', '/b') if p]:\n    app.add_url_rule(p, p, a)",
            ["/a", "/b"],
            id="comprehension",
        ),
        pytest.param(
            "def register(p, name=None):\n    name = name or p\n"
            "    path = '/x' + p if p == '/a' else p\n    app.add_url_rule(path, name, a)\n"
            "register('/a')\nregister('/b')",
            ["/b", "/x/a"],
            id="conditional expressions",
        ),
        pytest.param(
            "import os\nfor p, v in (('/a', a), ('/b', b)):\n    if os.getenv('A'):\n"
            "        view = v\n    else:\n        view = v\n    app.add_url_rule(p, p, view)",
            ["/a", "/b"],
            id="what both sides bind is not what it was in the row before",
        ),
        pytest.param(
            "import os\nfor p, v in (('/a', a), ('/b', b)):\n    if os.getenv('A'):\n"
            "        view = v\n    else:\n        continue\n    app.add_url_rule(p, p, view)",
            ["/a", "/b"],
            id="nor where the side that does not bind it is left",
        ),
        pytest.param(
            "import os\nfor p, v in (('/a', a), ('/b', b)):\n    if os.getenv('A'):\n"
            "        view = v\n    app.add_url_rule(p, p, view)",
            ["/a", "/b", "/b"],
            id="what one side binds may be what it was in the row before",
        ),
        pytest.param(
            "import os\nview = a\nif os.getenv('A'):\n    if os.sep == '/':\n        view = b\n"
            "    else:\n        pass\nelse:\n    view = b\napp.add_url_rule('/a', 'a', view)",
            ["/a", "/a"],
            id="what an inner branch does not bind may be what it was",
        ),
        pytest.param(
            "import os\ndef add():\n    if os.getenv('A'):\n        for p in ('a', 'b'):\n"
            "            p = '/' + p\n            app.add_url_rule(p, p, a)\nadd()",
            ["/a", "/b"],
            id="what a branch that may not run binds, it binds for certain",
        ),
        pytest.param(
            "for config in [{'path': '/a'}, {'path': ''}]:\n"
            "    path = config['path'] if config['path'] else '/b'\n"
            "    app.add_url_rule(path, path, a)",
            ["/a", "/b"],
            id="rows that are called configurations",
        ),
        pytest.param(
            "def rule(parts):\n    path, n = '', 0\n    for part in parts:\n"
            "        path += '/' + part\n        n += 1\n    return path if n == 2 else '/'\n"
            "app.add_url_rule(rule(['a', 'b']), 'r', a)",
            ["/a/b"],
            id="sums in a loop",
        ),
    ],
)
def test_follows_jumps(source: str, expected: list[str]) -> None:
    assert paths_of(source) == expected


def test_calls_of_a_branch_that_no_call_takes_are_seen() -> None:
    source = "def f(x):\n    if x:\n        return g()\n    h()\ndef g(): ...\ndef h(): ...\nf(1)"
    assert calls_of(program_of_one(source)) == [" -> f", "f -> g", "f -> h"]
