import json
import os
import resource
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


RETIRED = TEXT.replace("service: documents}", "service: documents, mode: retired}")


@pytest.mark.parametrize(
    ("arguments", "lines", "warnings"),
    [
        pytest.param(
            ["rollback", "--all"],
            ["get-documents: canary 5% -> monolith 0%"],
            ["warning: post-documents: stays with its service, it is retired"],
            id="all",
        ),
        pytest.param(
            ["rollback", "documents"],
            ["get-documents: canary 5% -> monolith 0%"],
            ["warning: post-documents: stays with its service, it is retired"],
            id="a service",
        ),
        pytest.param(
            ["advance", "documents", "--to", "50"],
            ["get-documents: canary 5% -> canary 50%"],
            [],
            id="forward",
        ),
    ],
)
def test_a_retired_route_stays(
    project: Path, arguments: list[str], lines: list[str], warnings: list[str]
) -> None:
    (project / "cutover.yaml").write_text(RETIRED)
    result = run(*arguments)
    assert result.stdout.splitlines() == lines
    assert [one for one in result.stderr.splitlines() if "warning" in one] == warnings
    assert "mode: retired}" in (project / "cutover.yaml").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["rollback", "post-documents"],
        ["advance", "post-documents"],
        ["advance", "post-documents", "--to", "5"],
    ],
)
def test_moving_a_retired_route_is_an_error(project: Path, arguments: list[str]) -> None:
    (project / "cutover.yaml").write_text(RETIRED)
    with pytest.raises(PlanError, match="'post-documents' is retired: the monolith has no code"):
        run(*arguments)
    assert (project / "cutover.yaml").read_text() == RETIRED


PROXIES = [
    ("envoy", "MIGRATE_ENVOY", "envoy"),
    ("haproxy", "MIGRATE_HAPROXY", "haproxy"),
    ("nginx-lua", "MIGRATE_NGINX", "nginx"),
    ("nginx", "MIGRATE_NGINX", "nginx"),
]


@pytest.mark.parametrize(("backend", "variable", "name"), PROXIES)
def test_what_a_proxy_refuses_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, backend: str, variable: str, name: str
) -> None:
    text = TEXT.replace("admin_port: 9901", f"admin_port: 9901, backend: {backend}")
    (project / "cutover.yaml").write_text(text)
    binary = project / "proxy"
    binary.write_text("#!/bin/sh\necho 'line 7: no such thing' >&2\nexit 1\n")
    binary.chmod(0o755)
    monkeypatch.setenv(variable, str(binary))
    folder = project / ".migrate" / "facade"
    for command in ("plan", "apply", "render"):
        with pytest.raises(ToolError, match=f"{name} refuses the configuration: line 7: no such"):
            run(command)
    assert not folder.exists()
    folder.mkdir(parents=True)
    with pytest.raises(ToolError, match="line 7: no such thing"):
        run("advance", "get-documents")
    assert ((project / "cutover.yaml").read_text(), list(folder.iterdir())) == (text, [])


@pytest.mark.parametrize(("backend", "variable", "name"), PROXIES)
def test_a_missing_proxy_says_how_to_install_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, backend: str, variable: str, name: str
) -> None:
    text = TEXT.replace("admin_port: 9901", f"admin_port: 9901, backend: {backend}")
    (project / "cutover.yaml").write_text(text)
    monkeypatch.setenv(variable, str(project / "none"))
    with pytest.raises(ToolError, match=f"{name} cannot be run") as caught:
        run("apply")
    assert caught.value.hint
    assert caught.value.hint.startswith("install it with: ")


def test_without_boto3_the_extra_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    facade = "facade: {backend: http-api, api: abc, region: eu-west-1}"
    text = TEXT.replace("facade: {port: 8080, admin_port: 9901}", facade)
    (project / "cutover.yaml").write_text(text.replace("percent: 5", "percent: 0"))
    with pytest.raises(ToolError, match="boto3 is missing") as caught:
        run("apply")
    assert caught.value.hint == "install it with: pip install 'migrator[aws]'"


@pytest.mark.parametrize("command", [["advance", "get-documents"], ["apply"]])
def test_a_full_disk_leaves_nothing_half_written(
    project: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("MIGRATE_ENVOY", "/bin/true")
    run("apply")
    text = TEXT.replace("/documents/", "/papers/")
    (project / "cutover.yaml").write_text(text)
    folder = project / ".migrate" / "facade"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))  # no file can be longer
    try:
        with pytest.raises(ToolError, match="cannot be"):
            run(*command)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (project / "cutover.yaml").read_text() == text
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_plan_and_apply_of_a_proxy(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATE_ENVOY", "/bin/true")
    planned = run("plan").stdout
    assert planned.startswith("--- /dev/null\n+++ b/bootstrap.yaml\n@@ ")
    assert not (project / ".migrate").exists()
    assert run("apply").stdout.splitlines() == [
        f"wrote .migrate/facade/{name}"
        for name in ("bootstrap.yaml", "clusters.yaml", "routes.yaml", "backend")
    ]
    assert run("plan").stdout == run("apply").stdout == "nothing to change\n"
    (project / "cutover.yaml").write_text(TEXT.replace("percent: 5", "percent: 6"))
    files = json.loads(run("plan", "--format", "json").stdout)["files"]
    assert [file["path"] for file in files] == ["routes.yaml"]
    assert "-            weight: 500\n+            weight: 600\n" in files[0]["diff"]


def test_overlapping_templates_are_said(project: Path) -> None:
    other = "  - {id: any-x, method: ANY, path: '/{x}', service: documents}\n"
    (project / "cutover.yaml").write_text(TEXT + other)
    assert run("status").stdout.splitlines()[-2:] == [
        "get-documents goes before any-x: a request can match both",
        "post-documents goes before any-x: a request can match both",
    ]


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


@pytest.mark.slow
def test_a_ramp_is_pinned_to_the_hash_that_it_began_with(project: Path) -> None:
    run("render")
    file = project / "cutover.yaml"
    file.write_text(TEXT.replace("facade: {", "facade: {backend: haproxy, "))
    message = "get-documents: in the middle of a ramp that envoy began; haproxy splits visitors by"
    with pytest.raises(PlanError, match=message):
        run("render")
    with pytest.raises(PlanError, match=message):
        run("advance", "get-documents")
    assert "get-documents: canary 5% -> monolith 0%" in run("rollback", "--all").stdout
    run("render")
    assert (project / ".migrate" / "facade" / "backend").read_text() == "haproxy\n"
