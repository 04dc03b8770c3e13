"""A request of a test goes to the service, with the state that the test has made, and back.

Messages are JSON, one a line, over a socket to the process that knows the service's routes.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import time
from typing import Any, NamedTuple

import migrate_databases  # type: ignore[import-not-found]
import migrate_memory  # type: ignore[import-not-found]
import migrate_settings  # type: ignore[import-not-found]
import migrate_standins  # type: ignore[import-not-found]
import migrate_suite  # type: ignore[import-not-found]


class Request(NamedTuple):
    """A request as the test's client made it; the path is percent-encoded."""

    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes
    scheme: str = "http"
    peer: str = "127.0.0.1"


class Answer(NamedTuple):
    """What API Gateway makes of the handler's answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class _Talk:
    lines: Any = None
    folder = ""
    is_crossing = False
    environment: dict[str, str]


def open_talk(descriptor: int, folder: str, *, is_crossing: bool) -> None:
    """Begin to talk; ``folder`` takes the state of one request after the other."""
    talk = socket.socket(fileno=descriptor)
    talk.set_inheritable(False)
    _Talk.lines = talk.makefile("rw", encoding="utf-8")
    _Talk.folder = folder
    _Talk.is_crossing = is_crossing
    _Talk.environment = dict(os.environ)


def tell(message: dict[str, Any]) -> None:
    """Send a message that has no answer."""
    _Talk.lines.write(json.dumps(message) + "\n")
    _Talk.lines.flush()


def ask(message: dict[str, Any]) -> dict[str, Any]:
    """Send a message and wait for its answer."""
    tell(message)
    answer: dict[str, Any] = json.loads(_Talk.lines.readline())
    return answer


def is_of_service(method: str, path: str) -> bool:
    """Ask whether a route of the service fits, and count the request."""
    route = ask({"kind": "route", "method": method, "path": path})["route"]
    if not route:
        return False
    migrate_suite.current().routes.append(route)
    migrate_standins.note_replaced()
    return True


def is_crossing() -> bool:
    """Tell whether requests go to the service in this run, or are only watched."""
    return _Talk.is_crossing


def cross(request: Request, application: Any = None) -> Answer:
    """Let the service answer ``request``; what it left behind is here afterwards."""
    databases = migrate_databases.pack(_Talk.folder)
    memory = migrate_memory.pack()
    now = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    told = ask(
        {
            "kind": "request",
            "request": {**request._asdict(), "body": base64.b64encode(request.body).decode()},
            "instant": time.time(),
            "settings": migrate_settings.settings_of(application),
            "environment": {k: v for k, v in now.items() if _Talk.environment.get(k) != v},
            "databases": databases,
            "memory": memory,
        }
    )
    if told["failure"]:
        migrate_suite.current().failures.append(told["failure"])
    migrate_databases.unpack(databases, told["databases"])
    migrate_memory.unpack(told["memory"], application)
    body = base64.b64decode(told["body"])
    return Answer(told["status"], [(name, value) for name, value in told["headers"]], body)
