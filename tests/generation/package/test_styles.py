import json
import logging
from types import ModuleType

import pytest
from flask import Flask, Response, jsonify, redirect

from tests.generation.package.gateways import Answer, Request, http_api, read

MEDIA_TYPE = "application/vnd.shop.envelope+json"


def create_app() -> Flask:
    app = Flask("shop")
    app.add_url_rule("/json", "json", lambda: jsonify(a=1))
    app.add_url_rule("/created", "created", lambda: (jsonify(id=7), 201, {"X-A": "1"}))
    app.add_url_rule("/missing", "missing", lambda: (jsonify(error="no such order"), 404))
    app.add_url_rule("/csv", "csv", lambda: Response("a;b", mimetype="text/csv"))
    app.add_url_rule("/png", "png", lambda: Response(b"\x89", mimetype="image/png"))
    app.add_url_rule("/moved", "moved", lambda: redirect("/json"))
    app.add_url_rule("/none", "none", lambda: ("", 204))
    app.add_url_rule(
        "/file",
        "file",
        lambda: (jsonify(a=1), {"Content-Disposition": "attachment; filename=a.json"}),
    )
    return app


def ask(shop: ModuleType, style: str, request: Request) -> Answer:
    return read(shop.hosted_handler(create_app(), style=style)(http_api(request), None))


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("/json", 200, {"status": "success", "message": "", "data": {"a": 1}}),
        ("/created", 201, {"status": "success", "message": "", "data": {"id": 7}}),
        (
            "/missing",
            404,
            {
                "status": "badRequest",
                "message": "no such order",
                "data": {"error": "no such order"},
            },
        ),
    ],
)
def test_envelope_wraps(
    shop: ModuleType, path: str, code: int, expected: dict[str, object]
) -> None:
    answer = ask(shop, "envelope", Request(path))
    assert (answer.status, json.loads(answer.body)) == (code, expected)
    assert dict(answer.headers)["content-type"] == "application/json"
    assert ("x-a", "1") in answer.headers or path != "/created"


@pytest.mark.parametrize("path", ["/csv", "/png", "/moved", "/none", "/file"])
def test_documents_and_redirects_pass_untouched(shop: ModuleType, path: str) -> None:
    assert ask(shop, "envelope", Request(path)) == ask(shop, "legacy", Request(path))


def test_unknown_page_is_an_envelope(shop: ModuleType) -> None:
    envelope = json.loads(ask(shop, "envelope", Request("/nowhere")).body)
    assert (envelope["status"], envelope["message"]) == ("badRequest", "Not Found")


def test_head_has_the_type_and_no_body(shop: ModuleType) -> None:
    answer = ask(shop, "envelope", Request("/json", method="HEAD"))
    assert answer == Answer(200, (("content-type", "application/json"),), b"")


@pytest.mark.parametrize(
    ("accept", "is_envelope"),
    [
        (MEDIA_TYPE, True),
        (f"text/html, {MEDIA_TYPE};q=0.5", True),
        (f"{MEDIA_TYPE}; q=0.0", False),
        ("*/*", False),
        ("application/json", False),
        ("", False),
    ],
)
def test_negotiated(shop: ModuleType, accept: str, is_envelope: bool) -> None:
    assert shop.ENVELOPE_MEDIA_TYPE == MEDIA_TYPE
    answer = ask(shop, "negotiated", Request("/json", headers=(("Accept", accept),)))
    headers = dict(answer.headers)
    assert headers["vary"] == "Accept"
    assert headers["content-type"] == (MEDIA_TYPE if is_envelope else "application/json")
    assert ("status" in json.loads(answer.body)) is is_envelope


def test_failure_outside_the_framework(shop: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    def app(*_: object) -> list[bytes]:
        raise LookupError("lost")

    with caplog.at_level(logging.ERROR):
        answer = read(shop.hosted_handler(app)(http_api(Request()), None))
    assert (answer.status, json.loads(answer.body)["status"]) == (500, "error")
    assert "LookupError: lost" in caplog.text


def test_error_of_business_code(shop: ModuleType) -> None:
    app = Flask("shop")

    @app.get("/")
    def view() -> str:
        raise shop.Conflict("sold out", {"left": 0})

    shop.flask_app.answer_errors(app)
    answer = read(shop.hosted_handler(app)(http_api(Request("/")), None))
    expected = {"status": "badRequest", "message": "sold out", "data": {"left": 0}}
    assert (answer.status, json.loads(answer.body)) == (409, expected)


@pytest.mark.parametrize("style", ["legacy", "envelope"])
def test_outcome_outside_the_framework_is_not_wrapped_twice(shop: ModuleType, style: str) -> None:
    def app(*_: object) -> list[bytes]:
        raise shop.Unauthorized("not yours")

    answer = read(shop.hosted_handler(app, style=style)(http_api(Request()), None))
    expected = {"status": "unauthorized", "message": "not yours", "data": {}}
    assert (answer.status, json.loads(answer.body)) == (403, expected)
