import pytest

from migrator.model.program import Import, Module
from tests.analysis.programs import program_of

PROJECT = {
    "shop/__init__.py": "",
    "shop/models.py": "",
    "shop/mail/__init__.py": "",
    "shop/mail/tasks.py": "",
}


def described(source: str, file: str = "shop/mail/use.py") -> Module:
    modules = program_of(PROJECT | {file: source}).modules
    return next(module for module in modules if module.file == file)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import shop.models", [Import("shop.models", "", "shop", 1)], id="import"),
        pytest.param(
            "import shop.models as m", [Import("shop.models", "", "m", 1)], id="import as"
        ),
        pytest.param(
            "from shop import models", [Import("shop.models", "", "models", 1)], id="module"
        ),
        pytest.param(
            "from shop.models import Order as O",
            [Import("shop.models", "Order", "O", 1)],
            id="symbol",
        ),
        pytest.param("from shop.models import *", [Import("shop.models", "*", "*", 1)], id="star"),
        pytest.param(
            "from . import tasks", [Import("shop.mail.tasks", "", "tasks", 1)], id="beside"
        ),
        pytest.param(
            "from .tasks import send", [Import("shop.mail.tasks", "send", "send", 1)], id="dot"
        ),
        pytest.param(
            "from ..models import Order",
            [Import("shop.models", "Order", "Order", 1)],
            id="two dots",
        ),
        pytest.param(
            "def f():\n  def g():\n    import shop.models",
            [Import("shop.models", "", "shop", 3, "f.g")],
            id="in a function",
        ),
        pytest.param(
            "try:\n  import shop.models\nexcept ImportError:\n  import shop.mail",
            [Import("shop.models", "", "shop", 2), Import("shop.mail", "", "shop", 4)],
            id="in try and except",
        ),
        pytest.param(
            "class K:\n  from shop.models import Order",
            [Import("shop.models", "Order", "Order", 2)],
            id="in a class",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n  from shop.models import Order",
            [Import("shop.models", "Order", "Order", 2)],
            id="for the type checker",
        ),
        pytest.param("import os", [], id="not of the project"),
        pytest.param("from shopping import a", [], id="a longer name"),
    ],
)
def test_imports_of_the_project(source: str, expected: list[Import]) -> None:
    assert list(described(source).imports) == expected


def test_a_package_imports_relative_to_itself() -> None:
    module = described("from .tasks import send\nfrom .. import models", "shop/mail/__init__.py")
    assert module == Module(
        "shop.mail",
        "shop/mail/__init__.py",
        2,
        is_package=True,
        imports=(
            Import("shop.mail.tasks", "send", "send", 1),
            Import("shop.models", "", "models", 2),
        ),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import os.path, sys", ("os", "sys"), id="import"),
        pytest.param("from flask.views import View", ("flask",), id="from"),
        pytest.param("import os, shop.models", ("os",), id="one of each"),
        pytest.param("import shop.models", (), id="project only"),
    ],
)
def test_externals(source: str, expected: tuple[str, ...]) -> None:
    assert described(source).externals == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("INCLUDE = ['shop.mail.tasks']", (("shop.mail.tasks", 1),), id="module"),
        pytest.param("x = 'shop.mail.tasks.send'", (("shop.mail.tasks", 1),), id="symbol"),
        pytest.param("x = 'shop.mail.tasks:send'", (("shop.mail.tasks", 1),), id="colon"),
        pytest.param("def f():\n  g('shop.models')", (("shop.models", 2),), id="argument"),
        pytest.param("x = 'shop'", (), id="a word is no mention"),
        pytest.param("x = 'see shop.models'", (), id="prose"),
        pytest.param("x = 'shop.gone.tasks'", (), id="no such module"),
        pytest.param("x = 'shop.mail.use'", (), id="itself"),
    ],
)
def test_mentions(source: str, expected: tuple[tuple[str, int], ...]) -> None:
    assert described(source).mentions == expected
