import pytest

from migrator.generation.app_wide import find_app_wide


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("bp = Blueprint('a', __name__)\nbp.before_request(f)\n", None),
        ("def register(app):\n    app.before_request(f)\n", (2, "before_request")),
        ("bp = Blueprint('a', __name__)\nbp.before_app_request(f)\n", (2, "before_app_request")),
        ("@event.listens_for(Order, 'x')\ndef f(): ...\n", (1, "listens_for")),
        ("@hookimpl\ndef load(app): ...\n", (2, "hookimpl")),
        ("@lru_cache(maxsize=1)\ndef load(app): ...\n", None),
        ("@login_required\ndef show(): ...\n", None),
        ("not python", None),
    ],
)
def test_find_app_wide(code: str, expected: tuple[int, str] | None) -> None:
    assert find_app_wide(code, handlers=["show"]) == expected


def test_a_blueprint_can_come_from_another_module() -> None:
    assert find_app_wide("bp.errorhandler(404)(f)\n", ["bp"]) is None
