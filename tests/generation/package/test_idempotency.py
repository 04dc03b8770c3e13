"""The real Powertools, and a table of DynamoDB on loopback."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import ModuleType
from typing import Any

import pytest

Item = dict[str, dict[str, str]]


class Table:
    """What an idempotency table is asked, answered from a dictionary."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}

    def answer(self, operation: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if operation == "PutItem":
            key = body["Item"]["id"]["S"]
            if key in self.items:
                kind = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"
                return 400, {"__type": kind, "Item": self.items[key]}
            self.items[key] = body["Item"]
        elif operation == "UpdateItem":
            names, values = body["ExpressionAttributeNames"], body["ExpressionAttributeValues"]
            for part in body["UpdateExpression"].removeprefix("SET ").split(","):
                name, _, value = part.partition("=")
                self.items[body["Key"]["id"]["S"]][names[name.strip()]] = values[value.strip()]
        elif operation == "DeleteItem":
            self.items.pop(body["Key"]["id"]["S"])
        return 200, {}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    table = Table()

    class Protocol(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            code, answer = table.answer(operation, body)
            content = json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Be quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Protocol) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        monkeypatch.setenv("IDEMPOTENCY_TABLE", "once")
        yield table
        server.shutdown()


@pytest.mark.filterwarnings("ignore")  # those of Powertools are not ours
def test_once_for_a_key(shop: ModuleType, table: Table) -> None:
    runs: list[int] = []

    def send(message: dict[str, int]) -> dict[str, int]:
        runs.append(message["order"])
        if message["order"] < 0:
            raise LookupError("no such order")
        return {"shipped": message["order"]}

    ship = shop.idempotent("order")(send)
    answers = [ship({"order": number}) for number in (1, 2, 1)]
    assert (answers, runs) == ([{"shipped": 1}, {"shipped": 2}, {"shipped": 1}], [1, 2])
    for _ in range(2):  # what failed is forgotten
        with pytest.raises(LookupError):
            ship({"order": -1})
    assert runs == [1, 2, -1, -1]
    assert len(table.items) == 2
