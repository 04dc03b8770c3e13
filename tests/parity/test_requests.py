import pytest

from migrator.errors import PlanError
from migrator.model.parity import HttpRequest, HttpResponse, Payload
from migrator.model.scenario import Scenario
from migrator.parity.cookies import CookieJar
from migrator.parity.requests import BOUNDARY, build_request
from migrator.parity.saved import find_value
from migrator.usecases.record import load_scenario


def scenario_of(step: str) -> Scenario:
    return load_scenario(f"base_url: https://x.example\nrequests: [{step}]", file="r.yaml")


def request_of(step: str, **saved: str) -> HttpRequest:
    scenario = scenario_of(step)
    return build_request(scenario.requests[0], scenario, [("sid", "1")], saved)


def test_query_keeps_order_and_repeats() -> None:
    assert request_of("{name: a, path: '/x?z=0', query: {b: [2, 1], a: ü}}").query == (
        "z=0&b=2&b=1&a=%C3%BC"
    )
    assert request_of("{name: a, path: /x, query: [[a, 1], [b, 2], [a, 3]]}").query == (
        "a=1&b=2&a=3"
    )


def test_headers_of_a_browser_behind_a_load_balancer() -> None:
    request = request_of("{name: a, path: '/a b', headers: {accept: text/html}, cookies: {c: d}}")
    assert request.path == "/a%20b"
    assert request.headers == (
        ("Host", "x.example"),
        ("User-Agent", "migrator-parity"),
        ("X-Forwarded-For", "203.0.113.7"),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Proto", "https"),
        ("Cookie", "sid=1; c=d"),
        ("accept", "text/html"),
    )


@pytest.mark.parametrize(
    ("step", "content_type", "body"),
    [
        ("json: {a: [1, null]}", "application/json", b'{"a":[1,null]}'),
        ("json: null", "application/json", b"null"),
        ("form: {a: 'b c', d: [1, 2]}", "application/x-www-form-urlencoded", b"a=b+c&d=1&d=2"),
        ("body: hello", "text/plain; charset=utf-8", b"hello"),
        (
            "form: {t: z}, files: [{field: f, filename: x.bin, base64: AP8=}]",
            f"multipart/form-data; boundary={BOUNDARY}",
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="t"\r\n\r\nz\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="x.bin"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
            + b"\x00\xff"
            + f"\r\n--{BOUNDARY}--\r\n".encode(),
        ),
    ],
)
def test_body(step: str, content_type: str, body: bytes) -> None:
    request = request_of(f"{{name: a, method: POST, path: /x, {step}}}")
    assert request.header("content-type") == content_type
    assert request.body.content == body
    assert request.header("content-length") == str(len(body))


def test_saved_values() -> None:
    request = request_of(
        "{name: a, path: '/x/{{id}}', headers: {Authorization: 'Bearer {{ key }}'}}",
        id="7",
        key="t",
    )
    assert (request.path, request.header("authorization")) == ("/x/7", "Bearer t")
    with pytest.raises(PlanError, match="no step before saved it"):
        request_of("{name: a, path: '/{{other}}'}")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("$.a[1].b", "2"),
        ("$.a[9]", None),
        ("header location", "/there"),
        ('"b":([0-9]+)', "2"),
        ("nothing (here)", None),
    ],
)
def test_find_value(expression: str, expected: str | None) -> None:
    body = Payload.of(b'{"a":[0,{"b":2}]}')
    assert find_value(expression, HttpResponse(200, (("Location", "/there"),), body)) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("requests: [{name: a, path: /, methd: GET}]", "r.yaml:1: unknown key 'methd'"),
        ("requests: [{name: a, path: /}, {name: a, path: /}]", "more than one request is named"),
        ("requests: []", "no requests"),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        load_scenario(text, file="r.yaml")


def test_one_body_only() -> None:
    with pytest.raises(PlanError, match="exclude each other"):
        request_of("{name: a, path: /, json: 1, body: x}")


def test_cookie_jar() -> None:
    jar = CookieJar()
    cookies = [
        "session=s; HttpOnly; Path=/",
        "deep=1; Path=/a/b",
        "gone=1; Max-Age=10",
        "old=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "broken",
    ]
    jar.store(HttpResponse(200, tuple(("Set-Cookie", c) for c in cookies)), "/a/x", 1000)
    assert jar.pairs("/a/b/c", 1000) == [("deep", "1"), ("gone", "1"), ("session", "s")]
    assert jar.pairs("/", 1000) == [("session", "s")]
    assert jar.pairs("/a/x", 1011) == [("session", "s")]
    jar.store(HttpResponse(200, (("set-cookie", "session=; Max-Age=0; Path=/"),)), "/", 1012)
    assert jar.pairs("/", 1012) == []
