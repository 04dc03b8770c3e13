"""Every area of the example: its slice is whole Python, small, and the same the second time."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from migrator.adapters.source_tree import SourceTree
from migrator.generation.copying import copy, reduce_files
from migrator.generation.selection import select
from migrator.generation.slicing import slice_service
from migrator.generation.territory import survey
from migrator.model.extraction import Slice
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.usecases.program import build_program
from tests.monolith import MONOLITH, interpreter

AREAS = (
    "clinic.appointments",
    "clinic.auth",
    "clinic.billing",
    "clinic.documents",
    "clinic.lab",
    "clinic.notifications",
    "clinic.patients",
    "clinic.reports",
)
SOURCE = SourceTree(MONOLITH)


@cache
def program() -> Program:
    return build_program(MONOLITH)


def write(area: str, folder: Path) -> Slice:
    """Write the reduced slice of an area."""
    selection = select(program(), MigrationPlan(), area, SOURCE)
    territory = survey(program(), SOURCE, selection)
    sliced = slice_service(program(), SOURCE, selection, territory)
    reduced = reduce_files(sliced, territory, SOURCE, str(folder))
    files = copy(sliced, territory.modules, SOURCE, str(folder))
    for file in (*files, *reduced.deleted, *reduced.changed):
        path = Path(file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return sliced


@pytest.mark.parametrize("area", AREAS)
def test_slice(area: str, tmp_path: Path) -> None:
    sliced = write(area, tmp_path)
    for file in tmp_path.rglob("*.py"):
        ast.parse(file.read_bytes())
    # F821: an undefined name; F822: one in __all__.
    check = ["ruff", "check", "--isolated", "--quiet", "--select", "F821,F822", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", *check], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    whole = sum(len(SOURCE.read(module.file)) for module in program().modules)
    kept = sum(file.stat().st_size for file in tmp_path.rglob("*.py"))
    assert kept < whole * 0.6
    assert write(area, tmp_path / "again") == sliced


@pytest.mark.slow
@pytest.mark.parametrize("area", AREAS)
def test_every_module_of_a_slice_can_be_imported(area: str, tmp_path: Path) -> None:
    sliced = write(area, tmp_path)
    code = "import importlib\n" + "".join(
        f"importlib.import_module({name!r})\n" for name in sliced.modules
    )
    environment = {"DATABASE_URL": "sqlite://", "SECRET_KEY": "x", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [interpreter(), "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
