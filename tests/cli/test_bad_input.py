"""What a mistake gets: one error with place and remedy, exit status 2, nothing written."""

import subprocess
from pathlib import Path

import pytest

from migrator.cli import main

SHOP = """\
from flask import Flask

app = Flask(__name__)


@app.get("/orders")
def orders():
    return []
"""
PLAN = """\
version: 1
servces: []
"""
WAIVERS = """\
version: 1
waivers:
  - rule: time/sleep
    place: shop/orders.py
    reason: ""
    until: soon
"""
FOREIGN = """\
services:
  - name: clinic
    modules: [clinic.orders]
    entry_points:
      - GET /orders
      - GET /patients
"""
FOREIGN_ERROR = (
    "migration.yaml:3: 'clinic.orders' is not in the monolith, and in all 2 of the 3 modules and "
    "entry points of this plan are not: it seems to be the plan of another one\n"
    "hint: correct monolith.source, name the right SRC, or write a plan of its own: "
    "migrate plan SRC -o another.yaml\n"
)
ONE = "\nhint: correct 1 mistake in migration.yaml; nothing was changed\n"
YAML = "\nhint: correct migration.yaml\n"
# What is wrong, the file, what is said after ``error: migration.yaml:``.
_PLANS = (
    (
        "a module in two services",
        (
            "services:\n  - name: a\n    modules: [shop.orders]\n"
            "  - name: b\n    modules: [shop.orders]\n"
        ),
        f"5: 'shop.orders' is in service 'a' already{ONE}",
    ),
    (
        "a call with two modes",
        (
            "services:\n  - name: a\n    calls:\n      - {to: shop.orders:f, mode: inline}\n"
            "      - {to: shop.orders:f, mode: remote}\n"
        ),
        f"5: 'shop.orders:f' is called on line 4 already{ONE}",
    ),
    (
        "an unknown mode",
        "services:\n  - name: a\n    calls:\n      - {to: shop.orders:f, mode: inlined}\n",
        f"4: invalid enum value 'inlined' (did you mean 'inline'?){ONE}",
    ),
    (
        "constraints that contradict each other",
        "constraints:\n  together:\n    - [shop, wiki]\n  apart:\n    - [shop.orders, wiki]\n",
        (
            "5: shop.orders and wiki must be apart, but line 3 wants them together: remove one of "
            f"the two{ONE}"
        ),
    ),
    (
        "a pin of what is elsewhere",
        (
            "services:\n  - name: a\n    modules:\n      - shop.orders\nconstraints:\n  pinned:\n"
            "    - {name: shop.orders, service: b}\n"
        ),
        (
            "7: 'shop.orders' is pinned to 'b', but service 'a' has it on line 4: remove one of "
            f"the two{ONE}"
        ),
    ),
    (
        "a pin of what is not there",
        "constraints:\n  pinned:\n    - {name: shop.order, service: a}\n",
        f"3: 'shop.order' is nowhere in the monolith (did you mean 'shop.orders'?){ONE}",
    ),
    (
        "marks of a merge conflict",
        "services:\n<<<<<<< HEAD\n  - name: a\n=======\n  - name: b\n>>>>>>> other\n",
        (
            "2: a merge conflict is not resolved\n"
            "hint: keep one side or both, and remove the marks on lines 2, 4, 6\n"
        ),
    ),
    (
        "an alias of itself",
        "services: &all\n  - *all\n",
        f"1: not YAML: an alias names what it is part of{YAML}",
    ),
    (
        "aliases that multiply",
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
            for before, name in ("ab", "bc", "cd", "de", "ef", "fg")
        ),
        f"1: not YAML: aliases make it too large{YAML}",
    ),
    (
        "lists in lists without end",
        f"services: {'[' * 5000}{']' * 5000}\n",
        f"1: not YAML: lists or keys are nested too deep{YAML}",
    ),
    (
        "a file that is far too large",
        "services: []\n" + "# more\n" * 300_000,
        (
            "1: 2.1 MB are too much: a file that people edit has at most 2 MB\n"
            "hint: is it the right file?\n"
        ),
    ),
    ("no keys", "- services\n", f"1: expected keys and values, found a list{ONE}"),
    ("a later version", "version: 2\n", f"1: version 2, but this migrate knows 1{ONE}"),
    ("the plan of another monolith", FOREIGN, FOREIGN_ERROR.partition(":")[2]),
)
PLANS = tuple((name, text, f"error: migration.yaml:{error}") for name, text, error in _PLANS)


