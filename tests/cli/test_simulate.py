import datetime
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from migrator.cli.cutover import cutover
from migrator.errors import TrafficError, UnknownNameError

TEXT = """\
version: 1
origins:
  monolith: http://127.0.0.1:8000
  services: {documents: "http://127.0.0.1:9000"}
policy: {steps: [50, 100]}
routes:
  - {id: get-a, method: GET, path: "/a/{id}", service: documents}
  - {id: get-b, method: GET, path: /b, service: documents}
"""
START = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cutover.yaml").write_text(TEXT)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(
        cutover, ["simulate", *arguments, "--runs", "4"], catch_exceptions=False
    )


def log(minutes: int) -> None:
    lines = [
        f"1.2.3.4 - - [{START + datetime.timedelta(minutes=n):%d/%b/%Y:%H:%M:%S +0000}] "
        f'"GET /a/{n} HTTP/1.1" {500 if n % 100 == 0 else 200} 12\n'
        for n in range(minutes)
    ]
    Path("access.log").write_text("".join(lines))


def test_by_a_rate() -> None:
    text = run("get-a", "--rate", "100000").stdout
    assert text.startswith("get-a: 100,000 requests an hour, the monolith fails for 0.50%\n")
    rows = [line.split("│")[1:-1] for line in text.splitlines() if line.startswith("│")]
    assert [row[0].strip() for row in rows] == ["0.50%", "1.00%", "2.00%", "5.00%", "20.00%"]
    assert [rows[0][1].strip(), rows[4][2].strip()] == ["100%", "100%"]


def test_by_a_log_as_json() -> None:
    log(601)
    found = json.loads(run("--traffic", "access.log", "--format", "json").stdout)
    assert [(one["route"], one["traffic"]) for one in found] == [
        ("get-a", {"rate": 60.1, "errors": 7 / 601}),
        ("get-b", {"rate": 0, "errors": 0.005}),
    ]
    assert found[1]["warnings"] == ["nobody asks for it: no step can be decided by evidence"]


def test_a_log_of_one_moment_is_an_error() -> None:
    log(1)
    with pytest.raises(TrafficError, match="no two times in it"):
        run("--traffic", "access.log")


def test_an_unknown_route_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match=r"no route or service 'get-c' \(did you mean"):
        run("get-c", "--rate", "1")


def test_traffic_is_asked_for() -> None:
    result = run("get-a")
    assert (result.exit_code, "give --rate or --traffic" in result.output) == (
        click.UsageError.exit_code,
        True,
    )
