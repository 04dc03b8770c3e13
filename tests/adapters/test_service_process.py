"""Events are answered alike, whether what is imported leaves threads or not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from migrator.adapters.interpreter import HARNESS

HANDLERS = """\
import random

at_import = random.random()
seen = []


def count(event, context):
    seen.append(at_import)
    return [seen, random.random()]


def fail(event, context):
    raise ValueError("no")
"""
FAILS = 'raise ValueError("no")'
WAIT = "__import__('threading').Event().wait(1.5)\n"
THREAD = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"


def answers(folder: Path, text: str, *, seconds: int = 20) -> list[object]:
    (folder / "service.py").write_text(text)
    handlers = {"count": "service.count", "fail": "service.fail"}
    start = {"handlers": handlers, "instant": 1, "paths": [str(folder)], "seed": "import"}
    event = {"event": {}, "instant": 2, "request_id": "1", "seconds": seconds, "seed": "1"}
    messages = [start, *({**event, "function": name} for name in ("count", "fail", "count"))]
    done = subprocess.run(
        [sys.executable, str(HARNESS / "service.py")],
        input="".join(f"{json.dumps(message)}\n" for message in messages),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("thread", ["", THREAD], ids=["no thread", "a thread"])
def test_each_event_finds_what_was_imported_and_nothing_else(tmp_path: Path, thread: str) -> None:
    ready, first, failed, again = answers(tmp_path, thread + HANDLERS)
    assert ready == {"ready": True}
    assert first == again
    assert failed == {"error": "ValueError: no"}


def test_a_thread_changes_no_answer(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert answers(tmp_path / "a", HANDLERS) == answers(tmp_path / "b", THREAD + HANDLERS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(THREAD + WAIT + HANDLERS, "ValueError: no", id="importing takes long"),
        pytest.param(
            THREAD + HANDLERS.replace(FAILS, WAIT),
            "no answer within 1 s (timeout in serverless.yml)",
            id="answering takes long",
        ),
        pytest.param(
            HANDLERS.replace(FAILS, "__import__('os')._exit(3)"),
            "the handler's process ended with status 768",
            id="the process ends",
        ),
    ],
)
def test_the_time_limit_is_that_of_the_handler(tmp_path: Path, text: str, said: str) -> None:
    assert answers(tmp_path, text, seconds=1)[2] == {"error": said}
