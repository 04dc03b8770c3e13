"""Hosted ASGI handlers against uvicorn, request by request, gateway by gateway."""

import json
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.generation.package.gateways import (
    GATEWAYS,
    SOURCE,
    Answer,
    Event,
    Request,
    http_api,
    load_balancer_single,
    merged,
    read,
)
from tests.generation.package.shop_asgi import create_app, oracle, served
from tests.generation.package.test_conformance import REQUESTS as OF_WSGI
from tests.generation.package.test_conformance import Context

REQUESTS = OF_WSGI | {
    "missing slash": Request("/slash"),
    "redundant slash": Request("/moved/"),
    "not found with query": Request("/nowhere", query="a=1"),
    "head of a document": Request("/png", method="HEAD"),
    "patch of a document": Request("/png", method="PATCH", body=b"{}"),
}
Handler = Callable[[Event, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(create_app()) as port:
        yield port


@pytest.fixture(scope="module")
def handler(shop_asgi: ModuleType) -> Handler:
    handler: Handler = shop_asgi.asgi_handler(create_app())
    return handler


def seen(answer: Answer, gateway: str) -> Answer:
    """Put away what a gateway cannot tell: repeated headers, the spelling of a query."""
    try:
        told = json.loads(answer.body)
    except ValueError:
        return answer
    if not isinstance(told, dict) or "headers" not in told:
        return answer
    lists: dict[str, list[str]] = {}
    for name, value in told["headers"]:
        lists.setdefault(name, []).append(value)
    is_v2 = gateway in ("http_api", "function_url")
    told["headers"] = {n: ",".join(v) if is_v2 else v for n, v in lists.items()}
    body = json.dumps(told).encode()
    headers = tuple(pair for pair in answer.headers if pair[0] != "content-length")
    return Answer(answer.status, headers, body)


@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("name", REQUESTS)
def test_answers_as_the_server(handler: Handler, port: int, name: str, gateway: str) -> None:
    request = REQUESTS[name]
    event = json.loads(json.dumps(GATEWAYS[gateway](request)))
    expected = oracle(port, request)
    answer = read(json.loads(json.dumps(handler(event, Context()))))
    is_v2 = event.get("version") == "2.0"
    assert seen(answer, gateway) == seen(merged(expected) if is_v2 else expected, gateway)


def test_lifespan_begins_once_in_the_loop_of_all_requests(handler: Handler) -> None:
    answers = [json.loads(handler(http_api(Request("/state")), None)["body"]) for _ in range(3)]
    assert answers == [{"starts": 1, "is_same": True}] * 3


@pytest.mark.parametrize("path", ["/dev/p/x", "/devil"])
def test_named_stage_is_not_part_of_the_path(handler: Handler, port: int, path: str) -> None:
    event = http_api(Request(path), stage="dev")
    event["rawPath"] = path
    expected = {"/dev/p/x": "/p/x", "/devil": "/devil"}[path]
    assert read(handler(event, None)) == merged(oracle(port, Request(expected)))


def test_single_value_load_balancer(handler: Handler) -> None:
    answer = handler(load_balancer_single(Request("/cookies")), None)
    cookies = [v for name, v in answer["headers"].items() if name.lower() == "set-cookie"]
    assert sorted(cookie[:3] for cookie in cookies) == ["a=1", "b=2"]
    assert answer["headers"]["x-twice"] == "1, 2"
    assert answer["statusDescription"] == "200 OK"


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_too_large_for_lambda(handler: Handler, gateway: str) -> None:
    answer = read(handler(GATEWAYS[gateway](Request("/big/7000000")), None))
    assert (answer.status, json.loads(answer.body)["status"]) == (413, "badRequest")


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_behind_a_facade_the_gateway_is_not_seen(shop_asgi: ModuleType, gateway: str) -> None:
    event = GATEWAYS[gateway](Request(headers=(("X-Forwarded-Host", "shop.example"),)))
    chain = f"198.51.100.1, {SOURCE}"
    for name in ("X-Forwarded-For", "x-forwarded-for"):
        if name in event["headers" if "rawPath" in event else "multiValueHeaders"]:
            event.get("multiValueHeaders", {})[name] = [chain]
            event.get("headers", {})[name] = chain
    handler = shop_asgi.asgi_handler(create_app(), is_behind_facade=True)
    told = json.loads(handler(event, None)["body"])
    assert told["url"] == "https://shop.example/echo"
    assert dict(told["headers"])["x-forwarded-for"] == "198.51.100.1"
    assert told["address"] == SOURCE


def test_envelope_on_demand(shop_asgi: ModuleType) -> None:
    handler = shop_asgi.asgi_handler(create_app(), style="negotiated")
    accept = (("Accept", "application/vnd.shop.envelope+json"),)
    wrapped = read(handler(http_api(Request("/p/x", headers=accept)), None))
    plain = read(handler(http_api(Request("/p/x")), None))
    assert json.loads(wrapped.body)["data"] == json.loads(plain.body)


def test_no_http_event(handler: Handler) -> None:
    with pytest.raises(ValueError, match="not an HTTP event, its keys are \\['warm'\\]"):
        handler({"warm": True}, None)
