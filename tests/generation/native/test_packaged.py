"""The readers of a native service: ruff, pyflakes, and the Serverless command line."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.generation.native.test_handlers import made
from tests.generation.test_serverless_cli import package, write

NAMES = ("get_prices", "get_prices_number", "post_prices_quote")


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--isolated", "--no-cache", "--diff"],
        ["ruff", "check", "--isolated", "--no-cache"],
        ["pyflakes"],
    ],
)
def test_nothing_to_say(tmp_path: Path, command: list[str]) -> None:
    service = write(made(), tmp_path)
    program = str(Path(sys.executable).parent / command[0])
    files = [f"handlers/{name}.py" for name in NAMES]
    done = subprocess.run(
        [program, *command[1:], *files], cwd=service, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_packaged(tmp_path: Path) -> None:
    artifacts = package(write(made(), tmp_path))
    template = json.loads((artifacts / "cloudformation-template-update-stack.json").read_text())
    functions = (
        one["Properties"]["Handler"]
        for one in template["Resources"].values()
        if one["Type"] == "AWS::Lambda::Function"
    )
    assert sorted(functions) == [f"handlers.{name}.handler" for name in NAMES]
    with zipfile.ZipFile(artifacts / "shop-prices.zip") as archive:
        names = set(archive.namelist())
    assert names >= {f"handlers/{name}.py" for name in NAMES} | {"shop_lambda/native.py"}
