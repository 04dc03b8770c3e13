"""Which data files travel: those that code names, or all of a folder."""

import pytest

from tests.generation.symbols.slices import VIEWS, cut

DATA = """\
from pathlib import Path

HERE = Path(__file__).parent
EN = HERE / "texts" / "en.json"
{more}
"""
FILES = ("en.json", "fr.json")


@pytest.mark.parametrize(
    ("folder", "more", "uses", "expected"),
    [
        pytest.param("texts", "", "data.EN.read_text()", FILES[:1], id="one of them is named"),
        pytest.param(
            "texts", "FR = HERE / 'texts' / 'fr.json'", "data.EN", FILES[:1], id="by what stays"
        ),
        pytest.param(
            "texts",
            "FR = HERE / 'texts' / 'fr.json'",
            "data.EN, data.FR",
            FILES,
            id="both are named",
        ),
        pytest.param(
            "texts",
            "def of(name):\n    return HERE / 'texts' / name",
            "data.EN, data.of('x')",
            FILES,
            id="a name is computed",
        ),
        pytest.param(
            "texts",
            "def of(name):\n    return HERE / 'texts' / name",
            "data.EN",
            FILES[:1],
            id="by what stays, a name is computed",
        ),
        pytest.param("texts", "", "data.EN.parent", FILES, id="the folder of the one"),
        pytest.param("texts", "", "data.EN, open(data.HERE)", FILES, id="the folder is handed on"),
        pytest.param("locale", "", "data.EN", FILES, id="a folder that libraries know"),
        pytest.param("texts", "", "len(data.__name__)", FILES, id="code names none of them"),
    ],
)
def test_data_files(folder: str, more: str, uses: str, expected: tuple[str, ...]) -> None:
    files = {
        "shop/views.py": VIEWS.format(imports="from shop.words import data", uses=uses),
        "shop/words/__init__.py": "",
        "shop/words/data.py": DATA.format(more=more).replace('"texts"', f'"{folder}"'),
        **{f"shop/words/{folder}/{name}": "{}" for name in FILES},
    }
    sliced = cut(files)[0]
    found = tuple(n for n in FILES if f"shop/words/{folder}/{n}" in sliced.assets)
    assert found == expected
    left = tuple(f"shop/words/{folder}/{n}" for n in FILES if n not in found)
    assert sliced.unnamed_assets == left


def test_a_string_elsewhere_names_the_folder() -> None:
    files = {
        "shop/views.py": VIEWS.format(
            imports="from shop.words import data\nfrom shop.reader import read",
            uses="read(data.EN)",
        ),
        "shop/reader.py": "def read(x):\n    return open('shop/words/texts/' + x)\n",
        "shop/words/__init__.py": "",
        "shop/words/data.py": DATA.format(more=""),
        **{f"shop/words/texts/{name}": "{}" for name in FILES},
    }
    assert cut(files)[0].unnamed_assets == ()
