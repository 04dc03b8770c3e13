import pytest

from migrator.model.manifest import ServiceRoute
from migrator.model.parity import HttpRequest, Pairs, Payload
from migrator.parity.events import build_event, with_forwarding

HOST = "abc123.execute-api.eu-west-1.amazonaws.com"
AT = 1795341600


def event_of(request: HttpRequest, **parameters: str) -> dict[str, object]:
    route = ServiceRoute("/items/{id}", request.method, "items")
    return build_event(request, route, parameters, instant=AT, request_id="JKJaXmPLvHcESHA=")


def post(body: bytes, content_type: str = "") -> HttpRequest:
    headers: Pairs = (("Content-Type", content_type),) if content_type else ()
    return HttpRequest("POST", "/items/42", headers=headers, body=Payload.of(body))


def test_documented_example() -> None:
    request = HttpRequest(
        "GET",
        "/items/42",
        "q=a&q=b",
        (
            ("Accept", "application/json"),
            ("Cookie", "sid=abc; theme=dark"),
            ("Host", HOST),
            ("User-Agent", "curl/8.5.0"),
            ("X-Forwarded-Proto", "https"),
        ),
    )
    assert event_of(request, id="42") == {
        "version": "2.0",
        "routeKey": "GET /items/{id}",
        "rawPath": "/items/42",
        "rawQueryString": "q=a&q=b",
        "cookies": ["sid=abc", "theme=dark"],
        "headers": {
            "accept": "application/json",
            "host": HOST,
            "user-agent": "curl/8.5.0",
            "x-forwarded-proto": "https",
        },
        "queryStringParameters": {"q": "a,b"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "parity",
            "domainName": HOST,
            "domainPrefix": "abc123",
            "http": {
                "method": "GET",
                "path": "/items/42",
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "curl/8.5.0",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "GET /items/{id}",
            "stage": "$default",
            "time": "22/Nov/2026:10:00:00 +0000",
            "timeEpoch": 1795341600000,
        },
        "pathParameters": {"id": "42"},
        "isBase64Encoded": False,
    }


@pytest.mark.parametrize(
    ("request_", "body", "is_base64"),
    [
        pytest.param(post(b"{}", "application/json"), "{}", False, id="json"),
        pytest.param(post("ü".encode(), "text/plain; charset=utf-8"), "ü", False, id="text"),
        pytest.param(post(b"<a/>", "application/xml"), "<a/>", False, id="xml"),
        pytest.param(
            post(b"a=1", "application/x-www-form-urlencoded"), "YT0x", True, id="form post"
        ),
        pytest.param(post(b"\xff", "text/plain"), "/w==", True, id="text that is not UTF-8"),
        pytest.param(post(b"a"), "YQ==", True, id="no content type"),
    ],
)
def test_body(request_: HttpRequest, body: str, is_base64: bool) -> None:
    event = event_of(request_)
    assert (event["body"], event["isBase64Encoded"]) == (body, is_base64)


def test_no_body_no_cookies_no_query() -> None:
    assert not {"body", "cookies", "queryStringParameters", "pathParameters"} & set(
        event_of(HttpRequest("GET", "/items/42"))
    )


def test_path_is_decoded() -> None:
    event = event_of(HttpRequest("GET", "/items/a%20%C3%BC%2520"))
    assert event["rawPath"] == "/items/a ü%20"


def test_repeated_headers_are_joined() -> None:
    event = event_of(HttpRequest("GET", "/items/1", headers=(("X-A", "1"), ("x-a", "2"))))
    assert event["headers"] == {"x-a": "1,2"}


@pytest.mark.parametrize(
    ("sent", "scheme", "port"),
    [
        ((("Host", "shop.example"),), "http", "80"),
        ((("Host", "shop.example"),), "https", "443"),
        ((("host", "localhost:8000"),), "http", "8000"),
        ((("Host", "[::1]"),), "http", "80"),
        ((), "http", "80"),
        ((("Host", "localhost:8000"), ("x-forwarded-port", "443")), "http", ""),
    ],
)
def test_what_is_said_of_who_asks(sent: Pairs, scheme: str, port: str) -> None:
    request = with_forwarding(HttpRequest("GET", "/", headers=sent, scheme=scheme, peer="1.2.3.4"))
    added = [("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Port", port)]
    added += [("X-Forwarded-Proto", scheme)]
    assert request.headers == (*sent, *(pair for pair in added if pair[1]))


def test_what_the_request_says_itself_stays() -> None:
    names = ("x-forwarded-for", "X-FORWARDED-PORT", "X-Forwarded-Proto")
    request = HttpRequest("GET", "/", headers=tuple((name, "own") for name in names))
    assert with_forwarding(request) == request
