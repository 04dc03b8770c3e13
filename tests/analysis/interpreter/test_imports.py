"""Names that ``import *`` brings from outside the project, seen as routes."""

import pytest

from tests.analysis.programs import program_of, routes_of

APP = "app = Flask('s')\n@app.get('/a')\ndef a(): ...\n"
ROUTE = "GET /a a shop.main:a {}"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"shop/main.py": f"from flask import *\n{APP}"}, [ROUTE.format(4)], id="here"
        ),
        pytest.param(
            {"shop/main.py": f"from flask import *\nfrom os import *\n{APP}"},
            [ROUTE.format(5)],
            id="from one of several",
        ),
        pytest.param(
            {
                "shop/base.py": "from flask import *\n",
                "shop/main.py": f"from .base import *\n{APP}",
            },
            [ROUTE.format(4)],
            id="through a module of the project",
        ),
        pytest.param(
            {
                "shop/base.py": "from flask import *\n",
                "shop/main.py": f"from shop.base import Flask\n{APP}",
            },
            [ROUTE.format(4)],
            id="by name, from a module that has everything",
        ),
        pytest.param(
            {
                "shop/base.py": "from os import *\nimport shop.main\ndef a(): ...\n",
                "shop/main.py": "from flask import Flask\nfrom shop.base import a\n"
                "def run():\n    Flask('s').add_url_rule('/a', 'a', a)\n",
                "shop/start.py": "import shop.base\nshop.main.run()\n",
            },
            ["GET /a a shop.base:a 3"],
            id="not while that module is still being imported",
        ),
        pytest.param(
            {"shop/main.py": f"from flask import *\nFlask = len\n{APP}"}, [], id="bound otherwise"
        ),
    ],
)
def test_star_imports(files: dict[str, str], expected: list[str]) -> None:
    assert routes_of(program_of({"shop/__init__.py": "", **files})) == expected
