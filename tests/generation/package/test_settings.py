"""Settings from a Parameter Store on loopback, read by the real AWS client."""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import ModuleType
from typing import Any

import pytest

from tests.generation.package.gateways import Request, http_api
from tests.generation.package.shop_app import create_app


@dataclass
class Store:
    """Parameters, the requests for them, and whether it answers."""

    values: dict[str, str] = field(default_factory=dict)
    requests: list[list[str]] = field(default_factory=list)
    is_down: bool = False
    now: float = 0

    def clock(self) -> float:
        return self.now

    def answer(self, target: str, names: list[str]) -> tuple[int, dict[str, Any]]:
        self.requests.append(names)
        if self.is_down or target != "AmazonSSM.GetParameters" or len(names) > 10:
            return 400, {"__type": "AccessDeniedException", "message": "no"}
        found = [{"Name": n, "Value": self.values[n]} for n in names if n in self.values]
        missing = [name for name in names if name not in self.values]
        return 200, {"Parameters": found, "InvalidParameters": missing}


@pytest.fixture
def store(shop: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    store = Store()

    class Protocol(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert body["WithDecryption"]
            code, answer = store.answer(self.headers["X-Amz-Target"], body["Names"])
            content = json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Be quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Protocol) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        for name in ("SETTINGS_SOURCE", "KEY", "OTHER"):
            monkeypatch.setenv(name, "")
            monkeypatch.delenv(name)
        yield store
        shop.settings.forget()
        server.shutdown()


def load(shop: ModuleType, store: Store, *names: str) -> None:
    shop.load_environment("/shop/dev", names, clock=store.clock)


def test_read_once_until_it_expires(shop: ModuleType, store: Store) -> None:
    store.values["/shop/dev/KEY"] = "one"
    load(shop, store, "KEY", "OTHER")
    handler = shop.hosted_handler(create_app())
    store.values["/shop/dev/KEY"] = "two"
    for _ in range(3):
        handler(http_api(Request()), None)
    assert (os.environ["KEY"], "OTHER" in os.environ, len(store.requests)) == ("one", False, 1)
    store.now = 301
    handler(http_api(Request()), None)
    shop.envelope_handler(lambda _: None)({}, None)
    assert (os.environ["KEY"], len(store.requests)) == ("two", 2)


def test_removed_parameter_is_unset(shop: ModuleType, store: Store) -> None:
    store.values["/shop/dev/KEY"] = "one"
    load(shop, store, "KEY")
    del store.values["/shop/dev/KEY"]
    store.now = 301
    shop.refresh()
    assert "KEY" not in os.environ


def test_old_value_is_better_than_none(
    shop: ModuleType, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.values["/shop/dev/KEY"] = "one"
    load(shop, store, "KEY")
    store.is_down, store.now = True, 301
    with caplog.at_level(logging.WARNING, "shop_lambda.settings"):
        shop.refresh()
        shop.refresh()  # does not ask again at once
    assert (os.environ["KEY"], len(store.requests)) == ("one", 2)
    assert "settings of /shop/dev stay as they are" in caplog.text
    store.is_down, store.now = False, 332
    store.values["/shop/dev/KEY"] = "two"
    shop.refresh()
    assert os.environ["KEY"] == "two"


def test_first_read_must_succeed(shop: ModuleType, store: Store) -> None:
    store.is_down = True
    with pytest.raises(Exception, match="AccessDeniedException"):
        load(shop, store, "KEY")


def test_batches_of_ten(shop: ModuleType, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"MANY_{number:02}" for number in range(23)]
    for name in names:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
        store.values[f"/shop/dev/{name}"] = name
    load(shop, store, *names)
    assert [len(batch) for batch in store.requests] == [10, 10, 3]
    assert [os.environ[name] for name in names] == names


def test_explicit_value_wins(
    shop: ModuleType, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.values = {"/shop/dev/KEY": "stored", "/shop/dev/OTHER": "stored"}
    monkeypatch.setenv("KEY", "explicit")
    load(shop, store, "KEY", "OTHER")
    assert (os.environ["KEY"], os.environ["OTHER"]) == ("explicit", "stored")
    assert store.requests == [["/shop/dev/OTHER"]]


def test_environment_as_source_reads_nothing(
    shop: ModuleType, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SETTINGS_SOURCE", "environment")
    load(shop, store, "KEY")
    assert store.requests == []
