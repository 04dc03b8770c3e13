"""Pickles that are written in fewer bytes and load as the same objects."""

import importlib
import pickle
import sys
from types import ModuleType
from typing import Any

import pytest

SHARED = ["shared"]


class Pattern:
    """Stands for Babel's classes: a state, and equality."""

    __module__ = "babel.dates"

    def __init__(self, text: str, **more: object) -> None:
        self.text, self.more = text, more

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def _babel(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("babel.dates")
    module.Pattern = Pattern  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "babel", ModuleType("babel"))
    monkeypatch.setitem(sys.modules, "babel.dates", module)


def pickles(shop: ModuleType) -> Any:  # noqa: ANN401 - a module of the package
    return importlib.import_module(f"{shop.__name__}.packaging.pickles")


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"month": {1: "Januar", 2: "Februar"}, "short": ("Januar", "Jan")},
        [SHARED, SHARED, {"again": SHARED}],
        [Pattern("d. MMMM", era="G"), Pattern("d. MMMM"), Pattern],
        [f"text {n % 400}" for n in range(900)] + [(n,) for n in range(300)],
        ["x" * 300, "ä" * 200, "ä" * 200, "", "", "ab", "ab", "\ud800"],
        [0, -1, 255, 70_000, 1.5, True, False],
    ],
)
def test_loads_as_before_from_no_more_bytes(shop: ModuleType, value: object) -> None:
    content = pickle.dumps(value, 2)
    made = pickles(shop).rewritten(content)
    assert pickle.loads(made) == value  # noqa: S301 - made above
    assert len(made) <= len(content)
    assert pickles(shop).rewritten(made) == made


def test_objects_stay_shared(shop: ModuleType) -> None:
    made = pickles(shop).rewritten(pickle.dumps([SHARED, SHARED, ["shared"]], 2))
    first, second, third = pickle.loads(made)  # noqa: S301 - made above
    assert first is second
    assert first is not third


def test_numbers_that_nothing_refers_to_go(shop: ModuleType) -> None:
    content = pickle.dumps([SHARED, SHARED, "own"], 2)
    made = pickles(shop).rewritten(content)
    assert (content.count(pickle.BINPUT), made.count(pickle.BINPUT)) == (4, 1)


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps("cut short", 2)[:-3]])
def test_what_is_no_pickle_stays(shop: ModuleType, content: bytes) -> None:
    assert pickles(shop).rewritten(content) == content


READER = "def load(name):\n    return pickle.load(file)\n"


@pytest.mark.parametrize(
    ("files", "brought", "found"),
    [
        pytest.param({"babel/localedata.py": READER}, True, ["babel/locale-data/de.dat"], id="it"),
        pytest.param({"babel/localedata.py": "json.load(file)"}, True, [], id="read otherwise"),
        pytest.param({}, True, [], id="no Babel"),
        pytest.param({"babel/localedata.py": READER}, False, [], id="the service's own"),
    ],
)
def test_only_data_of_babel(
    shop: ModuleType, files: dict[str, str], brought: bool, found: list[str]
) -> None:
    everything = {**files, "babel/locale-data/de.dat": "", "other/locale-data/de.dat": ""}
    mine = everything if brought else {}
    assert list(pickles(shop).rewritable(mine, lambda name: everything[name].encode())) == found
