"""A native service answers as the monolith did, through Lambda's own runtime client."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.generation.native.prices import FILES

ROOT = Path(__file__).parents[3]
REQUESTS = Path(__file__).parent / "requests.yaml"
PLAN = """\
version: 1
monolith: {source: ., application: "shop.app:create_app"}
services:
  - {name: prices, modules: [shop.prices], handlers: native}
"""


def migrate(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "migrator", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_all_answers_are_equal(tmp_path: Path) -> None:
    for path, text in FILES.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text))
    (tmp_path / "migration.yaml").write_text(PLAN)
    python = ("--python", sys.executable)
    app = ("--monolith", ".", "--app", "shop.app:create_app")
    migrate(
        tmp_path, "parity", "record", *app, "--requests", str(REQUESTS), "-o", "cassette", *python
    )
    assert "native: 3 of 3 routes" in migrate(tmp_path, "extract", "prices", "--into", "out")
    service = "out/services/prices"
    told = migrate(tmp_path, "parity", "replay", service, "--cassette", "cassette", *python)
    assert "13 of 13 recorded requests belong to shop-prices: all equal" in told