@pytest.fixture
def monolith(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A monolith in a git repository, and in it the command."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "shop" / "orders.py").write_text(SHOP)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "shop"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr("sys.argv", ["migrate", *args])
    with pytest.raises(SystemExit) as exit_:
        main()
    return int(exit_.value.code or 0)


def tree(folder: Path) -> set[str]:
    """List the files, but for the cache, which every reading command may write."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(file) for file in files if file.parts[0] != ".migrate"}


@pytest.mark.parametrize(
    ("files", "args", "error"),
    [
        pytest.param(
            {"empty/readme.txt": "nothing"},
            ["analyze", "empty"],
            "error: no Python files under empty\n"
            "hint: give the folder that holds the monolith's packages (tests, migrations and "
            "virtual environments do not count)\n",
            id="a folder without Python",
        ),
        pytest.param(
            {"shop/broken.py": "import os\ndef f(:\n"},
            ["extract", "shop.orders", "--into", "out"],
            "error: shop/broken.py:2: syntax error: expected one of ), *, **, NAME\n"
            "hint: repair the file; or, if the application does not use it, list it in "
            ".gitignore\n",
            id="a file that does not parse: nothing is cut from half a program",
        ),
        pytest.param(
            {"shop/broken.py": "# -*- coding: nonsense -*-\n"},
            ["plan"],
            "error: shop/broken.py:1: unreadable: unknown encoding: nonsense\n"
            "hint: repair the file; or, if the application does not use it, list it in "
            ".gitignore\n",
            id="an unknown encoding: nothing is planned from half a program",
        ),
        pytest.param(
            {"migration.yaml": PLAN},
            ["plan"],
            "error: migration.yaml:2: unknown key 'servces' (did you mean 'services'?)\n"
            "hint: correct 1 mistake in migration.yaml; nothing was changed\n",
            id="a typo in migration.yaml",
        ),
        *(
            pytest.param({"migration.yaml": text}, ["plan"], error, id=name)
            for name, text, error in PLANS
        ),
        pytest.param(
            {"migration.yaml": FOREIGN},
            ["plan", "--check"],
            f"error: {FOREIGN_ERROR}",
            id="a check of a plan for another monolith",
        ),
        pytest.param(
            {"migration.yaml": FOREIGN},
            ["analyze"],
            f"error: {FOREIGN_ERROR}",
            id="an analysis with a plan for another monolith",
        ),
        pytest.param(
            {},
            ["explain", "order", "--cuts"],
            "error: no service is called 'order'\nhint: did you mean 'orders'?\n",
            id="the cut list of a service that does not exist",
        ),
        pytest.param(
            {},
            ["explain", "orders -> billing"],
            "error: nothing is called 'billing'\n"
            "hint: name a route, module, function, table or service; see migrate analyze\n",
            id="an edge to what does not exist",
        ),
        pytest.param(
            {"migration.yaml": WAIVERS},
            ["analyze"],
            "error: migration.yaml:4: 'shop/orders.py' is no place: name a line "
            "(shop/mail.py:41), a function (shop.mail:send) or modules (shop.legacy.*)\n"
            "migration.yaml:5: a waiver needs a reason\n"
            "migration.yaml:6: 'soon' is no date: write 2027-06-30\n"
            "hint: correct 3 mistakes in migration.yaml; nothing was changed\n",
            id="a waiver without place, reason and date",
        ),
        pytest.param(
            {"old.json": '{"schema": 1,\n'},
            ["analyze", ".", "--baseline", "old.json"],
            "error: old.json:2:1: not JSON\n"
            "hint: make one with `migrate analyze --format json -o FILE`\n",
            id="a baseline that is no JSON",
        ),
        pytest.param(
            {"old.json": '{"schema": 9}'},
            ["analyze", ".", "--baseline", "old.json"],
            "error: old.json: a report of schema 9; this is migrate of schema 1\n"
            "hint: make a new one with the present migrate\n",
            id="a baseline of another schema",
        ),
        pytest.param(
            {"old.json": '{"version": "2.1.0", "runs": []}'},
            ["analyze", ".", "--baseline", "old.json"],
            "error: old.json: no report of migrate analyze: Object missing required field "
            "`schema`\n"
            "hint: make one with `migrate analyze --format json -o FILE`\n",
            id="a baseline that is something else",
        ),
        pytest.param(
            {},
            ["extract", "shop.ordres"],
            "error: no service and no module is called 'shop.ordres'\n"
            "hint: nearest: shop.orders, orders, shop\n",
            id="a module that does not exist",
        ),
        pytest.param(
            {},
            ["extract", "shop.orders", "--branch", "bad..name"],
            "error: 'bad..name' is not a name for a branch\nhint: try --branch migrate/name\n",
            id="a name that git does not take for a branch",
        ),
        pytest.param(
            {},
            ["explain", "GET /order"],
            "error: nothing is called 'GET /order'\nhint: did you mean 'GET /orders'?\n",
            id="a route that does not exist",
        ),
        pytest.param(
            {},
            ["analyze", ".", "--app", "store:app"],
            "error: store:app: ModuleNotFoundError: No module named 'store'\n"
            "hint: is it the right --python, and is all that it needs set with --env?\n",
            id="an application that cannot be imported",
        ),
        pytest.param(
            {},
            ["analyze", ".", "-o", "absent/report.json"],
            "error: Could not open file 'absent/report.json': No such file or directory\n"
            "hint: name a file in a folder that exists and may be written\n",
            id="a report in a folder that does not exist",
        ),
    ],
)
def test_one_error_and_nothing_written(
    files: dict[str, str],
    args: list[str],
    error: str,
    monolith: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, content in files.items():
        (monolith / name).parent.mkdir(exist_ok=True)
        (monolith / name).write_text(content)
    before = tree(monolith)
    status = run(monkeypatch, *args)
    captured = capsys.readouterr()
    assert (status, captured.out, captured.err) == (2, "", error)
    assert tree(monolith) == before


def test_analyze_reports_the_rest_of_a_monolith_that_does_not_parse(
    monolith: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (monolith / "shop" / "broken.py").write_text("def f(:\n")
    status = run(monkeypatch, "analyze", ".")
    captured = capsys.readouterr()
    assert (status, captured.err.splitlines()[0]) == (
        2,
        "error: shop/broken.py:1: syntax error: expected one of ), *, **, NAME",
    )
    assert captured.out.startswith(f"{monolith.name}: 3 files, 9 lines, 1 not valid Python\n")
