"""A FastAPI monolith recorded, and replayed against a service that is cut out of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extraction.services import MONOLITHS, written

pytestmark = pytest.mark.slow

REQUESTS = """\
version: 1
base_url: https://bazaar.example
start_time: "2026-03-23T07:00:00"
requests:
  - {name: list, path: /api/goods/, area: goods}
  - {name: redirect, path: /api/goods, area: goods}
  - {name: bad size, path: /api/goods/, query: {size: 9}, area: goods}
  - {name: add, method: POST, path: /api/goods/, json: {sku: x}, area: goods}
  - {name: spaces, path: /api/goods/b c, area: goods}
  - {name: none, path: /api/goods/none, area: goods}
  - {name: links, path: /api/goods/a/links, area: goods}
  - {name: stream, path: /api/goods/csv, area: goods}
  - {name: picture, path: /api/goods/a/pictures/x/y.png, area: goods}
  - {name: home, path: /, area: pages}
"""


def migrate(*arguments: object, **environment: str) -> str:
    command = [sys.executable, "-m", "migrator", *map(str, arguments)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | environment,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def test_a_service_answers_as_what_was_recorded(tmp_path: Path) -> None:
    (tmp_path / "requests.yaml").write_text(REQUESTS)
    service = written("bazaar", "bazaar.routers.goods", tmp_path)
    record = ("parity", "record", "--monolith", MONOLITHS / "bazaar", "--app", "bazaar.main:app")
    asked = ("--requests", tmp_path / "requests.yaml", "-o", tmp_path / "cassette")
    assert migrate(*record, *asked).startswith("10 requests recorded in")
    replay = ("parity", "replay", service.folder, "--cassette", tmp_path / "cassette")
    said = migrate(*replay, PYTHONPATH=str(service.package))
    assert "9 of 10 recorded requests belong to bazaar-goods: all equal" in said.splitlines()
