"""Constants that are given to attributes and items of what is not the project's."""

import pytest

from migrator.model.constructs import Assignment
from migrator.model.location import Location
from tests.analysis.programs import program_of_one


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import os\nos.umask = 3", [("os.umask", "3")], id="attribute"),
        pytest.param(
            "import web\nTYPE = 'text/' + 'csv'\nr = web.answer()\nr.headers['Type'] = TYPE",
            [("web.answer.headers[Type]", "'text/csv'")],
            id="item of an attribute of a result",
        ),
        pytest.param("import web\nweb.answer()[1] = None", [("web.answer[1]", "None")], id="item"),
        pytest.param("import web\nimport os\nweb.size = os.getpid()", [], id="a computed value"),
        pytest.param("import web\nweb.sizes[name()] = 3", [], id="a computed key"),
        pytest.param("class A: ...\nA.size = 3", [], id="of the project"),
        pytest.param("x.size = 3", [], id="of something unknown"),
        pytest.param("x = None\nx.y.size = 3", [], id="of nothing"),
    ],
)
def test_finds_assignments(source: str, expected: list[tuple[str, str]]) -> None:
    found = program_of_one(source).assignments
    assert [(one.name, one.value) for one in found] == expected


def test_says_where() -> None:
    source = """\
        import web

        def view():
            web.status = 200
        """
    (found,) = program_of_one(source).assignments
    assert found == Assignment("web.status", "200", "shop:view", Location("shop.py", 4))
