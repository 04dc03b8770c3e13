"""Counts from local servers that speak as Prometheus and CloudWatch do."""

import json
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from migrator.adapters.cloudwatch import CloudWatch
from migrator.adapters.counts import CountedLog
from migrator.adapters.prometheus import Prometheus
from migrator.errors import ToolError
from migrator.model import cutover
from migrator.model.evidence import Position, Reading, Sums, Tally

NOW = 1_700_000_040 + 600.0
START = 1_700_000_040  # the beginning of a minute

Respond = Callable[[BaseHTTPRequestHandler, bytes], tuple[int, str, bytes]]


@contextmanager
def server(respond: Respond) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status, kind, said = respond(self, body)
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None: ...

    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def vector(**values: str) -> bytes:
    """Answer as Prometheus: ``get_a__new`` is the series of that route and arm."""
    result = [
        {"metric": dict(zip(("route", "arm"), name.replace("_", "-", 1).split("__"), strict=True)),
         "value": [START, value]}
        for name, value in values.items()
    ]  # fmt: skip
    return json.dumps(
        {"status": "success", "data": {"resultType": "vector", "result": result}}
    ).encode()


def counted(source: cutover.Prometheus | cutover.CloudWatch, now: float = NOW) -> CountedLog:
    kinds = (
        Prometheus(source)
        if isinstance(source, cutover.Prometheus)
        else CloudWatch(source, ["get-a", "get-b"])
    )
    return CountedLog(kinds, window=60, lag=30, is_timed=bool(source.slow), clock=lambda: now)


def test_prometheus_counts_whole_windows() -> None:
    asked: list[dict[str, str]] = []

    def respond(_: BaseHTTPRequestHandler, body: bytes) -> tuple[int, str, bytes]:
        asked.append(dict(urllib.parse.parse_qsl(body.decode())))
        is_failed = "failures" in asked[-1]["query"]
        numbers = ("4.6", "0") if is_failed else ("120.2", "6.01")
        return 200, "application/json", vector(get_a__old=numbers[0], get_a__new=numbers[1])

    with server(respond) as url:
        log = counted(cutover.Prometheus(url))
        reading = log.read(Position(offset=START + 480))
    assert log.end() == Position(offset=START + 540)
    assert reading == Reading(
        position=Position(offset=START + 540),
        sums=(Sums(START + 480, "get-a", Tally(120, 5), Tally(6, 0)),),
    )
    assert asked == [
        {
            "query": f"sum by (route, arm) (increase(cutover_{kind}_total[60s]))",
            "time": str(START + 540),
        }
        for kind in ("requests", "failures")
    ]


def test_a_series_without_failures_known_is_a_gap_and_not_evidence() -> None:
    def respond(_: BaseHTTPRequestHandler, body: bytes) -> tuple[int, str, bytes]:
        if b"failures" in body:
            return (
                200,
                "application/json",
                vector(get_a__old="0", get_b__old="1", get_b__new="NaN"),
            )
        return 200, "application/json", vector(get_a__old="9", get_b__old="9", get_b__new="9")

    with server(respond) as url:
        reading = counted(cutover.Prometheus(url)).read(Position(offset=START + 480))
    assert reading.sums == (Sums(START + 480, "get-a", Tally(9, 0), Tally(0, 0)),)
    assert reading.gaps == ("get-b: how many of new were bad is not known",)


@pytest.mark.parametrize(
    ("status", "said", "message"),
    [
        pytest.param(
            400, b'{"status":"error","errorType":"bad_data","error":"1:5: parse error"}',
            "1:5: parse error", id="a query that is none",
        ),
        pytest.param(502, b"<html>bad gateway", "answered 502", id="a gateway"),
        pytest.param(200, b"<html>log in", "no instant vector", id="a login page"),
        pytest.param(
            200, b'{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}',
            "no instant vector", id="a scalar",
        ),
        pytest.param(
            200,
            b'{"status":"success","data":{"resultType":"vector","result":'
            b'[{"metric":{"path":"/a"},"value":[1,"2"]}]}}',
            "no labels route and arm", id="other labels",
        ),
    ],
)  # fmt: skip
def test_what_prometheus_cannot_say_is_an_error(status: int, said: bytes, message: str) -> None:
    with (
        server(lambda *_: (status, "application/json", said)) as url,
        pytest.raises(ToolError, match=message),
    ):
        counted(cutover.Prometheus(url)).read(Position(offset=START + 480))


def test_nobody_at_the_address_is_an_error() -> None:
    with pytest.raises(ToolError, match="refused"):
        counted(cutover.Prometheus("http://127.0.0.1:9")).read(Position(offset=START))


def test_headers_may_have_secrets_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "s3cret")
    seen = []

    def respond(handler: BaseHTTPRequestHandler, _: bytes) -> tuple[int, str, bytes]:
        seen.append(handler.headers["authorization"])
        return 200, "application/json", vector()

    with server(respond) as url:
        source = cutover.Prometheus(url, headers={"Authorization": "Bearer $TOKEN"})
        counted(source).read(Position(offset=START + 480))
    assert set(seen) == {"Bearer s3cret"}


@pytest.mark.parametrize(
    ("position", "windows"),
    [
        pytest.param(START + 540, 0, id="nothing is over"),
        pytest.param(START + 300, 4, id="what was missed is caught up with"),
        pytest.param(START - 86_400, 60, id="but not a whole day"),
        pytest.param(START + 86_400, 0, id="a clock that was set back"),
    ],
)
def test_windows(position: int, windows: int) -> None:
    with server(lambda *_: (200, "application/json", vector(get_a__old="1"))) as url:
        reading = counted(cutover.Prometheus(url)).read(Position(offset=position))
    assert (len(reading.sums), reading.position.offset) == (windows, START + 540)
