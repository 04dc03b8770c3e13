import gzip
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
import msgspec
import pytest
from click.testing import CliRunner, Result

from migrator.cli import migrate
from migrator.errors import PlanError, SourceError, ToolError, TrafficError
from migrator.model.plan import MigrationPlan
from migrator.model.plan_file import load_plan
from migrator.reporting.analysis_shape import AnalysisShape

VIEWS = """\
import smtplib
import threading

from flask import Flask

app = Flask(__name__)

@app.get("/slow")
def slow():
    threading.Thread(target=smtplib.SMTP).start()
    return "started"
"""


@pytest.fixture
def monolith(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "shop.py").write_text(VIEWS)
    monkeypatch.chdir(tmp_path)
    return source


def run(*arguments: str) -> Result:
    return CliRunner().invoke(migrate, arguments, catch_exceptions=False)


def test_analyze_prints_a_report(monolith: Path) -> None:
    result = run("analyze", str(monolith))
    assert result.exit_code == 0
    assert result.stdout.startswith("source: 1 file, 11 lines\n")
    assert result.stderr == ""


def test_analyze_writes_json_to_a_file(monolith: Path, tmp_path: Path) -> None:
    file = tmp_path / "analysis.json"
    result = run("analyze", str(monolith), "--format", "json", "-o", str(file))
    assert (result.exit_code, result.output) == (0, "")
    jsonschema.validate(json.loads(file.read_text()), msgspec.json.schema(AnalysisShape))


