"""What a test replaces is noted as long as it is replaced."""

import importlib
from types import ModuleType, SimpleNamespace

import pytest

from migrator.adapters.interpreter import HARNESS


class Patching:
    """pytest's own, as far as names go: one of them puts back all that a test has set."""

    def setattr(self, target: object, name: str, value: object) -> None: ...

    def undo(self) -> None: ...


@pytest.fixture
def standins(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(HARNESS)
    return importlib.import_module("migrate_standins")


def noted(standins: ModuleType) -> list[str]:
    suite = importlib.import_module("migrate_suite")
    suite.begin("test")
    standins.note_replaced()
    return sorted(suite.current().reasons)


def test_everything_that_one_fixture_replaces_is_noted(standins: ModuleType) -> None:
    shop = SimpleNamespace(__name__="shop")
    standins._watch_monkeypatch(SimpleNamespace(MonkeyPatch=Patching))  # noqa: SLF001
    patching = Patching()
    patching.setattr(shop, "now", None)
    patching.setattr(shop, "mail", None)
    assert noted(standins) == ["shop.mail is replaced", "shop.now is replaced"]
    patching.undo()
    assert noted(standins) == []
