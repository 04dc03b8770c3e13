"""How well the analysis finds the routes of real applications from PyPI.

    python -m tests.practice.score

The tables beside this file were read from ``app.url_map`` of the running applications. Routes
that an extension brings count for precision, not for recall; HEAD, OPTIONS and static files do
not count.
"""

import csv
import subprocess
import sys
import time
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from migrator.model.program import EntryPoint, HttpRoute
from migrator.usecases.program import build_program

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".practice"
TABLES = Path(__file__).parent
APPLICATIONS = (("flaskbb", "2.2.0"), ("calibreweb", "0.6.27"))
PYTHON = "3.14"  # that the applications ask for; they are read here, never run


class Row(NamedTuple):
    """One (method, path) that the running application serves."""

    method: str
    path: str
    file: str
    handler: str
    own: str

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.path


class Score(NamedTuple):
    """Shares from 0 to 1, and the pairs behind what is missing from 1."""

    wanted: int
    recall: float
    handlers: float
    precision: float
    missed: list[tuple[str, str]]
    misattributed: list[tuple[str, str]]
    invented: list[tuple[str, str]]


def score(name: str, version: str) -> Score:
    """Analyze an application and compare with its table."""
    with (TABLES / f"{name}.tsv").open(newline="") as file:
        rows = [Row(*line) for line in csv.reader(file, delimiter="\t")][1:]
    found: defaultdict[tuple[str, str], list[EntryPoint]] = defaultdict(list)
    for point in build_program(unpacked(name, version)).entry_points:
        if isinstance(point.trigger, HttpRoute):
            found[point.trigger.method, point.trigger.declared].append(point)
    own = [row for row in rows if row.own == "yes"]
    hit = [row for row in own if row.key in found]
    right = [row for row in hit if any(_is_same(row, point) for point in found[row.key])]
    invented = sorted(set(found) - {row.key for row in rows})
    return Score(
        wanted=len(own),
        recall=len(hit) / len(own),
        handlers=len(right) / len(hit),
        precision=1 - len(invented) / len(found),
        missed=[row.key for row in own if row.key not in found],
        misattributed=[row.key for row in hit if row not in right],
        invented=invented,
    )


def unpacked(name: str, version: str) -> Path:
    """Return the folder of an application's wheel, downloaded once."""
    folder = CACHE / f"{name}-{version}"
    if not folder.exists():
        with zipfile.ZipFile(_downloaded(name, version)) as archive:
            archive.extractall(folder)
    return folder


def _downloaded(name: str, version: str) -> Path:
    pattern = f"{name}-{version}-*.whl"
    if not list(CACHE.glob(pattern)):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version", PYTHON]
        subprocess.run([*command, "-d", str(CACHE), f"{name}=={version}"], check=True)
    return next(iter(CACHE.glob(pattern)))


def _is_same(row: Row, point: EntryPoint) -> bool:
    """A class stands for its method, and a view for what a decorator makes of it."""
    name = point.handler.partition(":")[2]
    related = f"{row.handler}.".startswith(f"{name}.") or name.startswith(f"{row.handler}.")
    return related and point.location.file == row.file


def main() -> None:
    """Print one line per application."""
    for name, version in APPLICATIONS:
        unpacked(name, version)
        began = time.monotonic()
        found = score(name, version)
        sys.stdout.write(
            f"{name} {version}: {found.wanted} pairs, recall {found.recall:.4f}, "
            f"handlers {found.handlers:.4f}, precision {found.precision:.4f}, "
            f"{time.monotonic() - began:.1f} s\n"
        )


if __name__ == "__main__":
    main()
