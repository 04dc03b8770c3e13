"""Source in, lines that travel out: a row for each kind of reference."""

import textwrap

import pytest

from tests.generation.symbols.slices import cut, kept

F = "from shop.lib import f"


@pytest.mark.parametrize(
    ("lib", "imports", "uses", "expected"),
    [
        pytest.param(
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
            F,
            "f()",
            "def f():\n    return 1\n",
            id="a function that nothing names stays",
        ),
        pytest.param(
            "A = 1\nB = 2\n\n\ndef f():\n    return A\n",
            F,
            "f()",
            "A = 1\n\n\ndef f():\n    return A\n",
            id="a constant that is used",
        ),
        pytest.param(
            "A = 1\n\n\ndef f(A):\n    return A\n",
            F,
            "f(2)",
            "def f(A):\n    return A\n",
            id="a parameter hides a name of the module",
        ),
        pytest.param(
            "class A: ...\nclass B: ...\n\n\nclass C(A):\n    x: 'B' = None\n",
            "from shop.lib import C",
            "C()",
            "class A: ...\nclass B: ...\n\n\nclass C(A):\n    x: 'B' = None\n",
            id="bases and annotations in strings",
        ),
        pytest.param(
            "import os\nimport re\nfrom json import dumps, loads\n\n\ndef f():\n"
            "    return loads(os.sep)\n\n\ndef g():\n    return dumps(re.S)\n",
            F,
            "f()",
            "import os\nfrom json import loads\n\n\ndef f():\n    return loads(os.sep)\n",
            id="imports that are not used any more go",
        ),
        pytest.param(
            "import readline\n\n\ndef f():\n    return 1\n",
            F,
            "f()",
            "import readline\n\n\ndef f():\n    return 1\n",
            id="an import of another library that never was used has an effect",
        ),
        pytest.param(
            "def f():\n    return 1\n\n\n# About g,\n# and more.\ndef g():\n    return 2\n\n\n"
            "# About h.\n\ndef h():\n    return f()\n",
            "from shop.lib import h",
            "h()",
            "def f():\n    return 1\n\n\n# About h.\n\ndef h():\n    return f()\n",
            id="comments directly above go, others stay",
        ),
        pytest.param(
            "try:\n    import ujson as json\nexcept ImportError:\n    import json\n\n"
            "try:\n    import a\nexcept ImportError:\n    a = None\n\n\n"
            "def f():\n    return json.dumps(1)\n",
            F,
            "f()",
            "try:\n    import ujson as json\nexcept ImportError:\n    import json\n\n\n"
            "def f():\n    return json.dumps(1)\n",
            id="a block travels as a whole or not at all",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from a import A\n"
            "    from b import B\n\n\ndef f(x: 'A'):\n    return 1\n",
            F,
            "f(1)",
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from a import A\n\n\n"
            "def f(x: 'A'):\n    return 1\n",
            id="imports for type checkers one by one",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from a import A\n\n\n"
            "def f():\n    return 1\n\n\nif __name__ == '__main__':\n    f()\n",
            F,
            "f()",
            "def f():\n    return 1\n",
            id="blocks that nothing needs go whole",
        ),
        pytest.param(
            "REGISTRY = {}\n\n\ndef register(name):\n    def wrap(f):\n"
            "        REGISTRY[name] = f\n        return f\n    return wrap\n\n\n"
            "@register('a')\ndef a():\n    return 1\n\n\ndef f():\n    return REGISTRY['a']()\n",
            F,
            "f()",
            "REGISTRY = {}\n\n\ndef register(name):\n    def wrap(f):\n"
            "        REGISTRY[name] = f\n        return f\n    return wrap\n\n\n"
            "@register('a')\ndef a():\n    return 1\n\n\ndef f():\n    return REGISTRY['a']()\n",
            id="what a decorator puts into a registry that is used",
        ),
        pytest.param(
            "REGISTRY = {}\n\n\ndef register(f):\n    REGISTRY[f.__name__] = f\n    return f\n"
            "\n\n@register\ndef a():\n    return 1\n\n\ndef f():\n    return 1\n",
            F,
            "f()",
            "def f():\n    return 1\n",
            id="a registry that nobody uses",
        ),
        pytest.param(
            "import functools\n\n\n@functools.lru_cache\ndef a():\n    return 1\n\n\n"
            "def f():\n    return 1\n",
            F,
            "f()",
            "def f():\n    return 1\n",
            id="a decorator that only changes what it decorates",
        ),
        pytest.param(
            "from pluggy import HookimplMarker\n\nimpl = HookimplMarker('shop')\n\n\n"
            "@impl\ndef hook():\n    return 1\n\n\ndef f():\n    return 1\n",
            F,
            "f()",
            "from pluggy import HookimplMarker\n\nimpl = HookimplMarker('shop')\n\n\n"
            "@impl\ndef hook():\n    return 1\n\n\ndef f():\n    return 1\n",
            id="a decorator of which nobody knows what it does",
        ),
        pytest.param(
            "import logging\n\nlogging.basicConfig()\nA = {}\nA['x'] = 1\nB = []\nB.append(1)\n"
            "\n\ndef f():\n    return B\n",
            F,
            "f()",
            "import logging\n\nlogging.basicConfig()\nB = []\nB.append(1)\n"
            "\n\ndef f():\n    return B\n",
            id="statements with effects: those on what is not used go",
        ),
        pytest.param(
            "from versions import make_versioned\n\n\nclass Manager:\n    pass\n\n\n"
            "make_versioned(manager=Manager())\n\n\ndef f():\n    return 1\n",
            F,
            "f()",
            "from versions import make_versioned\n\n\nclass Manager:\n    pass\n\n\n"
            "make_versioned(manager=Manager())\n\n\ndef f():\n    return 1\n",
            id="a call that is given an object which nobody else has acts on anybody",
        ),
        pytest.param(
            "class Base:\n    def __init_subclass__(cls):\n        cls.all.append(cls)\n\n\n"
            "class A(Base):\n    pass\n\n\ndef f():\n    return Base\n",
            F,
            "f()",
            "class Base:\n    def __init_subclass__(cls):\n        cls.all.append(cls)\n\n\n"
            "class A(Base):\n    pass\n\n\ndef f():\n    return Base\n",
            id="a class that notes its subclasses down",
        ),
        pytest.param(
            "a = 1; b = 2\n\n\ndef f():\n    return a\n",
            F,
            "f()",
            "a = 1; b = 2\n\n\ndef f():\n    return a\n",
            id="two statements on one line",
        ),
        pytest.param(
            "__all__ = [\n    'f',\n    'g',\n]\n\n\ndef f():\n    return 1\n\n\n"
            "def g():\n    return 2\n",
            "from shop.lib import *",
            "f()",
            "__all__ = [\n    'f',\n]\n\n\ndef f():\n    return 1\n",
            id="a star import and __all__",
        ),
        pytest.param(
            "def f():\n    return globals()['g']()\n\n\ndef g():\n    return 2\n",
            F,
            "f()",
            "def f():\n    return globals()['g']()\n\n\ndef g():\n    return 2\n",
            id="a function that asks for names by itself: see the doubt",
        ),
        pytest.param(
            "A = {'()': 'shop.lib.B', 'name': 'shop.lib'}\n\n\nclass B: ...\n\n\n"
            "class C: ...\n\n\n"
            "def f():\n    return A\n",
            F,
            "f()",
            "A = {'()': 'shop.lib.B', 'name': 'shop.lib'}\n\n\nclass B: ...\n\n\n"
            "def f():\n    return A\n",
            id="a string that names a class of its own module",
        ),
        pytest.param(
            "from plugins import build\n\n_names = globals()\nbuild(_names)\n\n\n"
            "def g():\n    return 2\n",
            F,
            "f()",
            "from plugins import build\n\n_names = globals()\nbuild(_names)\n\n\n"
            "def g():\n    return 2\n",
            id="a name that something else binds, as generated code of protobuf does",
        ),
        pytest.param(
            "import argparse\n\n\ndef f():\n    return later\n\n\n"
            "def g():\n    return vars(argparse.Namespace())\n",
            F,
            "f()",
            "def f():\n    return later\n",
            id="a name that nothing binds, beside vars() of something else",
        ),
        pytest.param(
            "from __future__ import annotations\n\n\nasync def f():\n    return 1\n\n\n"
            "x: int = 3\n",
            F,
            "f()",
            "from __future__ import annotations\n\n\nasync def f():\n    return 1\n",
            id="future imports always travel",
        ),
        pytest.param(
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
            "from shop import lib",
            "lib.f()",
            "def f():\n    return 1\n",
            id="an attribute of a module",
        ),
        pytest.param(
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
            "import shop.lib",
            "shop.lib.f()",
            "def f():\n    return 1\n",
            id="an attribute of a dotted import",
        ),
        pytest.param(
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
            "from shop import lib",
            "getattr(lib, 'f')()",
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
            id="a module that is handed on travels whole",
        ),
        pytest.param(
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
            "from importlib import import_module",
            "import_module('shop.lib').f()",
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
            id="a module that is loaded by its name",
        ),
        pytest.param(
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
            "from werkzeug.utils import import_string",
            "import_string('shop.lib:f')()",
            "def f():\n    return 1\n",
            id="a symbol that is named in a string",
        ),
        pytest.param(
            "def __getattr__(name):\n    return 1\n\n\ndef g():\n    return 2\n",
            "from shop.lib import anything",
            "anything",
            "def __getattr__(name):\n    return 1\n\n\ndef g():\n    return 2\n",
            id="a module that makes its names when they are asked for",
        ),
    ],
)
def test_kept_lines(lib: str, imports: str, uses: str, expected: str) -> None:
    assert kept(lib, imports, uses) == expected


