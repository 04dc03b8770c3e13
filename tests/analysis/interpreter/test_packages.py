"""Packages of the project that are looked through, seen as the routes of what is found."""

import pytest

from tests.analysis.programs import program_of, routes_of, unresolved_of

VIEWS = (
    "from flask import Blueprint\nbp = Blueprint({0!r}, __name__)\n@bp.get('/{0}')\ndef v(): ..."
)
FILES = {
    "shop/__init__.py": "",
    "shop/parts/__init__.py": "",
    "shop/parts/a.py": VIEWS.format("a"),
    "shop/parts/deep/__init__.py": VIEWS.format("deep"),
    "shop/parts/deep/b.py": VIEWS.format("b"),
}
PRELUDE = """\
import glob, importlib, inspect, os, pkgutil
from flask import Blueprint, Flask
from flask.helpers import get_root_path
from werkzeug.utils import find_modules, import_string
import shop.parts
app = Flask('s')
"""
REGISTER = "    app.register_blueprint(importlib.import_module(name).bp)"
UPPER = ["GET /a a.v shop.parts.a:v 4", "GET /deep deep.v shop.parts.deep:v 4"]
ALL = ["GET /a a.v shop.parts.a:v 4", "GET /b b.v shop.parts.deep.b:v 4", UPPER[1]]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "for _, name, _ in pkgutil.iter_modules(shop.parts.__path__, 'shop.parts.'):\n"
            + REGISTER,
            UPPER,
            id="iter_modules",
        ),
        pytest.param(
            "for info in pkgutil.iter_modules(shop.parts.__path__):\n"
            "    name = f'shop.parts.{info.name}'\n" + REGISTER,
            UPPER,
            id="iter_modules by name",
        ),
        pytest.param(
            "for _, name, _ in pkgutil.walk_packages([os.path.join(os.path.dirname(__file__), "
            "'parts')], prefix='shop.parts.'):\n" + REGISTER,
            ALL,
            id="walk_packages",
        ),
        pytest.param(
            "for name in find_modules('shop.parts', include_packages=True, recursive=True):\n"
            "    app.register_blueprint(import_string(name).bp)",
            ALL,
            id="find_modules",
        ),
        pytest.param(
            "for root, _, files in os.walk(get_root_path('shop')):\n"
            "    for file in files:\n        if file.startswith('_') or file == 'main.py':\n"
            "            continue\n"
            "        parts = os.path.relpath(root, 'shop').split(os.sep) + [file[:-3]]\n"
            "        name = '.'.join(['shop', *parts])\n    " + REGISTER,
            ALL[:2],
            id="walk",
        ),
        pytest.param(
            "for file in os.listdir(os.path.dirname(shop.parts.__file__)):\n"
            "    if file.endswith('.py') and not file.startswith('_'):\n"
            "        name = '.' + file[:-3]\n"
            "        app.register_blueprint(importlib.import_module(name, 'shop.parts').bp)",
            UPPER[:1],
            id="listdir",
        ),
        pytest.param(
            "for path in glob.glob(os.path.join(os.path.dirname(__file__), 'parts', 'a*.py')):\n"
            "    name = 'shop.parts.' + os.path.basename(path)[:-3]\n" + REGISTER,
            UPPER[:1],
            id="glob",
        ),
        pytest.param(
            "import shop.parts.a\n"
            "for _, value in inspect.getmembers(shop.parts.a):\n"
            "    if isinstance(value, Blueprint):\n        app.register_blueprint(value)",
            UPPER[:1],
            id="getmembers",
        ),
        pytest.param(
            "import shop.parts.a\ndef is_part(it): return isinstance(it, Blueprint)\n"
            "for _, value in inspect.getmembers(shop.parts.a, is_part):\n"
            "    app.register_blueprint(value)",
            UPPER[:1],
            id="getmembers, chosen by a function",
        ),
        pytest.param(
            "import shop.parts.a\n"
            "for _, value in inspect.getmembers(shop.parts.a, lambda it: False):\n"
            "    app.register_blueprint(value)",
            [],
            id="getmembers, none chosen",
        ),
        pytest.param(
            "here = os.path.join(os.path.dirname(__file__), 'parts', 'deep', '..')\n"
            "for loader, name, _ in pkgutil.iter_modules([here], 'shop.parts.'):\n"
            "    spec = loader.find_spec(name)\n    if spec is not None:\n"
            "        module = importlib.util.module_from_spec(spec)\n"
            "        spec.loader.exec_module(module)\n"
            "        app.register_blueprint(module.bp)",
            UPPER,
            id="specs of a finder",
        ),
        pytest.param(
            "for finder, name, _ in pkgutil.iter_modules(shop.parts.__path__):\n"
            "    app.register_blueprint(finder.find_module(name).load_module(name).bp)",
            UPPER,
            id="loaders of a finder",
        ),
        pytest.param(
            "for loader, name, _ in pkgutil.iter_modules(shop.parts.__path__, 'shop.parts.'):\n"
            "    spec = loader.find_spec(name)\n    if spec is not None:\n"
            "        module = importlib.util.module_from_spec(spec)\n"
            "        for _, value in inspect.getmembers(module):\n"
            "            app.register_blueprint(value)",
            UPPER,
            id="members of any of several modules",
        ),
        pytest.param(
            "path = os.path.join(os.path.dirname(__file__), 'parts', 'a.py')\n"
            "spec = importlib.util.spec_from_file_location('any', path)\n"
            "module = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(module)\n"
            "app.register_blueprint(module.bp)",
            UPPER[:1],
            id="spec of a file",
        ),
        pytest.param(
            "spec = importlib.util.find_spec('shop.parts.a')\n"
            "app.register_blueprint(importlib.util.module_from_spec(spec).bp)",
            UPPER[:1],
            id="spec of a name",
        ),
        pytest.param(
            "from importlib.machinery import SourceFileLoader\n"
            "path = os.path.join(os.path.dirname(__file__), 'parts', 'deep')\n"
            "app.register_blueprint(SourceFileLoader('any', path + '/b.py').load_module().bp)",
            ALL[1:2],
            id="loader of a file",
        ),
        pytest.param(
            "import shop.parts.a\n"
            "for name in dir(shop.parts.a):\n    value = getattr(shop.parts.a, name)\n"
            "    if isinstance(value, Blueprint):\n        app.register_blueprint(value)",
            UPPER[:1],
            id="dir",
        ),
        pytest.param(
            "import shop.parts.a\n"
            "for value in vars(shop.parts.a).values():\n"
            "    if isinstance(value, Blueprint):\n        app.register_blueprint(value)",
            UPPER[:1],
            id="vars",
        ),
    ],
)
def test_finds(source: str, expected: list[str]) -> None:
    program = program_of({**FILES, "shop/main.py": PRELUDE + source})

    assert routes_of(program) == expected


def test_a_table_of_which_some_rows_are_unknown() -> None:
    source = """\
        from flask import Flask
        app = Flask('s')
        def a(): ...
        def b(): ...
        for path, view in load() + [('/a', a), ('/b', b)]:
            app.add_url_rule(path, view.__name__, view)
        """
    program = program_of({"shop.py": source})

    assert (routes_of(program), unresolved_of(program)) == (
        ["GET /a a shop:a 3", "GET /b b shop:b 4"],
        ["shop.py:6 Flask route whose view is not known"],
    )
