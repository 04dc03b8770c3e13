"""Which statements may open files whose names do not stand in them."""

import ast

import pytest

from migrator.generation.symbols.paths import folders_in, may_open


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("HERE = Path(__file__).parent", False, id="a folder gets a name"),
        pytest.param("HERE = os.path.dirname(__file__)", False, id="so it does"),
        pytest.param("HERE = Path(__file__).parent / 'data'", True, id="a folder in it"),
        pytest.param("HERE / 'data' / 'x.json'", False, id="a file that is named"),
        pytest.param("Path(__file__).parent / 'x.json'", False, id="beside the module"),
        pytest.param("HERE / 'data' / name", True, id="a name that is computed"),
        pytest.param("HERE / f'{name}.json'", True, id="a part of it is"),
        pytest.param("os.path.join(HERE, 'data', 'x.json')", False, id="joined by a function"),
        pytest.param("os.path.join(HERE, name)", True, id="joined and computed"),
        pytest.param("HERE.joinpath('data', 'x.json')", False, id="joined by a method"),
        pytest.param("join()", True, id="nothing to join"),
        pytest.param("', '.join(names)", False, id="words"),
        pytest.param("', '.join(HERE)", True, id="words of a folder"),
        pytest.param("load(HERE)", True, id="the folder is handed on"),
        pytest.param("load(data.HERE)", True, id="that of another module"),
        pytest.param("load(__file__)", True, id="the module's file is"),
        pytest.param("FILE.read_text()", False, id="a file that has a name elsewhere"),
        pytest.param("FILE.parent", True, id="from a file to its folder"),
        pytest.param("FILE.with_name('x')", True, id="from a file to another"),
        pytest.param("x.glob('*')", True, id="whatever is there"),
        pytest.param("listdir(x)", True, id="whatever is in a folder"),
    ],
)
def test_may_open(code: str, expected: bool) -> None:
    assert may_open(ast.parse(code).body[0], {"HERE"}) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("HERE = Path(__file__).resolve().parent", ["HERE"], id="a folder"),
        pytest.param("FILE = Path(__file__).parent / 'x.json'", [], id="a file"),
        pytest.param("HERE = Path('.')", [], id="not the module's"),
    ],
)
def test_folders_in(code: str, expected: list[str]) -> None:
    assert list(folders_in(ast.parse(code).body[0])) == expected
