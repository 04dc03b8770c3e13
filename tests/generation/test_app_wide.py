import pytest

from migrator.generation.app_wide import find_app_wide


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("bp = Blueprint('a', __name__)\nbp.before_request(f)\n", None),
        ("bp = Blueprint('a', __name__)\nbp.before_app_request(f)\n", (2, "before_app_request")),
        ("@bp.url_defaults\ndef f(endpoint, values): ...\n", (1, "url_defaults")),
        ("@bp.app_errorhandler(404)\ndef f(error): ...\n", (1, "app_errorhandler")),
        ("@event.listens_for(Order, 'x')\ndef f(): ...\n", None),
        ("not python", None),
    ],
)
def test_find_app_wide(code: str, expected: tuple[int, str] | None) -> None:
    assert find_app_wide(code) == expected
