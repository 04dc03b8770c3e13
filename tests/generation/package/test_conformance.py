"""Hosted handlers against the application itself, request by request, gateway by gateway."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from werkzeug.test import Client

from tests.generation.package.gateways import (
    GATEWAYS,
    SOURCE,
    Event,
    Request,
    http_api,
    load_balancer_single,
    merged,
    oracle,
    read,
)
from tests.generation.package.shop_app import DOCUMENTS, create_app

FORM = ("Content-Type", "application/x-www-form-urlencoded")
MULTIPART = ("Content-Type", 'multipart/form-data; boundary="a,b"')
UPLOAD = (
    b'--a,b\r\nContent-Disposition: form-data; name="f"; filename="x.bin"\r\n\r\n\x00\xff\r\n'
    b"--a,b--\r\n"
)
REQUESTS = {
    "plain": Request(),
    "repeated query keys": Request(query="q=a&q=b&empty="),
    "encoded query values": Request(query="z=+x%26y%2B%C3%A9%25"),
    "request cookies": Request(cookies=("sid=abc", "theme=dark")),
    "duplicate request header": Request(headers=(("X-Many", "1"), ("X-Many", "2"))),
    "forged forwarded header": Request(headers=(("X_Forwarded_Proto", "http"),)),
    "binary request body": Request(
        method="POST",
        headers=(("Content-Type", "application/octet-stream"),),
        body=bytes(range(256)),
    ),
    "text request body": Request(
        method="PUT",
        headers=(("Content-Type", "text/plain; charset=utf-8"),),
        body="žluťoučký".encode(),
        is_text=True,
    ),
    "form post in base64": Request(method="POST", headers=(FORM,), body=b"a=1&a=2&b=%C3%A9"),
    "upload, comma in boundary": Request(method="POST", headers=(MULTIPART,), body=UPLOAD),
    "empty post": Request(method="POST", body=b""),
    "two cookies, duplicate header": Request("/cookies"),
    "path with space and UTF-8": Request("/p/a%20b%C3%A9"),
    "literal percent in path": Request("/p/a%2520b"),
    "reserved letters in path": Request("/p/a+b@c;d=e,f!$&'()*~"),
    "head": Request(method="HEAD"),
    "options": Request(method="OPTIONS"),
    "no content": Request("/none"),
    "redirect": Request("/moved"),
    "unknown": Request("/nowhere"),
    "wrong method": Request("/png", method="DELETE"),
    "exception": Request("/boom"),
    "stream": Request("/stream"),
    **{f"document {name}": Request(f"/{name}") for name in DOCUMENTS},
}


class Context:
    """What the Lambda runtime hands over."""

    aws_request_id = "r-1"


@pytest.fixture(scope="module")
def handler(shop: ModuleType) -> Callable[[Event, Any], dict[str, Any]]:
    """Return the hosted application."""
    handler: Callable[[Event, Any], dict[str, Any]] = shop.hosted_handler(create_app())
    return handler


@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("name", REQUESTS)
def test_answers_as_the_application(
    handler: Callable[[Event, Any], dict[str, Any]], name: str, gateway: str
) -> None:
    request = REQUESTS[name]
    event = json.loads(json.dumps(GATEWAYS[gateway](request)))
    if name == "forged forwarded header":
        request = Request()  # a server drops the header, gunicorn for one
    expected = oracle(Client(create_app(), use_cookies=False), request)
    answer = read(json.loads(json.dumps(handler(event, Context()))))
    is_v2 = event.get("version") == "2.0"
    assert answer == (merged(expected) if is_v2 else expected)


def test_text_stays_readable(handler: Callable[[Event, Any], dict[str, Any]]) -> None:
    assert handler(http_api(Request("/utf8")), None)["body"] == "žluťoučký\r\n\x00"


@pytest.mark.parametrize("path", ["/dev/p/x", "/dev", "/devil"])
def test_named_stage_is_not_part_of_the_path(
    handler: Callable[[Event, Any], dict[str, Any]], path: str
) -> None:
    event = http_api(Request(path), stage="dev")
    event["rawPath"] = path
    expected = {"/dev/p/x": "/p/x", "/dev": "/", "/devil": "/devil"}[path]
    assert read(handler(event, None)) == merged(
        oracle(Client(create_app(), use_cookies=False), Request(expected))
    )


def test_path_of_a_custom_domain(shop: ModuleType) -> None:
    event = http_api(Request("/shop/dev/p/x"), stage="dev")
    event["rawPath"] = "/shop/p/dev"
    event["requestContext"]["domainName"] = "api.example.com"
    answer = read(shop.hosted_handler(create_app(), base_path="/shop")(event, None))
    assert json.loads(answer.body)["rest"] == "dev"


def test_single_value_load_balancer(handler: Callable[[Event, Any], dict[str, Any]]) -> None:
    answer = handler(load_balancer_single(Request("/cookies")), None)
    cookies = [v for name, v in answer["headers"].items() if name.lower() == "set-cookie"]
    assert sorted(cookie[:3] for cookie in cookies) == ["a=1", "b=2"]
    assert answer["headers"]["X-Twice"] == "1, 2"


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_too_large_for_lambda(
    handler: Callable[[Event, Any], dict[str, Any]], gateway: str
) -> None:
    answer = read(handler(GATEWAYS[gateway](Request("/big/7000000")), None))
    assert (answer.status, json.loads(answer.body)["status"]) == (413, "badRequest")


@pytest.mark.parametrize(("gateway", "size"), [("http_api", 6_270_000), ("load_balancer", 10**6)])
def test_just_small_enough(
    handler: Callable[[Event, Any], dict[str, Any]], gateway: str, size: int
) -> None:
    answer = handler(GATEWAYS[gateway](Request(f"/big/{size}")), None)
    assert (answer["statusCode"], len(json.dumps(answer)) < 6 * 1024**2) == (200, True)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_behind_a_facade_the_gateway_is_not_seen(
    shop: ModuleType, monkeypatch: pytest.MonkeyPatch, gateway: str
) -> None:
    event = GATEWAYS[gateway](Request(headers=(("X-Forwarded-Host", "shop.example"),)))
    chain = f"198.51.100.1, {SOURCE}"
    for name in ("X-Forwarded-For", "x-forwarded-for"):
        if name in event["headers" if "rawPath" in event else "multiValueHeaders"]:
            event.get("multiValueHeaders", {})[name] = [chain]
            event.get("headers", {})[name] = chain
    monkeypatch.setenv("BEHIND_FACADE", "1")
    seen = json.loads(shop.hosted_handler(create_app())(event, None)["body"])
    assert seen["url"] == "https://shop.example/echo"
    assert seen["headers"]["x-forwarded-for"] == "198.51.100.1"
    assert (seen["address"], seen["server"]) == (SOURCE, ["shop.example", "443"])


def test_no_http_event(handler: Callable[[Event, Any], dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="not an HTTP event, its keys are \\['warm'\\]"):
        handler({"warm": True}, None)
