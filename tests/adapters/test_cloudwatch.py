"""Counts of CloudWatch: boto3 asks a local server in the protocol that it asks AWS in."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from migrator.adapters.cloudwatch import CloudWatch
from migrator.adapters.counts import CountedLog
from migrator.errors import ToolError
from migrator.model import cutover
from migrator.model.evidence import Position, Reading, Sums, Tally

START = 1_700_000_040  # the beginning of a minute


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")


class Metrics:
    """Sums by metric, route and arm; ``pages`` splits them, ``status`` is said of each."""

    def __init__(
        self, values: Mapping[tuple[str, str, str], float], status: str = "Complete"
    ) -> None:
        self.values, self.status = values, status
        self.pages = 1
        self.code = 200
        self.asked: list[dict[str, Any]] = []

    def answer(self, body: bytes) -> bytes:
        if self.code != 200:
            return json.dumps({"__type": "AccessDenied", "message": "not for you"}).encode()
        request = json.loads(body)
        self.asked.append(request)
        page = int(request.get("NextToken", "0"))
        results = [self._result(query) for query in request["MetricDataQueries"]]
        said: dict[str, object] = {"MetricDataResults": results[page :: self.pages]}
        if page + 1 < self.pages:
            said["NextToken"] = str(page + 1)
        return json.dumps(said).encode()

    def _result(self, query: dict[str, Any]) -> dict[str, object]:
        metric = query["MetricStat"]["Metric"]
        where = [one["Value"] for one in metric["Dimensions"]]
        value = self.values.get((metric["MetricName"], where[0], where[1]))
        values = [] if value is None else [value]
        return {"Id": query["Id"], "StatusCode": self.status, "Values": values}


@contextmanager
def serving(metrics: Metrics) -> Iterator[cutover.CloudWatch]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = metrics.answer(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(metrics.code)
            self.send_header("content-type", "application/x-amz-json-1.0")
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        yield cutover.CloudWatch("Shop/Cutover", region="eu-central-1", endpoint=url)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def read(source: cutover.CloudWatch, routes: tuple[str, ...] = ("get-a", "get-b")) -> Reading:
    log = CountedLog(
        CloudWatch(source, routes), window=60, lag=30, is_timed=False,
        clock=lambda: START + 100.0,
    )  # fmt: skip
    return log.read(Position(offset=START))


GOOD = {
    ("Requests", "get-a", "old"): 95.0,
    ("Requests", "get-a", "new"): 5.0,
    ("Failures", "get-a", "old"): 1.0,
    ("Failures", "get-a", "new"): 0.0,
}


@pytest.mark.parametrize("pages", [1, 2])
def test_sums_of_a_window(pages: int) -> None:
    metrics = Metrics(GOOD)
    metrics.pages = pages
    with serving(metrics) as source:
        reading = read(source)
    assert reading.sums == (Sums(START, "get-a", Tally(95, 1), Tally(5, 0)),)
    assert reading.gaps == ()
    first = metrics.asked[0]
    assert (first["StartTime"], first["EndTime"]) == (START, START + 60)
    assert first["MetricDataQueries"][1] == {
        "Id": "m1",
        "MetricStat": {
            "Metric": {
                "Namespace": "Shop/Cutover",
                "MetricName": "Requests",
                "Dimensions": [
                    {"Name": "Route", "Value": "get-a"},
                    {"Name": "Arm", "Value": "new"},
                ],
            },
            "Period": 60,
            "Stat": "Sum",
        },
        "ReturnData": True,
    }


def test_failures_without_a_data_point_are_a_gap() -> None:
    values = {key: value for key, value in GOOD.items() if key != ("Failures", "get-a", "new")}
    with serving(Metrics(values)) as source:
        reading = read(source)
    assert (reading.sums, reading.gaps) == ((), ("get-a: how many of new were bad is not known",))


def test_many_routes_are_asked_for_in_pieces() -> None:
    metrics = Metrics({})
    with serving(metrics) as source:
        read(source, tuple(f"get-{number}" for number in range(300)))
    assert [len(one["MetricDataQueries"]) for one in metrics.asked] == [500, 100] * 2


@pytest.mark.parametrize("status", ["InternalError", "PartialData"])
def test_what_is_not_whole_is_an_error(status: str) -> None:
    with (
        serving(Metrics(GOOD, status)) as source,
        pytest.raises(ToolError, match=f"CloudWatch: {status} for m0"),
    ):
        read(source)


def test_a_refusal_is_an_error_in_its_own_words() -> None:
    metrics = Metrics(GOOD)
    metrics.code = 400
    with serving(metrics) as source, pytest.raises(ToolError, match="not for you"):
        read(source)


def test_without_a_region_nothing_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    with pytest.raises(ToolError, match="region"):
        read(cutover.CloudWatch("Shop"))