MODELS = """\
from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.orm import DeclarativeBase, relationship


class Base(DeclarativeBase):
    pass


{rest}
"""
A = """\
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
"""
ID = "    id = Column(Integer, primary_key=True)\n"


@pytest.mark.parametrize(
    ("models", "wanted", "expected"),
    [
        pytest.param(f'{A}class B(Base):\n    __tablename__ = "b"\n{ID}', "A", {"A"}, id="alone"),
        pytest.param(
            f'{A}class B(Base):\n    __tablename__ = "b"\n{ID}    a = relationship("A")\n'
            '    a_id = Column(ForeignKey("a.id"))\n',
            "B",
            {"A", "B"},
            id="a relationship and a foreign key",
        ),
        pytest.param(
            f'{A}class B(Base):\n    __tablename__ = "b"\n{ID}'
            '    a_id = Column(ForeignKey("a.id"))\n    a = relationship("A", backref="bs")\n',
            "A",
            {"A", "B"},
            id="a back-reference puts an attribute on the other class",
        ),
        pytest.param(
            f'{A}class B(A):\n    __mapper_args__ = {{"polymorphic_identity": "b"}}\n',
            "A",
            {"A", "B"},
            id="rows of a table may be of a kind of its class",
        ),
        pytest.param(
            f'{A}    cs = relationship("C", secondary="b")\n'
            'b = Table("b", Base.metadata, Column("a_id", ForeignKey("a.id")), '
            'Column("c_id", ForeignKey("c.id")))\n'
            f'class C(Base):\n    __tablename__ = "c"\n{ID}',
            "A",
            {"A", "C", "b"},
            id="a table between two classes",
        ),
    ],
)
def test_models_of_one_registry(models: str, wanted: str, expected: set[str]) -> None:
    views = f"from flask import Blueprint\nfrom shop.models import {wanted}\n\n"
    views += 'bp = Blueprint("v", __name__)\n\n@bp.get("/")\ndef index():\n'
    views += f"    return {wanted}.id\n"
    files = {"shop/models.py": MODELS.format(rest=models), "shop/views.py": views}
    sliced, _ = cut(files)
    names = {name for unit in sliced.units if unit.module == "shop.models" for name in unit.names}
    library = {"Base", "Column", "DeclarativeBase", "ForeignKey", "Integer", "Table"}
    assert names - library - {"relationship"} == expected


