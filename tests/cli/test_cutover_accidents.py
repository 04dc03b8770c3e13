"""What happens to the commands of a cutover when something else is broken: no traceback, ever."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from migrator.adapters.history import History
from migrator.cli.cutover import cutover
from migrator.errors import PlanError
from migrator.usecases.cutover import load

ROOT = Path(__file__).parents[2]
TEXT = """\
version: 1
origins: {monolith: "http://127.0.0.1:8000", services: {orders: "http://127.0.0.1:9000"}}
routes:
  - {id: get-a, method: GET, path: /a, service: orders, mode: canary, percent: 5}
"""
COMMANDS = (
    ("status",),
    ("status", "--format", "html"),
    ("advance", "get-a"),
    ("rollback", "--all"),
    ("watch", "--once"),
    ("simulate", "--rate", "10"),
)


class Project:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "cutover.yaml"
        self.file.write_text(TEXT)

    def run(
        self, *arguments: str, prepare: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "migrator", "cutover", *arguments], cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "MIGRATE_ENVOY": "/bin/true"},
            capture_output=True, text=True, check=False, preexec_fn=prepare,
        )  # fmt: skip

    def share(self) -> float:
        return load(self.file)[1].routes[0].share

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def full_disk() -> None:
    """Let no file grow, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("advance", "get-a"), "error: the history cannot be written: "),
        (("rollback", "get-a"), "error: cutover.yaml cannot be written: File too large"),
    ],
)
def test_on_a_full_disk_nothing_changes(
    project: Project, arguments: tuple[str, ...], message: str
) -> None:
    done = project.run(*arguments, prepare=full_disk)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert project.file.read_text() == TEXT
    assert set(project.names()) <= {"cutover.yaml", ".migrate"}


def test_what_is_decided_stays_decided_where_the_facade_cannot_be_told(project: Project) -> None:
    (project.folder / ".migrate" / "facade" / "routes.yaml" / "taken").mkdir(parents=True)
    done = project.run("rollback", "get-a")
    assert (done.returncode, done.stdout) == (0, "get-a: canary 5% -> monolith 0%\n")
    assert "routes.yaml cannot be written: Is a directory" in done.stderr
    assert [one.action for one in History(project.folder / ".migrate/state.db").changes()] == [
        "rollback"
    ]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            TEXT.replace("version: 1", "version: 2"),
            "cutover.yaml:1: version 2 is not known, this is version 1", id="a later version",
        ),
        pytest.param(TEXT[: len(TEXT) // 2], "cutover.yaml", id="half a file"),
        pytest.param(
            f"<<<<<<< HEAD\n{TEXT}=======\n", "cutover.yaml:1", id="a merge conflict"
        ),
        pytest.param(TEXT.replace("percent: 5", "percent: 101"), "cutover.yaml:4: ", id="101 %"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_understood_is_left_alone(
    project: Project,
    arguments: tuple[str, ...],
    text: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project.folder)
    project.file.write_text(text)
    result = CliRunner().invoke(cutover, arguments)
    assert (type(result.exception), result.stdout) == (PlanError, "")
    assert message in str(result.exception)
    assert project.file.read_text() == text


def test_knowledge_of_another_version_is_said_and_the_step_begins_anew(project: Project) -> None:
    (project.folder / ".migrate" / "facade").mkdir(parents=True)
    log = project.folder / ".migrate" / "facade" / "access.log"
    log.write_text("")
    assert project.run("watch", "--once").stderr == ""
    with sqlite3.connect(project.folder / ".migrate" / "state.db") as database:
        database.execute("""UPDATE cutover_watch SET knowledge = '{"position": "later"}'""")
    database.close()
    first, second = project.run("watch", "--once"), project.run("watch", "--once")
    assert first.stderr.startswith("warning: the evidence cannot be read: ")
    assert (first.returncode, second.returncode, second.stderr) == (0, 0, "")


def test_a_locked_database_stops_no_watcher(project: Project) -> None:
    project.run("watch", "--once")
    lock = sqlite3.connect(project.folder / ".migrate" / "state.db")
    lock.execute("BEGIN EXCLUSIVE")
    done = project.run("watch", "--once", "--format", "text")
    lock.close()
    assert (done.returncode, " hold: " in done.stdout) == (0, True)
    assert "locked" in done.stderr
