"""The road on an application that nobody here wrote: Calibre-Web 0.6.27, as PyPI has it.

docs/real-application.md shows the same as commands.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FILES = Path(__file__).parent / "calibreweb"
VENV = Path(__file__).parents[2] / ".practice" / "venv-calibreweb"
PACKAGES = ("calibreweb==0.6.27", "time-machine", "awslambdaric", "apig-wsgi")
PLAN = """\
version: 1
monolith: {source: ., application: "cps.main:make_app", requirements: requirements.txt}
services:
  - {name: shelf, modules: [cps.shelf]}
"""
ROUTES = {
    "GET /shelf/create": 1,
    "GET /shelf/order/{shelf_id}": 1,
    "GET /shelf/{shelf_id}": 5,
    "GET /shelf/{shelf_id}/{sort_param}": 1,
    "GET /shelf/{shelf_id}/{sort_param}/{page}": 1,
    "GET /simpleshelf/{shelf_id}": 1,
    "POST /shelf/add/{shelf_id}/{book_id}": 4,
    "POST /shelf/create": 4,
    "POST /shelf/delete/{shelf_id}": 1,
    "POST /shelf/order/{shelf_id}": 1,
}


@pytest.fixture(scope="module")
def python() -> str:
    """The interpreter that has the application; made once."""
    done, found = VENV / ".installed", VENV / "bin" / "python"
    if not done.exists():
        run(sys.executable, "-m", "venv", "--clear", VENV)
        run(found, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES)
        done.touch()
    return str(found)


def run(*command: object, cwd: Path | None = None) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


def test_shelves_answer_as_the_monolith(python: str, tmp_path: Path) -> None:
    monolith, cassette = tmp_path / "calibre-web", tmp_path / "cassette"
    (installed,) = (VENV / "lib").glob("python*/site-packages/calibreweb")
    shutil.copytree(installed, monolith, ignore=shutil.ignore_patterns("__pycache__"))
    run(sys.executable, FILES / "prepare.py", monolith)
    (monolith / "migration.yaml").write_text(PLAN)
    migrate = (sys.executable, "-m", "migrator")

    extract = ("extract", "shelf", "--into", tmp_path / "out", "--python", python)
    said = run(*migrate, *extract, cwd=monolith)
    assert said.startswith("shelf: 15 routes, application cps.main:make_app\n")
    assert "in doubt" not in said
    service = tmp_path / "out" / "services" / "shelf"
    requirements = (service / "requirements.txt").read_text()
    for named_otherwise in ("iso-639<", "flask-wtf<"):
        assert f"\n{named_otherwise}" in requirements

    record = ("parity", "record", "--monolith", ".", "--app", "cps.main:make_app")
    setup = ("--setup", f"python {FILES / 'seed.py'}", "--requests", FILES / "requests.yaml")
    said = run(*migrate, *record, *setup, "-o", cassette, "--python", python, cwd=monolith)
    assert said.startswith("32 requests recorded in")

    own = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    pip = (own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "-r", "requirements.txt", "time-machine", "awslambdaric", cwd=service)
    replay = ("parity", "replay", service, "--cassette", cassette, "--python", own)
    outcomes = json.loads(run(*migrate, *replay, "--format", "json"))["outcomes"]
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome["route"]] = counts.get(outcome["route"], 0) + 1
    assert counts == ROUTES
    assert [outcome["name"] for outcome in outcomes if outcome["differences"]] == []
