import pytest

from migrator.model.location import Location
from migrator.model.program import Application
from tests.analysis.programs import entry_points_of, program_of_one, unresolved_of

PRELUDE = "from quart import Blueprint, Quart\napp = Quart(__name__)\nasync def show(): ...\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@app.route('/a/<int:key>', methods=['PUT'])\nasync def a(key): ...",
            ["quart PUT /a/{key} shop:a 5"],
            id="route",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__, url_prefix='/b')\n@bp.get('/a')\nasync def a(): ...\n"
            "app.register_blueprint(bp)",
            ["quart GET /b/a shop:a 6"],
            id="blueprint",
        ),
        pytest.param(
            "@app.websocket('/ws/<name>')\nasync def talk(name): ...",
            ["quart websocket /ws/{name} shop:talk 5"],
            id="websocket",
        ),
        pytest.param(
            "bp = Blueprint('b', __name__)\nbp.add_websocket('/ws', view_func=show)\n"
            "app.register_blueprint(bp, url_prefix='/b')",
            ["quart websocket /b/ws shop:show 3"],
            id="websocket of a blueprint",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)
    frameworks = [point.framework for point in program.entry_points]
    spelled = zip(frameworks, entry_points_of(program), strict=True)
    assert [" ".join(pair) for pair in spelled] == expected
    assert program.applications == (
        Application(
            "shop:app", is_factory=False, location=Location("shop.py", 2), framework="quart"
        ),
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("@app.before_serving\nasync def start(): ...", id="at start"),
        pytest.param("other.add_websocket('/ws', view_func=show)", id="something else"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os\napp.add_websocket(os.environ['A'], view_func=show)", id="path"),
        pytest.param("from x import v\napp.add_websocket('/ws', view_func=v)", id="view"),
    ],
)
def test_says_what_it_cannot_read(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    reason = "shop.py:5 Quart websocket with a computed path or an unknown view"
    assert (program.entry_points, unresolved_of(program)) == ((), [reason])
