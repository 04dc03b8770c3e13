"""migrate graph, as a user calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from migrator.cli import main, migrate

SHOP = """\
from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/orders/<int:order_id>", methods=["GET", "POST"])
def order(order_id):
    return jsonify(total(order_id))


@app.get("/health")
def health():
    return "ok"


def total(order_id):
    return sum(price(line) for line in {1, 2, order_id})


def price(line):
    return line
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shop.py").write_text(SHOP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


pytestmark = pytest.mark.usefixtures("shop")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(migrate, arguments, catch_exceptions=False)


PYCG = {
    "<builtin>.sum": [],
    "flask.jsonify": [],
    "shop.order": ["flask.jsonify", "shop.total"],
    "shop.price": [],
    "shop.total": ["<builtin>.sum", "shop.price"],
}


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("GET /orders/{order_id}", id="entry point"),
        pytest.param("/orders/{order_id}", id="path"),
        pytest.param("shop:order", id="function"),
        pytest.param("shop.order", id="function with dots"),
    ],
)
def test_what_an_entry_point_reaches(entry: str) -> None:
    result = run("graph", "--entry", entry, "--format", "pycg")
    assert (result.exit_code, json.loads(result.stdout)) == (0, PYCG)


def test_the_whole_graph() -> None:
    graph = json.loads(run("graph", "--format", "pycg").stdout)
    assert graph == PYCG | {
        "flask.Flask": [],
        "flask.Flask.get": [],
        "flask.Flask.route": [],
        "shop": ["flask.Flask", "flask.Flask.get", "flask.Flask.route"],
        "shop.health": [],
    }


def test_an_entry_point_is_drawn_as_a_tree() -> None:
    source = SHOP.replace("return line", "return os.environ['RATE'] * line")
    Path("shop.py").write_text(f"import os\n{source}")
    assert run("graph", "--entry", "GET /orders/{order_id}").stdout == (
        "GET /orders/{order_id}\nhandler shop:order at shop.py:8\n"
        "└─ shop:total at shop.py:9\n   └─ shop:price at shop.py:18\n"
        "      └─ reads setting RATE at shop.py:22\n"
    )
    assert run("graph", "--entry", "shop:total", "--depth", "1", "--format", "tree").stdout == (
        "shop:total at shop.py:17\n└─ shop:price at shop.py:18\n"
        "   └─ reads setting RATE at shop.py:22\n"
    )


def test_json_of_an_entry_point_holds_its_tree() -> None:
    found = json.loads(run("graph", "--entry", "/health", "--format", "json").stdout)
    handler = {"function": "shop:health", "role": "handler", "file": "shop.py", "line": 12}
    runs = [handler | {"effects": [], "runs": []}]
    assert found == {
        "schema": 1,
        "nodes": ["shop:health"],
        "calls": [],
        "trees": [{"entry": "GET /health", "runs": runs}],
    }


def test_a_tree_starts_somewhere() -> None:
    result = run("graph", "--format", "tree")
    assert (result.exit_code, result.stdout) == (2, "")


def test_mermaid_draws_what_an_entry_point_reaches() -> None:
    assert (
        run("graph", "--entry", "/orders/{order_id}", "--format", "mermaid").stdout
        == """\
flowchart LR
  n0["#lt;builtin#gt;.sum"]
  n1["flask.jsonify"]
  n2["shop:order"]
  n3["shop:price"]
  n4["shop:total"]
  n2 --> n1
  n2 --> n4
  n4 --> n0
  n4 --> n3
"""
    )


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        pytest.param("GET /helth", "hint: did you mean 'GET /health'?\n", id="near a route"),
        pytest.param("shop:totl", "hint: did you mean 'shop:total'?\n", id="near a function"),
        pytest.param("nothing like it at all", "", id="near nothing"),
    ],
)
def test_an_unknown_entry_is_named_with_what_is_near(
    entry: str, hint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["migrate", "graph", "--entry", entry])
    with pytest.raises(SystemExit) as exit_:
        main()
    error = f"error: no entry point or function is called '{entry}'\n{hint}"
    assert (exit_.value.code, *capsys.readouterr()) == (2, "", error)


def test_an_unknown_format_is_refused() -> None:
    result = run("graph", "--format", "svg")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.slow
@pytest.mark.parametrize("style", ["pycg", "json", "dot", "mermaid"])
def test_the_same_bytes_whatever_the_hash_seed(style: str) -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-m", "migrator", "graph", "--format", style],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(printed) == 1
