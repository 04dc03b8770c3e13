"""A small monolith recorded and replayed, in processes of its own."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from migrator.model.parity import Aspect, ParityReport
from tests.parity.small import ENVIRONMENT, write_small

pytestmark = pytest.mark.slow


def migrate(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "migrator", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def record(folder: Path, output: str, *more: str) -> subprocess.CompletedProcess[str]:
    variables = [part for pair in ENVIRONMENT for part in ("--env", pair)]
    return migrate(
        *("parity", "record", "--monolith", folder / "monolith", "--app", "small:create_app"),
        *("--requests", folder / "requests.yaml", "-o", folder / output, *variables, *more),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_small(folder)
    done = record(folder, "cassette")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("14 requests recorded in")
    return folder


def test_two_recordings_are_the_same_bytes(folder: Path) -> None:
    assert record(folder, "again").returncode == 0
    assert contents(folder / "cassette") == contents(folder / "again")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_recording_leaves_no_file_in_the_monolith(folder: Path) -> None:
    assert [path.name for path in (folder / "monolith").iterdir()] == ["small.py"]


def test_service_that_answers_the_same(folder: Path) -> None:
    done = migrate("parity", "replay", folder / "service", "--cassette", folder / "cassette")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2:] == [
        "13 of 14 recorded requests belong to small: all equal",
        "1 without a route in it: rest 1",
    ]


def test_service_that_answers_differently(folder: Path) -> None:
    other = folder / "other"
    write_small(other)
    source = other / "service/small.py"
    changed = source.read_text().replace("hello", "goodbye").replace("hex(4)", "hex(4).upper()")
    source.write_text(changed)
    file = folder / "report.json"
    done = migrate(
        *("parity", "replay", other / "service", "--cassette", folder / "cassette"),
        *("--format", "json", "-o", file),
    )
    assert done.returncode == 1, done.stderr
    report = msgspec.json.decode(file.read_bytes(), type=ParityReport)
    found = {o.name: [(d.aspect, d.place) for d in o.differences] for o in report.outcomes}
    assert {name: places for name, places in found.items() if places} == {
        "write": [(Aspect.BODY, "$.rows[0][2]"), (Aspect.STATE, "small.db")],
        "write again": [(Aspect.BODY, "$.rows[1][2]"), (Aspect.STATE, "small.db")],
        "spaced": [(Aspect.BODY, "")],
    }
    text = migrate("parity", "report", file)
    assert (text.returncode, "-<p>hello</p>" in text.stdout) == (0, True)
    markdown = migrate("parity", "report", file, "--format", "markdown")
    assert "| `POST /notes/` | 0 | 2 |" in markdown.stdout


POOL = """\
import queue
import threading

import {module}

asked, answered = queue.Queue(), queue.Queue()


def work():
    while True:
        answered.put({module}.handler(*asked.get()))


threading.Thread(target=work, daemon=True).start()


def handler(event, context):
    asked.put((event, context))
    return answered.get()
"""


def test_handlers_that_need_a_thread_from_their_import(folder: Path) -> None:
    other = folder / "threads"
    write_small(other)
    handlers = other / "service/handlers"
    for file in sorted(handlers.glob("*.py")):
        if "def handler" in file.read_text() or "handler =" in file.read_text():
            file.rename(other / f"service/{file.stem}_inner.py")
            file.write_text(POOL.format(module=f"{file.stem}_inner"))
    done = migrate(
        *("parity", "replay", other / "service", "--cassette", folder / "cassette"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "13 of 14 recorded requests belong to small: all equal" in done.stdout


def test_handler_that_fails(folder: Path) -> None:
    other = folder / "failing"
    write_small(other)
    handler = other / "service/handlers/notes.py"
    handler.write_text("def handler(event, context):\n    raise ValueError('no')\n")
    done = migrate(
        *("parity", "replay", other / "service", "--cassette", folder / "cassette"),
        *("--only", "GET /me"),
    )
    assert done.returncode == 1
    assert "+ ValueError: no" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--python", "/no/python"), "error: /no/python: No such file or directory"),
        (("--app", "small:nothing"), "has no attribute 'nothing'"),
        (("--setup", "python -c 1"), "--setup 'python -c 1'"),
        (("--env", "DATABASE"), "is not NAME=VALUE"),
    ],
)
def test_recording_refuses(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    done = record(folder, "refused", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "refused").exists()


def test_replaying_refuses(folder: Path) -> None:
    cassette = ("--cassette", folder / "cassette")
    assert "serverless.yml" in migrate("parity", "replay", folder, *cassette).stderr
    done = migrate("parity", "replay", folder / "service", *cassette, "--only", "nots")
    assert (done.returncode, "did you mean 'notes'?" in done.stderr) == (2, True)
    broken = folder / "broken"
    broken.mkdir()
    (broken / "cassette.json").write_text('{"version": 1}')
    done = migrate("parity", "replay", folder / "service", "--cassette", broken)
    assert (done.returncode, "not a cassette" in done.stderr) == (2, True)
