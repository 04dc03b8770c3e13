"""What happens when a class is made, and what a class and a function are called."""

import pytest

from tests.analysis.programs import program_of_one, routes_of

PRELUDE = "from flask import Flask\napp = Flask('s')\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class View:\n    def __init_subclass__(cls, path):\n"
            "        app.add_url_rule(path, cls.__name__, cls.get)\n"
            "class A(View, path='/a'):\n    def get(): ...",
            ["GET /a A shop:A.get 7"],
            id="what a base class does for its subclasses, with keywords",
        ),
        pytest.param(
            "class View:\n    def __init_subclass__(cls):\n"
            "        super().__init_subclass__()\n"
            "        app.add_url_rule('/' + cls.__name__, cls.__name__, cls.get)\n"
            "class A(View):\n    def get(): ...\nclass B(A): ...",
            ["GET /A A shop:A.get 8", "GET /B B shop:A.get 8"],
            id="for each of them",
        ),
        pytest.param(
            "class View:\n    def get(): ...\n"
            "app.add_url_rule('/' + View.__module__ + '/' + View.__qualname__, 'v', View.get)",
            ["GET /shop/View v shop:View.get 4"],
            id="names of a class",
        ),
        pytest.param(
            "def get(): ...\n"
            "app.add_url_rule(f'/{__name__}/{get.__module__}/{get.__qualname__}', 'v', get)",
            ["GET /shop/shop/get v shop:get 3"],
            id="names of a function and of the module",
        ),
        pytest.param(
            "from typing import Generic, TypeVar\nfrom flask.views import MethodView\n"
            "T = TypeVar('T')\nclass Base(MethodView[T], Generic[T]): ...\n"
            "class View(Base[int]):\n    def get(self): ...\n"
            "app.add_url_rule('/a', view_func=View.as_view('a'))",
            ["GET /a a shop:View.get 8"],
            id="generic classes with their parameters",
        ),
    ],
)
def test_classes(source: str, expected: list[str]) -> None:
    assert routes_of(program_of_one(PRELUDE + source)) == expected
