"""The whole road on the example: every area is cut out and asked what the monolith was asked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.monolith import MONOLITH, interpreter

pytestmark = pytest.mark.slow

# What cannot be the same on Lambda, and the rule that says so beforehand.
DIFFERENT = {
    "notifications": {"POST /notifications/broadcast": "process/thread-in-request"},
}
AREAS = (
    "appointments",
    "auth",
    "billing",
    "documents",
    "lab",
    "notifications",
    "patients",
    "reports",
)


def migrate(*args: str, cwd: Path = MONOLITH) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "migrator", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def cassette(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's own requests, as the monolith answers them."""
    folder = tmp_path_factory.mktemp("recorded") / "cassette"
    done = migrate(
        *("parity", "record", "--monolith", ".", "--app", "clinic.app:create_app"),
        *("--requests", "parity/requests.yaml", "-o", str(folder), "--python", interpreter()),
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def findings() -> dict[str, set[str]]:
    """The rules that each entry point breaks."""
    analysis = json.loads(migrate("analyze", ".", "--format", "json").stdout)
    found: dict[str, set[str]] = {}
    for finding in analysis["findings"]:
        for label in finding["entry_points"]:
            found.setdefault(label, set()).add(finding["rule"])
    return found


@pytest.mark.parametrize("area", AREAS)
def test_area_answers_as_the_monolith(
    area: str, cassette: Path, findings: dict[str, set[str]], tmp_path: Path
) -> None:
    extracted = migrate("extract", area, "--source", ".", "--into", str(tmp_path))
    assert extracted.returncode == 0, extracted.stderr
    replayed = migrate(
        *("parity", "replay", str(tmp_path / "services" / area), "--cassette", str(cassette)),
        *("--python", interpreter(), "--format", "json"),
    )
    outcomes = json.loads(replayed.stdout)["outcomes"]
    different = {outcome["route"] for outcome in outcomes if outcome["differences"]}
    expected = DIFFERENT.get(area, {})
    assert different == set(expected), replayed.stdout
    assert replayed.returncode == bool(expected)
    assert len(outcomes) >= 10
    assert all(rule in findings[route] for route, rule in expected.items())


def test_requirements_of_the_service_suffice(tmp_path: Path) -> None:
    """The handlers import in an environment that holds nothing but requirements.txt."""
    assert migrate("extract", "documents", "--into", str(tmp_path / "out")).returncode == 0
    service = tmp_path / "out" / "services" / "documents"
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "-r", "requirements.txt", "pytest"]
    subprocess.run(install, cwd=service, check=True)
    test = [str(python), "-m", "pytest", "-q", "tests/test_imports.py"]
    done = subprocess.run(test, cwd=service, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    handlers = sorted(path.stem for path in (service / "handlers").glob("[!_]*.py"))
    assert handlers == ["hosted", "schedule_purge_share_links", "tasks"]
    assert "3 passed" in done.stdout


def test_second_run_gives_the_same_commits(tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    commits = []
    for name in ("one", "two"):
        clone = tmp_path / name / "clinic"
        files = subprocess.run(
            ["git", "ls-files", "-z"], cwd=MONOLITH, capture_output=True, check=True, text=True
        )
        for file in files.stdout.rstrip("\0").split("\0"):
            (clone / file).parent.mkdir(parents=True, exist_ok=True)
            (clone / file).write_bytes((MONOLITH / file).read_bytes())
        dates = {"GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000"}
        subprocess.run([*git, "init", "-q"], cwd=clone, check=True)
        subprocess.run([*git, "config", "user.name", "a"], cwd=clone, check=True)
        subprocess.run([*git, "config", "user.email", "a@example.com"], cwd=clone, check=True)
        subprocess.run([*git, "add", "-A"], cwd=clone, check=True)
        subprocess.run([*git, "commit", "-q", "-m", "clinic"], cwd=clone, check=True, env=dates)
        done = migrate("extract", "documents", cwd=clone)
        assert done.returncode == 0, done.stderr
        log = [*git, "log", "--format=%H %s", "migrate/documents"]
        commits.append(
            subprocess.run(log, cwd=clone, capture_output=True, check=True, text=True).stdout
        )
        status = [*git, "status", "--porcelain"]
        untouched = subprocess.run(status, cwd=clone, capture_output=True, check=True, text=True)
        assert untouched.stdout == ""
    assert commits[0] == commits[1]
    subjects = [line.partition(" ")[2] for line in commits[0].splitlines()]
    assert subjects[0] == "List the routes of documents, all on the monolith"
    assert subjects[-4:] == [
        "Add clinic_lambda, which all services of clinic share",
        "Reduce the copy to the routes of documents",
        "Copy the slice of documents as it is",
        "clinic",
    ]
