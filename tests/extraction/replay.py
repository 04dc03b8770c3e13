"""The same requests to a monolith and to the handlers of a service, each in its interpreter."""

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from migrator.model.parity import HttpRequest, Payload
from migrator.parity.answers import read_answer
from migrator.parity.events import build_event
from migrator.parity.manifest import read_manifest
from migrator.parity.matching import find_match

SCRIPT = Path(__file__).with_name("answer.py")
HOST = "shop.example"
PEER = "203.0.113.7"
INSTANT = 1_795_341_600.0


class Answer(NamedTuple):
    """Status, headers by name in lower case, sorted; body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def request(
    path: str, *, method: str = "GET", body: bytes = b"", headers: Mapping[str, str] | None = None
) -> HttpRequest:
    """Make a request as a browser behind a load balancer sends it."""
    path, _, query = path.partition("?")
    given = {
        "Host": HOST,
        "User-Agent": "replay",
        "X-Forwarded-For": PEER,
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
        **({"Content-Length": str(len(body))} if body else {}),
        **(headers or {}),
    }
    pairs = tuple(given.items())
    return HttpRequest(method, path, query, pairs, Payload.of(body), "https", PEER)


def ask_monolith(
    python: str,
    folder: Path,
    application: str,
    requests: Sequence[HttpRequest],
    *,
    environment: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
) -> list[Answer]:
    """Let the monolith answer, as its server would: ``wsgi:shop.wsgi:application``."""
    order = {
        "application": application,
        "before": list(before),
        "requests": [
            {
                "method": one.method,
                "path": one.path,
                "query": one.query,
                "headers": one.headers,
                "body": base64.b64encode(one.body.content).decode(),
                "peer": PEER,
            }
            for one in requests
        ],
    }
    answers = _run(python, folder, order, environment)
    return [
        Answer(status, _sorted(headers), base64.b64decode(body))
        for status, headers, body in answers
    ]


def ask_service(
    python: str,
    folder: Path,
    requests: Sequence[HttpRequest],
    *,
    environment: Mapping[str, str] | None = None,
    path: Sequence[Path] = (),
    before: Sequence[str] = (),
) -> list[Answer]:
    """Let the handlers answer the events that API Gateway sends; one that has no route is 404."""
    file = folder / "serverless.yml"
    manifest = read_manifest(file.read_text(), file=str(file))
    handlers = {function.name: function.handler for function in manifest.functions}
    calls: list[tuple[str, dict[str, object]] | None] = []
    for one in requests:
        match = find_match(manifest.routes, one.method, one.path)
        if match is None:
            calls.append(None)
            continue
        event = build_event(one, match.route, match.parameters, instant=INSTANT, request_id="r-1")
        calls.append((handlers[match.route.function], event))
    given = {"PYTHONPATH": os.pathsep.join(map(str, path)), **(environment or {})}
    order = {"calls": [call for call in calls if call], "before": list(before)}
    returned = iter(_run(python, folder, order, given))
    answers = []
    for one, call in zip(requests, calls, strict=True):
        if call is None:
            answers.append(Answer(404, (), b"no route of API Gateway"))
            continue
        answer = read_answer(next(returned), method=one.method)
        answers.append(Answer(answer.status, _sorted(answer.headers), answer.body.content))
    return answers


def _run(
    python: str, folder: Path, order: object, environment: Mapping[str, str] | None
) -> list[Any]:
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary, "answers.json")
        done = subprocess.run(
            [python, SCRIPT, output],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": temporary, **(environment or {})},
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        answers: list[Any] = json.loads(output.read_text())
        return answers


def _sorted(headers: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 - pairs of any kind
    lowered = [(name.lower(), value) for name, value in headers]
    return tuple(sorted(lowered, key=lambda pair: pair[0]))
