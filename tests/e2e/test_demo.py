"""What README promises of `make demo`: it is the script itself that checks each stage."""

import subprocess
import sys

import pytest

from tests.monolith import ROOT, interpreter

pytestmark = pytest.mark.slow


def test_demo_walks_the_whole_road() -> None:
    assert interpreter()
    done = subprocess.run(
        [sys.executable, "examples/demo.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "at 100 %  the service answered 400 of 400 visitors" in done.stdout
    assert "rolled back: everybody is with the monolith again" in done.stdout
