import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from migrator.adapters.gates import Gates
from migrator.model.cutover import Gate

CHANGE = {"route": "get-a", "from": 5, "to": 25}


class Office(BaseHTTPRequestHandler):
    bodies: ClassVar[list[object]] = []

    def do_POST(self) -> None:
        self.bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(204 if self.path == "/yes" else 403)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def office() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Office)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("path", "objection"), [("/yes", ""), ("/no", "answered 403")])
def test_a_webhook_agrees_by_its_status(office: str, path: str, objection: str) -> None:
    Office.bodies.clear()
    assert Gates().ask(Gate("office", webhook=office + path), CHANGE) == objection
    assert Office.bodies == [CHANGE]


def test_nobody_at_a_webhook_is_no_agreement() -> None:
    objection = Gates().ask(Gate("office", webhook="http://127.0.0.1:9/"), CHANGE)
    assert "refused" in objection


def test_an_address_that_is_none_is_no_agreement() -> None:
    assert Gates().ask(Gate("office", webhook="office"), CHANGE) == "unknown url type: 'office'"


@pytest.mark.parametrize(
    ("code", "objection"),
    [
        pytest.param("pass", "", id="it agrees"),
        pytest.param("exit(3)", "exit status 3", id="it does not"),
        pytest.param("exit('not today')", "exit status 1: not today", id="it says why"),
        pytest.param(
            "import json, sys; exit(json.load(sys.stdin)['route'])",
            "exit status 1: get-a", id="it knows what is asked",
        ),
        pytest.param("import time; time.sleep(9)", "no answer within 1s", id="it is silent"),
    ],
)  # fmt: skip
def test_a_command_agrees_by_its_exit_status(code: str, objection: str) -> None:
    gate = Gate(
        "check", command=(sys.executable, "-c", code), timeout="1s" if "sleep" in code else "20s"
    )
    assert Gates().ask(gate, CHANGE) == objection


def test_a_command_that_is_missing_is_no_agreement() -> None:
    objection = Gates().ask(Gate("check", command=("/nowhere/check",)), CHANGE)
    assert objection == "cannot be run: No such file or directory"