def test_what_is_no_file_is_written_to_and_stays_what_it_is(
    monolith: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as threads:
        read = threads.submit(pipe.read_text, "utf-8")
        assert run("analyze", str(monolith), "--format", "json", "-o", str(pipe)).exit_code == 0
        assert json.loads(read.result(timeout=60))["schema"] == 1
    assert pipe.is_fifo()


def test_a_plan_that_is_no_text_is_refused(monolith: Path, tmp_path: Path) -> None:
    (tmp_path / "migration.yaml").write_bytes(b"\xff\xfe nonsense")
    with pytest.raises(PlanError, match=r"migration\.yaml cannot be read: 'utf-8' codec"):
        run("analyze", str(monolith))


def test_a_folder_is_no_place_for_a_report(monolith: Path) -> None:
    result = run("analyze", str(monolith), "-o", str(monolith))
    assert result.exit_code == 2
    assert "is a folder: name a file in it" in result.stderr.replace("\n", " ")


def test_compares_with_the_running_application(monolith: Path) -> None:
    with (monolith / "shop.py").open("a") as file:
        file.write("\n\nexec(\"@app.get('/made')\\ndef made(): ...\")\n")
    result = run("analyze", str(monolith), "--format", "json", "--app", "shop:app")
    report = json.loads(result.stdout)
    jsonschema.validate(report, msgspec.json.schema(AnalysisShape))
    assert [(e["path"], e["found_by"]) for e in report["entry_points"]] == [("/slow", "both")]
    assert report["live"] == {
        "application": "shop:app",
        "framework": "flask",
        "routes": 2,
        "only_live": [
            {
                "kind": "http",
                "method": "GET",
                "declared": "/made",
                "handler": "shop:made",
                "file": "",
                "line": 0,
            }
        ],
        "only_static": [],
    }
    for style in ("text", "markdown"):
        shown = run("analyze", str(monolith), "--format", style, "--app", "shop:app").stdout
        assert "shop:app (flask) lists 2 routes: 1 were not found in the source" in shown
        assert "GET /made" in shown


@pytest.mark.parametrize(
    ("source", "category", "status"),
    [(VIEWS, "mandatory", 1), (VIEWS, "potential", 1), ("import os\n", "potential", 0)],
)
def test_fail_on(monolith: Path, source: str, category: str, status: int) -> None:
    (monolith / "shop.py").write_text(source)
    assert run("analyze", str(monolith), "--fail-on", category).exit_code == status


def test_plan_is_written_once_and_then_only_added_to(monolith: Path, tmp_path: Path) -> None:
    result = run("plan", str(monolith))
    assert result.stdout == "service shop: 1 entry point, owns no table\n"
    file = tmp_path / "migration.yaml"
    written = file.read_text()
    assert load_plan(written).monolith.source == "source"
    again = run("plan")
    assert (again.stdout, again.stderr) == ("", "migration.yaml is up to date\n")
    assert file.read_text() == written
    with (monolith / "shop.py").open("a") as stream:
        stream.write('\n\n@app.get("/new")\ndef new():\n    return ""\n')
    assert run("plan", "--check").exit_code == 1
    assert run("plan").stdout == "service shop: GET /new\n"
    assert file.read_text() == written.replace("GET /slow", "GET /slow\n      - GET /new")
    assert run("plan", "--check").exit_code == 0


def test_source_defaults_to_what_the_plan_names(monolith: Path) -> None:
    run("plan", str(monolith))
    assert run("analyze").stdout.startswith("source: 1 file")
    assert "service shop" in run("explain", "/slow").stdout


def test_graph(monolith: Path) -> None:
    graph = json.loads(run("graph", str(monolith), "--format", "pycg").stdout)
    assert "shop.slow" in graph
    arguments = ("graph", str(monolith), "--entry", "GET /slow", "--format", "json")
    reached = json.loads(run(*arguments).stdout)
    assert reached["nodes"] == ["shop:slow"]


def test_schemas_hold_what_they_describe() -> None:
    schema = json.loads(run("schema", "migration").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(msgspec.json.encode(MigrationPlan())), schema)


def test_rules_list() -> None:
    assert "time/sleep" in run("rules", "list").stdout


def test_a_second_run_says_what_is_true_by_then(monolith: Path) -> None:
    def report(*options: str) -> Result:
        return run("analyze", str(monolith), *options)

    first = report()
    assert report().output == first.output
    assert report("--format", "markdown").output.startswith("#")
    assert [report("--fail-on", "potential").exit_code for _ in range(2)] == [1, 1]
    (monolith / "shop.py").write_text(VIEWS.replace("/slow", "/quick"))
    assert "/quick" in report().output
    (monolith / "shop.py").write_text(VIEWS)
    assert report().output == first.output
    (monolith / "broken.py").write_text("def")
    for _ in range(2):
        with pytest.raises(SourceError, match=r"broken\.py:1"):
            report()


LINE = '192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] "GET /slow?x=1 HTTP/1.1" 200 7 "-" "-" 0.5\n'


def test_traffic_is_summed_up_by_route(monolith: Path, tmp_path: Path) -> None:
    log, packed = tmp_path / "access.log", tmp_path / "access.log.1.gz"
    log.write_text(LINE + "garbage\n" + LINE.replace("/slow", "/static/a.css"))
    packed.write_bytes(gzip.compress(LINE.encode()))
    arguments = ("analyze", str(monolith), "--traffic", str(log), "--traffic", str(packed))
    found = json.loads(run(*arguments, "--format", "json").stdout)
    assert found["entry_points"][0]["traffic"] == {
        "requests": 2,
        "peak_rate": 0.0333,
        "statuses": {"2xx": 1.0},
        "durations": {"p50": 0.5, "p95": 0.5, "p99": 0.5, "longest": 0.5},
        "largest_response": 7,
    }
    assert (found["traffic"]["unmatched_requests"], found["traffic"]["requests"]) == (1, 3)


def test_a_log_that_grew_is_read_again(monolith: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    for count in (1, 2):
        log.write_text(LINE * count)
        text = run("analyze", str(monolith), "--traffic", "access.log").stdout
        assert f"access.log: common, {count} lines" in text


def test_a_folder_of_logs_is_read_whole(monolith: Path, tmp_path: Path) -> None:
    (tmp_path / "logs/2025").mkdir(parents=True)
    (tmp_path / "logs/2025/a.log").write_text(LINE)
    (tmp_path / "logs/b.log").write_text(LINE)
    assert "\n  2 requests from" in run("analyze", str(monolith), "--traffic", "logs").stdout


def test_a_folder_without_logs_is_refused(monolith: Path, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    with pytest.raises(TrafficError, match="logs: no file in it"):
        run("analyze", str(monolith), "--traffic", "logs")


def test_a_log_that_is_not_there_is_refused(monolith: Path) -> None:
    result = run("analyze", str(monolith), "--traffic", "no.log")
    assert result.exit_code == 2
    assert "Path 'no.log' does not exist" in result.stderr


def test_what_is_no_log_is_refused_by_name(monolith: Path) -> None:
    with pytest.raises(
        TrafficError, match=r"shop\.py: not an access log that is known; its first"
    ):
        run("analyze", str(monolith), "--traffic", str(monolith / "shop.py"))


def test_without_duckdb_it_is_said_how_to_get_it(
    monolith: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "access.log").write_text(LINE)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ToolError, match="DuckDB, which reads --traffic, is not installed"):
        run("analyze", str(monolith), "--traffic", "access.log")


RULE = "process/thread-in-request"
PLAN = """\
version: 1
monolith: {{source: source}}
waivers:
  - {{rule: {rule}, place: "{place}", reason: known{until}}}
"""


def test_fail_on_does_not_count_what_a_comment_accepts(monolith: Path) -> None:
    assert run("analyze", str(monolith), "--fail-on", "mandatory").exit_code == 1
    comment = f"start()  # migrate: ignore[{RULE}] the task is short"
    (monolith / "shop.py").write_text(VIEWS.replace("start()", comment))
    result = run("analyze", str(monolith), "--fail-on", "mandatory")
    assert result.exit_code == 0
    assert "accepted by the comment at shop.py:10: the task is short\n" in result.stdout


@pytest.mark.parametrize(
    ("place", "until", "status"),
    [
        ("shop.py:10", "", 0),
        ("shop.py:10", ', until: "2999-12-31"', 0),
        ("shop.py:10", ", until: 2020-01-31", 1),
        ("shop.py:4 in shop:slow", "", 0),
        ("shop.py:4", "", 1),
    ],
)
def test_fail_on_and_waivers(monolith: Path, place: str, until: str, status: int) -> None:
    plan = PLAN.format(rule=RULE, place=place, until=until)
    (monolith.parent / "migration.yaml").write_text(plan)
    result = run("analyze", "--fail-on", "mandatory")
    assert (result.exit_code, RULE in result.stdout) == (status, True)


def test_fail_on_counts_what_is_new_since_the_baseline(monolith: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    run("analyze", str(monolith), "--format", "json", "-o", str(file))
    arguments = ("analyze", str(monolith), "--baseline", str(file), "--fail-on", "mandatory")
    moved = f"# moved\n{VIEWS}"
    (monolith / "shop.py").write_text(moved)
    result = run(*arguments, "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["baseline"] == {"new": 0, "unchanged": 0, "moved": 1, "gone": 0}
    assert [(f["state"], f["line"], f["was"]["line"]) for f in report["findings"]] == [
        ("moved", 11, 10)
    ]
    again = 'threading.Thread(target=smtplib.SMTP).start()\n    return "started"'
    (monolith / "shop.py").write_text(moved.replace('return "started"', again))
    assert run(*arguments).exit_code == 1
    (monolith / "shop.py").write_text("from flask import Flask\n")
    report = json.loads(run(*arguments, "--format", "json").stdout)
    assert [(one["rule"], one["line"]) for one in report["gone"]] == [(RULE, 10)]


def test_sarif_has_paths_of_the_repository(monolith: Path) -> None:
    del monolith
    (result,) = json.loads(run("analyze", "source", "--format", "sarif").stdout)["runs"][0][
        "results"
    ]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "source/shop.py", "uriBaseId": "SRCROOT"}


def test_a_waiver_of_a_line_follows_once_plan_has_named_its_function(monolith: Path) -> None:
    file = monolith.parent / "migration.yaml"
    file.write_text(PLAN.format(rule=RULE, place="shop.py:10", until=""))
    said = run("plan", str(monolith), "-o", str(file)).stdout
    assert "waiver: shop.py:10 in shop:slow\n" in said
    assert 'place: "shop.py:10 in shop:slow"' in file.read_text()
    again = file.read_text()
    assert "waiver:" not in run("plan").stdout
    assert file.read_text() == again
    (monolith / "shop.py").write_text(f"# moved\n# twice\n{VIEWS}")
    assert run("analyze", "--fail-on", "mandatory").exit_code == 0
