import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from migrator.adapters.envoy import Envoy
from migrator.adapters.proxies import wait_until_ready
from migrator.cli.cutover import cutover
from migrator.errors import MigratorError, PlanError, ToolError, UnknownNameError
from migrator.usecases.cutover import load
from tests.routing.backends.origins import Client, free_port, origin

TEXT = """\
version: 1
facade: {port: 8080, admin_port: 9901}
origins:
  monolith: http://127.0.0.1:8000
  services: {documents: "http://127.0.0.1:9000"}
routes:
  # the busy one
  - id: get-documents
    method: GET
    path: /documents/
    service: documents
    mode: canary
    percent: 5
  - {id: post-documents, method: POST, path: /documents/, service: documents}
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ann")
    (tmp_path / "cutover.yaml").write_text(TEXT)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cutover, arguments, catch_exceptions=False)


def test_status_says_who_answers_and_what_is_next() -> None:
    assert run("status").stdout.splitlines() == [
        "facade: absent",
        "ROUTE           REQUEST           SERVICE    MODE      SHARE  NEXT",
        "get-documents   GET /documents/   documents  canary    5%     25%",
        "post-documents  POST /documents/  documents  monolith  0%     1%",
    ]


def test_status_as_json() -> None:
    assert json.loads(run("status", "--format", "json").stdout)["routes"][0] == {
        "id": "get-documents",
        "method": "GET",
        "path": "/documents/",
        "service": "documents",
        "mode": "canary",
        "share": 5.0,
        "next_percent": 25.0,
        "effective": None,
    }


@pytest.mark.parametrize(
    ("arguments", "lines", "edits"),
    [
        pytest.param(
            ["advance", "get-documents"],
            ["get-documents: canary 5% -> canary 25%"],
            [("percent: 5", "percent: 25")],
            id="the next step",
        ),
        pytest.param(
            ["advance", "documents", "--to", "100"],
            [
                "get-documents: canary 5% -> service 100%",
                "post-documents: monolith 0% -> service 100%",
            ],
            [
                ("mode: canary\n    percent: 5", "mode: service\n    percent: 100"),
                ("service: documents}", "service: documents, mode: service, percent: 100}"),
            ],
            id="a whole service",
        ),
        pytest.param(
            ["rollback", "get-documents"],
            ["get-documents: canary 5% -> monolith 0%"],
            [("mode: canary\n    percent: 5", "mode: monolith\n    percent: 0")],
            id="back",
        ),
        pytest.param(["advance", "get-documents", "--to", "5"], [], [], id="no change"),
    ],
)
def test_changes_say_what_they_did(
    project: Path, arguments: list[str], lines: list[str], edits: list[tuple[str, str]]
) -> None:
    expected = TEXT
    for old, new in edits:
        expected = expected.replace(old, new)
    assert run(*arguments).stdout.splitlines() == lines
    assert (project / "cutover.yaml").read_text() == expected


def test_history_keeps_who_and_why() -> None:
    run("advance", "get-documents", "--reason", "quiet week")
    run("rollback", "--all", "--reason", "pages")
    found = json.loads(run("history", "get-documents", "--format", "json").stdout)
    assert [{**one, "at": ""} for one in found] == [
        {
            "at": "",
            "who": "ann",
            "action": "advance",
            "route": "get-documents",
            "from_mode": "canary",
            "from_percent": 5.0,
            "to_mode": "canary",
            "to_percent": 25.0,
            "reason": "quiet week",
            "evidence": None,
        },
        {
            "at": "",
            "who": "ann",
            "action": "rollback",
            "route": "get-documents",
            "from_mode": "canary",
            "from_percent": 25.0,
            "to_mode": "monolith",
            "to_percent": 0.0,
            "reason": "pages",
            "evidence": None,
        },
    ]


def test_no_history_is_no_error() -> None:
    assert run("history").stdout == "no change is recorded\n"


def test_rollback_works_while_the_history_is_locked(project: Path) -> None:
    run("advance", "get-documents")
    lock = sqlite3.connect(project / ".migrate" / "state.db")
    lock.execute("BEGIN EXCLUSIVE")
    result = run("rollback", "--all")
    lock.close()
    assert result.exit_code == 0
    assert "warning: the history cannot be written" in result.stderr
    assert "canary" not in (project / "cutover.yaml").read_text()


@pytest.mark.parametrize("content", [None, b"not a database"], ids=["lost", "damaged"])
def test_rollback_works_without_history(project: Path, content: bytes | None) -> None:
    run("advance", "get-documents")
    (project / ".migrate" / "state.db").unlink()
    if content:
        (project / ".migrate" / "state.db").write_bytes(content)
    assert run("rollback", "--all").stdout == "get-documents: canary 25% -> monolith 0%\n"
    assert "canary" not in (project / "cutover.yaml").read_text()


def test_without_the_proxy_rollback_warns_and_advance_refuses(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".migrate" / "facade").mkdir(parents=True)
    monkeypatch.setenv("MIGRATE_ENVOY", str(project / "no-envoy"))
    with pytest.raises(ToolError, match="envoy cannot be run"):
        run("advance", "get-documents")
    assert (project / "cutover.yaml").read_text() == TEXT
    result = run("rollback", "get-documents")
    assert (result.exit_code, "warning: envoy cannot be run" in result.stderr) == (0, True)
    assert run("status").stdout.startswith("facade: in step")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["status", "-f", "no.yaml"], PlanError, "no.yaml cannot be read: No such file"),
        (["advance", "get-document"], UnknownNameError, "did you mean 'get-documents'"),
        (["rollback", "document"], UnknownNameError, "did you mean 'documents'"),
    ],
)
def test_bad_input_is_our_own_error(
    arguments: list[str], error: type[MigratorError], message: str
) -> None:
    with pytest.raises(error, match=message):
        run(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [["rollback"], ["rollback", "a", "--all"], ["advance", "get-documents", "--to", "101"]],
)
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("name", sorted(cutover.commands))
def test_every_command_has_an_example_and_every_option_help(name: str) -> None:
    command = cutover.commands[name]
    assert f"migrate cutover {name}" in (command.help or "")
    options = [one for one in command.params if one.param_type_name == "option"]
    assert all(getattr(one, "help", None) for one in options)


@pytest.mark.slow
def test_serve_runs_until_it_is_stopped_and_follows_rollback(project: Path) -> None:
    port, admin_port = free_port(), free_port()
    with origin("monolith") as monolith, origin("documents") as documents:
        text = TEXT.replace("http://127.0.0.1:8000", monolith.url).replace("8080", str(port))
        text = text.replace("http://127.0.0.1:9000", documents.url).replace(
            "9901", str(admin_port)
        )
        (project / "cutover.yaml").write_text(text)
        run("advance", "get-documents", "--to", "100")
        root = Path(__file__).parents[2]
        process = subprocess.Popen(
            [sys.executable, "-m", "migrator", "cutover", "serve"],
            env={**os.environ, "PYTHONPATH": str(root)},
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_ready(Envoy(), load(project / "cutover.yaml")[1], project)
            client = Client(port)
            assert client.ask("/documents/").body == "documents"
            run("rollback", "--all")
            bodies = [client.ask("/documents/").body for _ in range(200)]
            assert bodies[-1] == "monolith"
            client.connection.close()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0
