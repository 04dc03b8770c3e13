import json
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

CODES = range(100, 600)
LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(LEAF, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@pytest.mark.parametrize("content_type", ["", "application/json", "text/plain; charset=nonsense"])
@pytest.mark.parametrize("body", [b"", b"\xff{", b'{"error": "no"}', b"[" * 10_000])
def test_total_and_the_status_comes_back(shop: ModuleType, body: bytes, content_type: str) -> None:
    for code in CODES:
        envelope = shop.from_http(code, body, content_type)
        back, wire = shop.to_http(envelope)
        assert (back, envelope.status) == (code, shop.status_of(code))
        assert shop.from_http(back, wire) == envelope
        if wire:
            jsonschema.validate(json.loads(wire), shop.SCHEMA)


def test_each_status_in_its_place(shop: ModuleType) -> None:
    named = {code: str(shop.status_of(code)) for code in CODES}
    expected = {
        **dict.fromkeys(range(100, 400), "success"),
        **dict.fromkeys(range(400, 500), "badRequest"),
        **dict.fromkeys(range(500, 600), "error"),
        **dict.fromkeys((401, 407, 511), "notAuthenticated"),
        **dict.fromkeys((403, 451), "unauthorized"),
        501: "notImplemented",
    }
    assert named == expected


@given(code=st.sampled_from(CODES), skipped=st.booleans(), message=st.text(), data=JSON)
def test_round_trip(
    shop: ModuleType, code: int, skipped: bool, message: str, data: object
) -> None:
    is_bodiless = code < 200 or code in (204, 304)
    status = shop.Status.skipped if skipped and code == 200 else shop.status_of(code)
    content = () if is_bodiless else (message, data)
    envelope = shop.Envelope(status, *content, http_status=code)
    assert shop.from_http(*shop.to_http(envelope)) == envelope


def test_usual_http_statuses(shop: ModuleType) -> None:
    codes = {str(status): shop.Envelope(status).http_status for status in shop.Status}
    assert codes == {
        "success": 200,
        "skipped": 200,
        "badRequest": 400,
        "notAuthenticated": 401,
        "unauthorized": 403,
        "error": 500,
        "notImplemented": 501,
    }
    assert shop.to_http(shop.Envelope.created({"id": 1})) == (
        201,
        b'{"status": "success", "message": "", "data": {"id": 1}}',
    )


@pytest.mark.parametrize(
    ("code", "body", "content_type", "message", "data"),
    [
        pytest.param(200, b"[1]", "application/json", "", [1], id="data"),
        pytest.param(
            404, b'{"error": "gone"}', "application/json", "gone", {"error": "gone"}, id="named"
        ),
        pytest.param(422, b"bad age\n", "text/plain", "bad age", "bad age\n", id="plain text"),
        pytest.param(404, b"<p>", "text/html", "Not Found", "<p>", id="page"),
        pytest.param(503, b"", "", "Service Unavailable", {}, id="empty"),
        pytest.param(200, b"\xe9", "text/plain; charset=latin-1", "", "é", id="charset"),
        pytest.param(
            500,
            b'{"status": "success", "message": "", "data": {}}',
            "application/json",
            "Internal Server Error",
            {"status": "success", "message": "", "data": {}},
            id="envelope that contradicts its status line",
        ),
    ],
)
def test_reads(
    shop: ModuleType, code: int, body: bytes, content_type: str, message: str, data: object
) -> None:
    envelope = shop.from_http(code, body, content_type)
    assert (envelope.message, envelope.data) == (message, data)


@pytest.mark.parametrize("arguments", [("success", "", {}, 404), ("success", "hello", {}, 204)])
def test_refuses_contradictions(shop: ModuleType, arguments: tuple[Any, ...]) -> None:
    status, *rest = arguments
    with pytest.raises(ValueError, match="HTTP"):
        shop.Envelope(shop.Status(status), *rest)


def test_errors_know_their_status(shop: ModuleType) -> None:
    errors = [
        shop.EnvelopeError,
        shop.BadRequest,
        shop.NotFound,
        shop.Conflict,
        shop.Skipped,
        shop.NotAuthenticated,
        shop.Unauthorized,
        shop.NotImplementedYet,
    ]
    seen = {error("m", {"a": 1}).envelope().http_status for error in errors}
    assert seen == {500, 400, 404, 409, 200, 401, 403, 501}
    assert {str(error("m").envelope().status) for error in errors} == set(shop.Status) - {
        "success"
    }
