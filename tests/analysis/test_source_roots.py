"""Imports that are spelled from a folder inside a package, or below SRC."""

from pathlib import Path

import pytest

from migrator.usecases.program import build_program

CALL = "def f():\n    helper()\n"


def calls(root: Path, files: dict[str, str]) -> list[str]:
    for file, source in files.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(source)
    found = build_program(root).calls
    return sorted({f"{call.caller} -> {call.callee}" for call in found})


HELPER = "def helper(): pass\n"
FROM = "from {} import helper\n" + CALL


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {
                "studio/__init__.py": "",
                "studio/manage.py": "",
                "studio/core/__init__.py": "",
                "studio/core/util.py": HELPER,
                "studio/users/views.py": FROM.format("core.util"),
            },
            ["studio.users.views:f -> studio.core.util:helper"],
            id="manage.py inside a package",
        ),
        pytest.param(
            {
                "studio/__init__.py": "",
                "studio/core/util.py": HELPER,
                "studio/users/views.py": FROM.format("core.util"),
            },
            ["studio.users.views:f -> studio.core.util:helper"],
            id="a package that is a root",
        ),
        pytest.param(
            {
                "web/config.py": HELPER,
                "web/shop/__init__.py": "",
                "web/shop/a.py": "import config\ndef f():\n  config.helper()\n",
            },
            ["shop.a:f -> web.config:helper"],
            id="a module beside the package",
        ),
        pytest.param(
            {"src/shop/a.py": HELPER, "src/shop/b.py": FROM.format("shop.a")},
            ["src.shop.b:f -> src.shop.a:helper"],
            id="src without packages",
        ),
        pytest.param(
            {"src/shop/__init__.py": "", "src/shop/a.py": HELPER, "run.py": FROM.format("shop.a")},
            ["run:f -> shop.a:helper"],
            id="src with packages",
        ),
        pytest.param(
            {
                "back/app/__init__.py": "",
                "back/app/a.py": HELPER,
                "b.py": FROM.format("back.app.a"),
            },
            ["b:f -> app.a:helper"],
            id="from above the topmost package",
        ),
        pytest.param(
            {
                "one/app/__init__.py": "",
                "one/app/a.py": HELPER,
                "one/app/b.py": FROM.format("app.a"),
                "two/app/__init__.py": "",
                "two/app/a.py": HELPER,
                "two/app/b.py": FROM.format("app.a"),
            },
            ["app.b:f -> app.a:helper", "two.app.b:f -> two.app.a:helper"],
            id="two applications with one name",
        ),
        pytest.param(
            {"shop/__init__.py": "", "shop/a.py": HELPER, "shop/b.py": FROM.format("shop.a")},
            ["shop.b:f -> shop.a:helper"],
            id="nothing special",
        ),
        pytest.param(
            {
                "shop/__init__.py": "",
                "shop/celery.py": "from celery import Celery\n" + HELPER,
                "shop/b.py": "from celery import helper\nfrom celery.x import y\n" + CALL,
            },
            [],
            id="a library with the name of a module",
        ),
        pytest.param(
            {
                "shop/__init__.py": "",
                "shop/stripe.py": HELPER,
                "shop/b.py": FROM.format("stripe"),
            },
            [],
            id="a bare name beside modules of a package",
        ),
        pytest.param(
            {"x/json.py": HELPER, "x/b.py": FROM.format("json")}, [], id="standard library"
        ),
        pytest.param(
            {
                "m/manage.py": "",
                "m/shop/__init__.py": "",
                "m/shop/a.py": "from importlib import import_module\n"
                "def f():\n  import_module('plugins.b').helper()\n",
                "m/plugins/b.py": HELPER,
            },
            ["shop.a:f -> m.plugins.b:helper"],
            id="a string",
        ),
    ],
)
def test_imports_from_source_roots(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    assert calls(tmp_path, files) == expected


def test_a_package_that_is_analyzed_itself_may_import_itself_by_name(tmp_path: Path) -> None:
    files = {"__init__.py": "", "a.py": HELPER, "b.py": FROM.format("shop.a")}
    assert calls(tmp_path / "shop", files) == ["b:f -> a:helper"]
