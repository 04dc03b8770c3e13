import pytest

from migrator.generation.beside import find_beside
from migrator.generation.source import MemorySource

FILES = {
    "src/shop/__init__.py": b"",
    "src/templates/a.html": b"",
    "src/templates/deep/b.html": b"",
    "src/static/a.css": b"",
    "src/alembic.ini": b"[alembic]\nscript_location = %(here)s/alembic\n",
    "src/alembic/env.py": b"",
    "src/tests/data.json": b"",
    "src/CHANGES.md": b"",
    "other/templates/c.html": b"",
}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param('X = BASE / "templates"', ["a.html", "deep/b.html"], id="joined"),
        pytest.param('X = join(BASE, "templates/deep")', ["a.html", "deep/b.html"], id="folder"),
        pytest.param('X = "templates"', [], id="only a word"),
        pytest.param('STATICFILES_DIRS = [BASE / "static"]', [], id="served by others"),
        pytest.param('X = BASE / "tests"', [], id="never"),
        pytest.param('open(BASE / "CHANGES.md")', ["CHANGES.md"], id="file"),
        pytest.param('Config("alembic.ini")', ["alembic.ini"], id="no folder that a file names"),
        pytest.param("def broken(", [], id="no Python"),
    ],
)
def test_what_lies_beside_the_package(code: str, expected: list[str]) -> None:
    source = MemorySource(FILES | {"src/shop/__init__.py": code.encode()})
    found = find_beside(source, ["src/shop/__init__.py"], {"shop": "src/shop/__init__.py"})
    assert [path.removeprefix("src/").removeprefix("templates/") for path in found] == expected
