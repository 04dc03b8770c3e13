import datetime
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from migrator.adapters.history import History
from migrator.cli.cutover import cutover
from migrator.errors import PlanError
from migrator.model.evidence import Tally
from migrator.usecases.cutover import load

TEXT = """\
version: 1
origins:
  monolith: http://127.0.0.1:8000
  services: {documents: "http://127.0.0.1:9000"}
routes:
  - {id: get-a, method: GET, path: /a, service: documents, mode: canary, percent: 5}
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cutover.yaml").write_text(TEXT)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cutover, ["watch", *arguments], catch_exceptions=False)


def log(path: Path, failing: int) -> None:
    now = datetime.datetime.now(datetime.UTC).isoformat()
    answers = [("old", "monolith", 200)] * 950 + [("new", "documents", 200)] * (50 - failing)
    answers += [("new", "documents", 500)] * failing
    lines = [
        {"time": now, "route": "get-a", "arm": a, "origin": o, "status": s, "duration_ms": 5}
        for a, o, s in answers
    ]
    with path.open("a") as stream:
        stream.writelines(json.dumps(line) + "\n" for line in lines)


def test_without_a_log_it_waits() -> None:
    result = run("--once", "--format", "text")
    assert result.exit_code == 0
    expected = " get-a 5 %: hold: 0 s of 15m; 0 of 300 answers of the service; how many of the"
    assert expected in result.stdout


def test_a_timer_can_call_it_and_sees_a_rollback(project: Path) -> None:
    path = project / "access.log"
    assert run("--once", "--log", str(path)).exit_code == 0
    log(path, failing=30)
    result = run("--once", "--log", str(path), "--format", "json")
    (seen,) = json.loads(result.stdout)["routes"]
    assert (result.exit_code, seen["done"]) == (1, "5 % -> 0 %")
    assert load(project / "cutover.yaml")[1].routes[0].share == 0
    (change,) = History(project / ".migrate" / "state.db").changes()
    assert change.reason.startswith(
        "30 of 50 answers of the service failed, of the monolith's 0.0%"
    )


def test_the_page_has_what_the_watcher_knows(project: Path) -> None:
    facade = project / ".migrate" / "facade"
    facade.mkdir(parents=True)
    run("--once")
    log(facade / "access.log", failing=3)
    run("--once", "--way", "only say")
    arguments = ["status", "--format", "html", "-o", "cutover.html"]
    result = CliRunner().invoke(cutover, arguments, catch_exceptions=False)
    assert (result.exit_code, result.output) == (0, "")
    page = (project / "cutover.html").read_text()
    data = page.partition('id="data">')[2].partition("</script>")[0]
    (route,) = json.loads(data)["routes"]
    assert route["evidence"]["failed"]["service"] == {"requests": 50, "bad": 3}
    assert route["evidence"]["failed"]["monolith"] == {"requests": 950, "bad": 0}
    assert route["decision"]["outcome"] in {"hold", "rollback"}
    CliRunner().invoke(cutover, ["advance", "get-a"], catch_exceptions=False)
    (change,) = History(project / ".migrate" / "state.db").changes()
    assert change.evidence is not None
    assert change.evidence.failed.service == Tally(50, 3)


def test_a_page_without_a_watcher_and_with_a_broken_database_says_so(project: Path) -> None:
    (project / ".migrate").mkdir()
    (project / ".migrate" / "state.db").write_bytes(b"not a database")
    result = CliRunner().invoke(cutover, ["status", "--format", "html"], catch_exceptions=False)
    assert "the history cannot be read: " in result.output
    assert "the evidence cannot be read: " in result.output


def test_a_broken_file_is_an_error() -> None:
    Path("cutover.yaml").write_text(TEXT.replace("percent: 5", "percent: many"))
    with pytest.raises(PlanError, match=r"cutover.yaml:6: expected number"):
        run("--once")


def test_it_goes_on_until_it_is_interrupted(project: Path) -> None:
    command = [sys.executable, "-m", "migrator", "cutover", "watch", "--every", "0.2"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=project,
        env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors, time.monotonic() - began < 10) == (0, "", True)
    assert all(" get-a 5 %: hold: " in line for line in lines)
