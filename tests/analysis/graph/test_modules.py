"""Themes: imports, external."""

import json
from pathlib import Path

import pytest

from migrator.reporting.graph import build_graph, render_pycg
from migrator.usecases.program import build_program
from tests.analysis.graph.spelled import calls_in

DEPOT = "def ship(): ...\ndef bill(): ...\nclass Order:\n    def pack(self): ...\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"main.py": "import depot\ndepot.ship()", "depot.py": DEPOT},
            {"main": ["depot.ship"]},
            id="module",
        ),
        pytest.param(
            {"main.py": "import depot as d\nd.ship()", "depot.py": DEPOT},
            {"main": ["depot.ship"]},
            id="as",
        ),
        pytest.param(
            {"main.py": "from depot import ship as send\nsend()", "depot.py": DEPOT},
            {"main": ["depot.ship"]},
            id="from as",
        ),
        pytest.param(
            {"main.py": "from depot import *\nship()\nOrder().pack()", "depot.py": DEPOT},
            {"main": ["depot.Order.pack", "depot.ship"]},
            id="star",
        ),
        pytest.param(
            {
                "main.py": "from depot import *\nship()\nbill()",
                "depot.py": "__all__ = ['ship']\n" + DEPOT,
            },
            {"main": ["depot.ship"]},
            id="star with __all__",
        ),
        pytest.param(
            {
                "main.py": "from shop import ship\nship()",
                "shop/__init__.py": "from .depot import ship",
                "shop/depot.py": DEPOT,
            },
            {"main": ["shop.depot.ship"]},
            id="re-exported",
        ),
        pytest.param(
            {
                "main.py": "import shop.depot\nshop.depot.ship()\nshop.open()",
                "shop/__init__.py": "def open(): ...",
                "shop/depot.py": DEPOT,
            },
            {"main": ["shop.depot.ship", "shop.open"]},
            id="submodule",
        ),
        pytest.param(
            {
                "main.py": "import shop.depot as d\nd.ship()",
                "shop/__init__.py": "",
                "shop/depot.py": DEPOT,
            },
            {"main": ["shop.depot.ship"]},
            id="submodule as",
        ),
        pytest.param(
            {"main.py": "import shop.depot as d\nd.ship()", "shop/depot.py": DEPOT},
            {"main": ["shop.depot.ship"]},
            id="folder without __init__",
        ),
        pytest.param(
            {
                "shop/__init__.py": "",
                "shop/depot.py": DEPOT,
                "shop/orders/__init__.py": "",
                "shop/orders/views.py": "from ..depot import ship\nfrom .. import depot\n"
                "ship()\ndepot.bill()",
            },
            {"shop.orders.views": ["shop.depot.bill", "shop.depot.ship"]},
            id="relative",
        ),
        pytest.param(
            {
                "main.py": "def run():\n    from depot import ship\n    ship()",
                "depot.py": DEPOT,
            },
            {"main.run": ["depot.ship"]},
            id="in a function",
        ),
        pytest.param(
            {
                "main.py": "try:\n    from fast import ship\nexcept ImportError:\n"
                "    from depot import ship\nship()",
                "depot.py": DEPOT,
            },
            {"main": ["depot.ship", "fast.ship"]},
            id="either",
        ),
        pytest.param(
            {
                "main.py": "import first\nfirst.run()",
                "first.py": "import second\ndef run():\n    second.run()\ndef end(): ...",
                "second.py": "import first\ndef run():\n    first.end()",
            },
            {"main": ["first.run"], "first.run": ["second.run"], "second.run": ["first.end"]},
            id="cycle",
        ),
        pytest.param(
            {
                "main.py": "import importlib\nimportlib.import_module('depot').ship()",
                "depot.py": DEPOT,
            },
            {"main": ["depot.ship", "importlib.import_module"]},
            id="import_module",
        ),
        pytest.param(
            {"main.py": "import depot\ndepot.Order().pack()", "depot.py": DEPOT},
            {"main": ["depot.Order.pack"]},
            id="class of a module",
        ),
        pytest.param(
            {
                "main.py": "from shop import orders\norders.run()",
                "shop/__init__.py": "",
                "shop/orders/__init__.py": "from shop.orders.steps import run",
                "shop/orders/steps.py": "def run(): ...",
            },
            {"main": ["shop.orders.steps.run"]},
            id="package from package",
        ),
    ],
)
def test_imports(files: dict[str, str], expected: dict[str, list[str]]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import ext\next.run()", {"main": ["ext.run"]}, id="function"),
        pytest.param("import ext.sub\next.sub.run()", {"main": ["ext.sub.run"]}, id="submodule"),
        pytest.param("import ext.sub as e\ne.run()", {"main": ["ext.sub.run"]}, id="as"),
        pytest.param("from ext import run as go\ngo()", {"main": ["ext.run"]}, id="from as"),
        pytest.param(
            "from ext import Client\nc = Client()\nc.get()",
            {"main": ["ext.Client", "ext.Client.get"]},
            id="method",
        ),
        pytest.param(
            "from ext import Client\nc = Client()\nget = c.get\nget()",
            {"main": ["ext.Client", "ext.Client.get"]},
            id="method under another name",
        ),
        pytest.param(
            "from ext import Client\ndef run(get):\n    get()\nrun(Client().get)",
            {"main": ["ext.Client", "main.run"], "main.run": ["ext.Client.get"]},
            id="method handed out",
        ),
        pytest.param(
            "from ext import Base\nclass A(Base):\n    def f(self):\n        self.g()\nA().f()",
            {"main": ["ext.Base.__init__", "main.A.f"], "main.A.f": ["ext.Base.g"]},
            id="base class",
        ),
        pytest.param(
            "import ext\nclass A(ext.Base):\n    def __init__(self):\n"
            "        super().__init__()\nA()",
            {
                "main": ["main.A.__init__"],
                "main.A.__init__": ["<builtin>.super", "ext.Base.__init__"],
            },
            id="constructor of a base",
        ),
        pytest.param(
            "from ext import run\ndef f(): ...\nrun(f)", {"main": ["ext.run"]}, id="callback"
        ),
        pytest.param(
            "import ext\nraise ext.Failure", {"main": ["ext.Failure"]}, id="raised class"
        ),
        pytest.param("import ext\next.run()()", {"main": ["ext.run"]}, id="result of a result"),
        pytest.param(
            "import ext\next.table['a'].run()", {"main": []}, id="item of something external"
        ),
        pytest.param(
            "import ext\nwith ext.open() as f:\n    f.read()",
            {"main": ["ext.open", "ext.open.read"]},
            id="context",
        ),
        pytest.param(
            "class A(object):\n    def f(self):\n        self.missing()\nA().f()",
            {"main": ["main.A.f"]},
            id="object brings nothing",
        ),
    ],
)
def test_external(source: str, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == {caller: called for caller, called in expected.items() if called}


def test_src_may_be_a_package_itself(tmp_path: Path) -> None:
    files = {
        "__init__.py": "from .depot import ship\ndef open(): ...\nship()",
        "depot.py": "def ship(): ...",
        "main.py": "import shop\nimport shop.depot\nfrom . import depot\nfrom .depot import ship\n"
        "from shop.orders import views\n"
        "shop.open()\nshop.depot.ship()\ndepot.ship()\nship()\nviews.show()",
        "orders/__init__.py": "",
        "orders/views.py": "from .. import depot, open\nfrom ..depot import ship\n"
        "def show():\n    depot.ship()\n    ship()\n    open()",
    }
    source = tmp_path / "shop"
    for file, text in files.items():
        (source / file).parent.mkdir(parents=True, exist_ok=True)
        (source / file).write_text(text)
    assert json.loads(render_pycg(build_graph(build_program(source)))) == {
        "__init__": ["depot.ship"],
        "__init__.open": [],
        "depot": [],
        "depot.ship": [],
        "main": ["__init__.open", "depot.ship", "orders.views.show"],
        "orders": [],
        "orders.views": [],
        "orders.views.show": ["__init__.open", "depot.ship"],
    }