def test_reexports_are_followed_and_reduced() -> None:
    files = {
        "shop/lib/__init__.py": "from .a import f\nfrom .b import g, h\n",
        "shop/lib/a.py": "def f():\n    return 1\n",
        "shop/lib/b.py": "def g():\n    return 1\n\n\ndef h():\n    return 2\n",
        "shop/views.py": "from flask import Blueprint\nfrom shop.lib import h\n\n"
        'bp = Blueprint("v", __name__)\n\n@bp.get("/")\ndef index():\n    return h()\n',
    }
    sliced, texts = cut(files)
    assert sliced.modules == ("shop", "shop.app", "shop.lib", "shop.lib.b", "shop.views")
    assert texts["shop/lib/__init__.py"] == "from .b import h\n"
    assert texts["shop/lib/b.py"] == "def h():\n    return 2\n"


def test_a_package_that_tries_to_import_its_modules() -> None:
    files = {
        "shop/lib/__init__.py": "try:\n    from . import a\nexcept ImportError:\n    a = None\n",
        "shop/lib/a.py": "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
        "shop/views.py": VIEW.replace('return ""', "return lib.a.f()").replace(
            "Blueprint\n", "Blueprint\nfrom shop import lib\n", 1
        ),
    }
    _, texts = cut(files)
    assert texts["shop/lib/__init__.py"] == files["shop/lib/__init__.py"]
    assert texts["shop/lib/a.py"] == "def f():\n    return 1\n"


