"""Real applications from PyPI, against the routes that they had when they ran.

The tables were read from ``app.url_map`` of the running application (``tests/practice``).
"""

import csv
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from migrator.analysis.build import build
from migrator.analysis.discovery import find_files
from migrator.analysis.index import read_module
from migrator.model.program import EntryPoint, HttpRoute, Program

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".practice"
TABLES = ROOT / "tests" / "practice"
PYTHON = "3.14"  # that the applications ask for; they are read here, never run


class Row(NamedTuple):
    method: str
    path: str
    file: str
    handler: str
    own: str

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.path


def unpacked(name: str, version: str) -> Path:
    """Return the folder of an application's wheel, downloaded once."""
    folder = CACHE / f"{name}-{version}"
    if not folder.exists():
        wheel = _downloaded(name, version)
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return folder


def _downloaded(name: str, version: str) -> Path:
    pattern = f"{name}-{version}-*.whl"
    if not list(CACHE.glob(pattern)):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version", PYTHON]
        subprocess.run([*command, "-d", str(CACHE), f"{name}=={version}"], check=True)
    return next(iter(CACHE.glob(pattern)))


def analyzed(folder: Path) -> Program:
    modules = [
        read_module(
            found.module,
            found.file,
            (folder / found.file).read_bytes(),
            is_package=found.is_package,
        )
        for found in find_files(folder)
    ]
    return build(folder.name, modules)


def expected_rows(name: str) -> list[Row]:
    with (TABLES / f"{name}.tsv").open(newline="") as file:
        return [Row(*line) for line in csv.reader(file, delimiter="\t")][1:]


def is_same(row: Row, point: EntryPoint) -> bool:
    """A class stands for its method, and a view for what a decorator makes of it."""
    name = point.handler.partition(":")[2]
    related = f"{row.handler}.".startswith(f"{name}.") or name.startswith(f"{row.handler}.")
    return related and point.location.file == row.file


@pytest.mark.parametrize(("name", "version"), [("flaskbb", "2.2.0"), ("calibreweb", "0.6.27")])
def test_finds_the_routes_of_real_applications(name: str, version: str) -> None:
    rows = expected_rows(name)
    found: defaultdict[tuple[str, str], list[EntryPoint]] = defaultdict(list)
    for point in analyzed(unpacked(name, version)).entry_points:
        if isinstance(point.trigger, HttpRoute):
            found[point.trigger.method, point.trigger.declared].append(point)
    own = [row for row in rows if row.own == "yes"]
    hit = [row for row in own if row.key in found]
    right = [row for row in hit if any(is_same(row, p) for p in found[row.key])]
    served = {row.key for row in rows}
    wrong = [key for key in found if key not in served]
    missed = [row.key for row in own if row.key not in found]
    assert len(hit) / len(own) >= 0.95, missed
    assert len(right) / len(hit) >= 0.95, sorted(set(hit) - set(right))
    assert 1 - len(wrong) / len(found) >= 0.97, sorted(wrong)
