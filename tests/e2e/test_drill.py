"""A drill: the example under gunicorn, a service under the Lambda runtime, Envoy, 200 users."""

import http.client
import json
import os
import subprocess
import sys
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from migrator.usecases.cutover import load
from tests.e2e.drill import Crowd, FaultProxy, Met, pick_users, running
from tests.monolith import MONOLITH, ROOT, interpreter
from tests.routing.backends.origins import free_port

pytestmark = pytest.mark.slow

ROUTE = "get-documents"
PATH = "/documents/?per_page=5"
STEPS = (1, 5, 25, 100)
USERS = 200
# As docs/cutover.md explains them, but for minutes instead of days.
POLICY = """\
policy:
  steps: [1, 5, 25, 100]
  dwell: 1s
  window: 1s
  minimum_requests: 10
  error_margin: 0.3
  slow_margin: 1
  gates:
    - name: mended
      command: [sh, -c, "if grep -q '\\"to\\": 100'; then test -e mended; fi"]
"""
LOOK_SECONDS = 0.5


class Drill:
    """All that runs, and the project folder of an operator."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        state = {
            "DATABASE_URL": f"sqlite:///{folder}/clinic.db",
            "UPLOAD_DIR": f"{folder}/uploads",
            "EXPORT_DIR": f"{folder}/exports",
            "CELERY_EAGER": "1",
        }
        python, monolith, service = interpreter(), free_port(), free_port()
        self.port, self.admin_port = free_port(), free_port()
        environment = os.environ | state | {"PYTHONPATH": str(MONOLITH)}
        subprocess.run(
            [python, "-m", "clinic.seed"], cwd=folder, env=environment, check=True,
            capture_output=True,
        )  # fmt: skip
        gunicorn = ["-m", "gunicorn", "--bind", f"127.0.0.1:{monolith}", "--threads", "4"]
        command = [python, *gunicorn, "wsgi:app"]
        stack.enter_context(running("monolith", command, folder, environment, monolith))
        command = [*self.migrate("local", "services/documents"), "--port", str(service)]
        command += ["--python", python]
        command += [word for name, value in state.items() for word in ("--env", f"{name}={value}")]
        stack.enter_context(running("service", command, folder, self.environment, service))
        self.fault = stack.enter_context(FaultProxy(service))
        self._configure(monolith, self.fault.port)
        command = self.migrate("cutover", "serve")
        stack.enter_context(running("facade", command, folder, self.environment, self.port))
        self.monolith = monolith

    def migrate(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "migrator", *arguments]

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            self.migrate("cutover", *arguments), cwd=self.folder, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def share(self) -> float:
        routes = load(self.folder / "cutover.yaml")[1].routes
        return next(route.share for route in routes if route.id == ROUTE)

    def history(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.run("history", ROUTE, "--format", "json"))
        return found

    def _configure(self, monolith: int, service: int) -> None:
        file = self.folder / "cutover.yaml"
        text = file.read_text()
        for usual, own in (
            ("port: 8080", f"port: {self.port}"),
            ("admin_port: 9901", f"admin_port: {self.admin_port}"),
            ("127.0.0.1:8000", f"127.0.0.1:{monolith}"),
            ("127.0.0.1:9001", f"127.0.0.1:{service}"),
            ("policy: {steps: [1, 5, 25, 50, 100]}\n", POLICY),
        ):
            assert usual in text
            text = text.replace(usual, own)
        file.write_text(text)


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    command = [sys.executable, "-m", "migrator", "extract", "documents", "--into", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=MONOLITH, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with ExitStack() as stack:
        yield Drill(tmp_path, stack)


def log_in(port: int) -> str:
    form = urllib.parse.urlencode({"email": "dr.weber@clinic.example", "password": "secret"})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(
        "POST", "/auth/login", form, {"content-type": "application/x-www-form-urlencoded"}
    )
    response = connection.getresponse()
    response.read()
    cookies = response.headers.get_all("set-cookie") or []
    connection.close()
    return "; ".join(cookie.split(";")[0] for cookie in cookies)


def right_answer(port: int, session: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", PATH, headers={"cookie": session})
    response = connection.getresponse()
    assert response.status == 200
    body = response.read()
    connection.close()
    return body


def wait_for(condition: Callable[[], bool], what: Callable[[], str], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what()
        time.sleep(0.05)


def test_a_fault_at_25_percent_is_rolled_back_and_a_mended_service_gets_everybody(
    drill: Drill,
) -> None:
    users = pick_users(ROUTE, USERS, STEPS)
    session = log_in(drill.port)
    right = right_answer(drill.monolith, session)
    command = drill.migrate("cutover", "watch", "--format", "json", "--every", str(LOOK_SECONDS))
    with Crowd(drill.port, PATH, session, users) as crowd:
        with running("watch", command, drill.folder, drill.environment) as looks:

            def said() -> str:
                return f"{drill.share()} %\n{looks.read_text()[-3000:]}"

            drill.run("advance", ROUTE, "--reason", "the drill begins")
            wait_for(lambda: drill.share() == 25, said, 90)
            time.sleep(1)  # the gate keeps it there
            broken_at = time.time()
            drill.fault.fails.set()
            wait_for(lambda: drill.share() == 0, said, 60)
            rolled_back_at = time.time()
            time.sleep(2)
            calm_at = time.time()
            wait_for(lambda: len(crowd.since(calm_at)) > 2 * USERS, said, 60)
            after = crowd.since(calm_at)
            drill.fault.fails.clear()
            (drill.folder / "mended").touch()
            drill.run("advance", ROUTE, "--reason", "the fault is mended")
            wait_for(lambda: drill.share() == 100, said, 90)
        time.sleep(1)
        whole_at = time.time()
        wait_for(lambda: len(crowd.since(whole_at)) > USERS, said, 60)
    assert crowd.errors == []
    # Who had asked when the fault came, and had no answer yet, may have met it.
    before = [one for one in crowd.met if one.until < broken_at]
    during = [one for one in crowd.met if one.until >= broken_at and one.at < calm_at]
    assert {(one.status, one.body) for one in before} == {(200, right)}
    assert {one.arm for one in before} == {"old", "new"}
    check_faults(during, rolled_back_at, broken_at)
    assert {(one.arm, one.status, one.body) for one in after} == {("old", 200, right)}
    whole = crowd.since(whole_at)
    assert {(one.arm, one.status, one.body) for one in whole} == {("new", 200, right)}
    check_history(drill.history())


def check_faults(during: list[Met], rolled_back_at: float, broken_at: float) -> None:
    """Faults end with the rollback, and meet nobody but the quarter that was on the service."""
    faults = [one for one in during if one.status != 200]
    met = Counter(one.user for one in faults)
    seconds = rolled_back_at - broken_at
    print(f"\n{len(faults)} faults met {len(met)} of {USERS} users in {seconds:.1f} s")  # noqa: T201
    assert seconds < 20
    assert {one.arm for one in faults} == {"new"}
    assert len(met) <= USERS / 4
    late = [one for one in faults if one.at > rolled_back_at + 1]
    assert late == []
    turns = Counter(one.user for one in during if one.at <= rolled_back_at + 1)
    assert all(count <= turns[user] for user, count in met.items())


def check_history(history: list[dict[str, Any]]) -> None:
    moves = [(one["action"], one["from_percent"], one["to_percent"]) for one in history]
    ramp = [("advance", 0, 1), ("advance", 1, 5), ("advance", 5, 25)]
    assert moves == [*ramp, ("rollback", 25, 0), *ramp, ("advance", 25, 100)]
    rollback = history[3]
    assert rollback["who"] == "migrate cutover watch"
    assert "answers of the service failed" in rollback["reason"]
    failed = rollback["evidence"]["failed"]
    assert failed["log_e"] >= failed["log_e_needed"]
    assert failed["service"]["bad"] >= 4
    assert failed["monolith"]["bad"] == 0
    assert [one["reason"] for one in (history[0], history[4])] == [
        "the drill begins",
        "the fault is mended",
    ]