def test_routes_that_stay_leave_no_trace_in_the_factory() -> None:
    _, texts = cut({"shop/views.py": VIEW})
    assert texts["shop/app.py"] == textwrap.dedent("""\
        from flask import Flask
        from shop import views

        def create_app():
            app = Flask(__name__)
            app.register_blueprint(views.bp)
            return app
        """)


VIEW = """\
from flask import Blueprint

bp = Blueprint("views", __name__)

@bp.get("/")
def index():
    return ""
"""


def test_a_listener_is_loaded_as_in_the_monolith() -> None:
    files = {
        "shop/views.py": VIEW,
        "shop/other.py": "from flask import Blueprint\nfrom shop import audit  # noqa: F401\n\n"
        'bp = Blueprint("other", __name__)\n\n@bp.get("/other")\ndef other():\n    return ""\n',
        "shop/audit.py": "from flask import got_request_exception\n\n\n"
        "@got_request_exception.connect\ndef note(sender, **extra):\n    print(sender)\n",
    }
    _, texts = cut(files)
    assert texts["shop/other.py"] == "from shop import audit  # noqa: F401\n"
    assert "import views, other" in texts["shop/app.py"]
    assert "def note" in texts["shop/audit.py"]


def test_what_a_method_imports_for_its_effect_is_loaded_where_the_method_runs_at_start() -> None:
    files = {
        "shop/app.py": """\
            from flask import Flask
            from shop import views

            def create_app():
                app = Flask(__name__)
                Setup().run()
                app.register_blueprint(views.bp)
                return app

            class Setup:
                def run(self):
                    from shop.phrases import Phrases  # noqa: F401

                def later(self):
                    from shop.other import bp  # noqa: F401
                    return self
            """,
        "shop/views.py": VIEW.replace('return ""', "return BOOK[0].text").replace(
            "Blueprint\n", "Blueprint\nfrom shop.book import BOOK\n", 1
        ),
        "shop/book.py": "BOOK = []\n\n\ndef note(cls):\n    BOOK.append(cls())\n    return cls\n",
        "shop/phrases.py": "from shop.book import note\n\n\n@note\nclass Phrases:\n    text = 1\n",
    }
    _, texts = cut(files)
    assert "class Phrases" in texts["shop/phrases.py"]
    assert "from shop.phrases import Phrases" in texts["shop/app.py"]
    assert "from shop.other import bp" not in texts["shop/app.py"]


def test_plugins_loaded_from_a_folder_travel_whole_and_it_says_so() -> None:
    files = {
        "shop/views.py": "from importlib import import_module\n"
        + VIEW.replace('return ""', 'return import_module(f"shop.plugins.{1}").x'),
        "shop/plugins/__init__.py": "",
        "shop/plugins/one.py": "x = 1\ny = 2\n",
    }
    sliced, texts = cut(files)
    assert texts["shop/plugins/one.py"] == "x = 1\ny = 2\n"
    assert [str(doubt.location) for doubt in sliced.doubts] == ["shop/views.py:8"]


def test_a_second_reduction_changes_nothing() -> None:
    files = {
        "shop/views.py": VIEW.replace('return ""', "return f()").replace(
            "Blueprint\n", "Blueprint\nfrom shop.lib import f, g\n", 1
        ),
        "shop/lib.py": "import os\nimport re\n\nA = 1\n\n\ndef f():\n    return re.S, A\n\n\n"
        "def g():\n    return os.sep\n",
    }
    _, once = cut(files)
    sliced, twice = cut({**dict.fromkeys(("shop/other.py",), ""), **once})
    assert {p: t for p, t in twice.items() if p in once} == once
    assert sliced.edits == ()
