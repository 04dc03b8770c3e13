"""The package, rendered as ``shop_lambda``, on the path of every test here."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from migrator.generation.package import render


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which ``packages/shop_lambda`` lies."""
    root = tmp_path_factory.mktemp("package")
    for file in render("shop"):
        target = root / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return root / "packages" / "shop_lambda"


@pytest.fixture(scope="session")
def shop(rendered: Path) -> Iterator[ModuleType]:
    """Import the package with the modules that it does not import itself."""
    source = str(rendered / "src")
    sys.path.insert(0, source)
    package = importlib.import_module("shop_lambda")
    for name in ("correlation", "database", "django_database", "flask_app", "idempotency", "logs"):
        importlib.import_module(f"shop_lambda.{name}")
    yield package
    sys.path.remove(source)
    for name in [name for name in sys.modules if name.split(".")[0] == "shop_lambda"]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def shop_asgi(shop: ModuleType) -> ModuleType:
    """Import what only services of ASGI applications need."""
    return importlib.import_module(f"{shop.__name__}.asgi")
