import json
import logging
from types import ModuleType

import pytest
from flask import Flask

from tests.generation.package.gateways import Request, http_api


class Context:
    aws_request_id = "r-1"


def test_line_names_request_and_route(shop: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("shop")
    lines: list[dict[str, object]] = []
    formatter = shop.logs.JsonFormatter()

    @app.get("/")
    def view() -> str:
        for record in caplog.records:
            lines.append(json.loads(formatter.format(record)))  # noqa: PERF401
        return ""

    @app.before_request
    def note() -> None:
        logging.getLogger("shop.orders").warning("ordered %s", "é", extra={"order": 7})

    event = http_api(Request("/")) | {"routeKey": "GET /"}
    shop.hosted_handler(app)(event, Context())
    (line,) = lines
    assert line.pop("timestamp")
    assert line == {
        "level": "WARNING",
        "logger": "shop.orders",
        "message": "ordered é",
        "request_id": "r-1",
        "correlation_id": "r-1",
        "route": "GET /",
        "order": 7,
    }


def test_configure_keeps_handlers(shop: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    before = [(handler, handler.formatter) for handler in root.handlers]
    level = root.level
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    try:
        shop.configure()
        assert [handler for handler, _ in before] == root.handlers
        assert root.level == logging.ERROR
        assert all(type(h.formatter).__name__ == "JsonFormatter" for h in root.handlers)
    finally:
        root.setLevel(level)
        for handler, formatter in before:
            handler.setFormatter(formatter)


def test_exception_in_one_line(shop: ModuleType) -> None:
    info = (LookupError, LookupError("lost"), None)
    record = logging.LogRecord("a", logging.ERROR, "", 1, "failed", (), info)
    line = shop.logs.JsonFormatter().format(record)
    assert "\n" not in line
    assert "LookupError: lost" in json.loads(line)["exception"]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param({"headers": {"X-Request-Id": "a-1"}}, "a-1", id="request id"),
        pytest.param(
            {"headers": {"x-request-id": "a", "X-Correlation-ID": "b"}}, "b", id="the first"
        ),
        pytest.param(
            {"headers": {"x-amzn-trace-id": "Self=1-2;Root=1-65-ab;Sampled=0"}},
            "1-65-ab",
            id="trace",
        ),
        pytest.param({"multiValueHeaders": {"X-Request-Id": ["a", "b"]}}, "b", id="lists"),
        pytest.param({"headers": {"x-request-id": "a\nb"}}, "r", id="unsound"),
        pytest.param({"headers": {"x-request-id": "a" * 200}}, "r", id="long"),
        pytest.param({"headers": None, "Records": []}, "r", id="none"),
        pytest.param(
            {"Records": [{"messageAttributes": {"X-Correlation-Id": {"stringValue": "m"}}}]},
            "m",
            id="message",
        ),
    ],
)
def test_correlation(shop: ModuleType, event: dict[str, object], expected: str) -> None:
    assert shop.correlation.correlation_of(event, "r") == expected


def test_correlation_id_is_known_while_an_event_is_handled(shop: ModuleType) -> None:
    seen = []
    handler = shop.envelope_handler(lambda _: seen.append(shop.correlation_id()))
    handler({"headers": {"x-request-id": "a"}}, Context())
    handler({}, Context())
    assert (seen, shop.correlation_id()) == (["a", "r-1"], "")
