"""``migrate map``: the page, the server, and what is said where there is none."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from migrator.cli import migrate
from migrator.errors import PlanError, ToolError
from migrator.reporting import bundle as bundle_module
from tests.cli.test_bad_input import SHOP
from tests.monolith import ROOT


@pytest.fixture
def monolith(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "shop" / "orders.py").write_text(SHOP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle that is none: what it holds is tested in a browser."""
    folder = tmp_path / ".bundle"
    folder.mkdir()
    (folder / "map.js").write_text("/* bundled */")
    monkeypatch.setattr(bundle_module, "BUNDLE", folder)
    return folder


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(migrate, ["map", *args], catch_exceptions=False)
    return done.exit_code, done.output


@pytest.mark.usefixtures("bundle")
def test_the_same_source_gives_the_same_page(monolith: Path) -> None:
    assert run() == (0, "map.html is written\n")
    first = (monolith / "map.html").read_bytes()
    assert b"/* bundled */" in first
    assert b"GET /orders" in first
    assert run("-o", "second.html")[0] == 0
    assert (monolith / "second.html").read_bytes() == first
    assert not (monolith / "migration.yaml").exists()
    status, page = run("-o", "-")
    assert (status, page.encode()) == (0, first)


def test_without_the_bundle(monolith: Path, bundle: Path) -> None:
    (bundle / "map.js").unlink()
    with pytest.raises(ToolError, match=r"the scripts of the map are not bundled: .*map\.js") as e:
        run()
    assert (
        e.value.hint == "run `make map` in the checkout (it needs Node 20), or install the wheel"
    )
    assert not (monolith / "map.html").exists()


@pytest.mark.usefixtures("bundle")
@pytest.mark.parametrize("options", [(), ("--serve",)])
def test_a_plan_with_mistakes(monolith: Path, options: tuple[str, ...]) -> None:
    (monolith / "migration.yaml").write_text("version: 1\nservces: []\n")
    with pytest.raises(PlanError, match=r"migration.yaml:2: unknown key 'servces'"):
        run(*options)
    assert not (monolith / "map.html").exists()


@pytest.mark.usefixtures("bundle")
def test_a_page_that_cannot_be_written(monolith: Path) -> None:
    (monolith / "file").write_text("")
    with pytest.raises(ToolError, match=r"file/map.html cannot be written: "):
        run("-o", "file/map.html")


@pytest.mark.slow
def test_it_is_served_until_it_is_interrupted(monolith: Path) -> None:
    command = [sys.executable, "-m", "migrator", "map", "--serve", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=monolith, env=environment, stderr=subprocess.PIPE, text=True
    ) as served:
        assert served.stderr is not None
        said = served.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/", said)
        assert found, said
        with urllib.request.urlopen(found[0], timeout=10) as answer:  # noqa: S310 (ours)
            assert b"GET /orders" in answer.read()
        served.send_signal(signal.SIGINT)
        assert served.wait(10) == 0
        assert served.stderr.read() == ""
