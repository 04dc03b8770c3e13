"""The installed wheel works without the checkout: rules and templates travel in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.monolith import MONOLITH, ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it, without development dependencies, into its own venv."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    (wheel,) = folder.glob("migrator-*.whl")
    python = str(folder / "venv" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return folder / "venv" / "bin" / "migrate"


def test_every_command_has_help(installed: Path, tmp_path: Path) -> None:
    shown = run(installed, "--help", cwd=tmp_path)
    commands = [line.split()[0] for line in shown.partition("Commands:\n")[2].splitlines()]
    assert set(commands) >= {"analyze", "plan", "explain", "extract", "parity", "cutover"}
    for command in commands:
        assert f"Usage: migrate {command}" in run(installed, command, "--help", cwd=tmp_path)


def test_the_example_is_analyzed_and_cut(installed: Path, tmp_path: Path) -> None:
    report = run(installed, "analyze", str(MONOLITH), cwd=tmp_path)
    assert "entry points: 138 (110 http, 19 task, 7 schedule, 2 command)" in report
    assert "process/thread-in-request" in report
    run(installed, "analyze", str(MONOLITH), "--format", "html", "-o", "r.html", cwd=tmp_path)
    assert "POST /billing/invoices" in (tmp_path / "r.html").read_text()
    run(installed, "map", str(MONOLITH), "-o", "m.html", cwd=tmp_path)
    assert "cytoscape" in (tmp_path / "m.html").read_text()
    run(installed, "extract", "billing", "--source", str(MONOLITH), "--into", ".", cwd=tmp_path)
    assert (tmp_path / "packages/clinic_lambda/src/clinic_lambda/hosted.py").is_file()
    assert (tmp_path / "services/billing/serverless.yml").is_file()


def test_without_npm_and_bundle_no_wheel_is_made(tmp_path: Path) -> None:
    """The map would be missing in it."""
    parts = ("migrator", "rules", "templates", "tooling/map")
    leave = shutil.ignore_patterns("node_modules", "bundle", "__pycache__")
    for part in parts:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=leave)
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, tmp_path)
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(tmp_path)]
    done = subprocess.run(
        [*build, str(tmp_path)],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the scripts of `migrate map` are not bundled, and npm is not there" in (
        done.stdout + done.stderr
    )
    assert list(tmp_path.glob("*.whl")) == []


def run(command: Path, *args: str, cwd: Path) -> str:
    done = subprocess.run([command, *args], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
