"""Run an application and write down what its routes touch."""

import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.effects.applications import Application
from tests.effects.sql import Pair, pairs_of
from tests.effects.truth import TABLES, Truth, unite, write_truth
from tests.practice.applications import CACHE, NotFetchedError
from tests.practice.score import table_of
from tests.practice.table import shape

RECORDER = Path(__file__).parent / "recorder"


def record(application: Application, source: Path) -> Path:
    """Record an application anew: return the file that was written.

    Its requirements go into a virtual environment below .practice, where the SQL log stays, too.

    Raises:
        NotFetchedError: there is no interpreter for it, or its requirements cannot be had.
        subprocess.CalledProcessError: it does not run, or a route fails.
    """
    home = (CACHE / f"effects-{application.name}").resolve()
    python = _environment(application, source, home / "venv")
    for folder in ("source", "run"):
        shutil.rmtree(home / folder, ignore_errors=True)
    shutil.copytree(source, home / "source")  # what it writes beside itself is not ours
    (home / "run").mkdir()
    command = [python, str(RECORDER), application.name, str(home / "source"), str(home / "run")]
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(command, cwd=home / "source", env=clean, check=True)
    lines = (home / "run" / "log.jsonl").read_text().splitlines()
    truth = sum_up(application.name, [json.loads(line) for line in lines])
    file = TABLES / f"{application.name}.tsv"
    file.write_text(write_truth(truth))
    return file


def sum_up(name: str, log: Iterable[dict[str, Any]]) -> Truth:
    """Make the truth of a log as ``recorder`` writes it.

    The calls of a route that takes any method are one route, as they are in the practice set.
    """
    first, *answers = log
    any_method = {row.path for row in table_of(name) if row.method == "ANY"}
    calls: defaultdict[tuple[str, str], list[tuple[int, frozenset[Pair]]]] = defaultdict(list)
    for answer in answers:
        path = shape(answer["route"])
        method = "ANY" if path in any_method else answer["method"]
        touched = frozenset[Pair]().union(*map(pairs_of, answer["statements"]))
        calls[method, path].append((answer["status"], touched))
    routes = (unite(method, path, seen) for (method, path), seen in calls.items())
    return Truth(frozenset(first["foreign"]), tuple(sorted(routes)))


def _environment(application: Application, source: Path, folder: Path) -> str:
    """Return the interpreter of a virtual environment with the requirements, made once."""
    python = folder / "bin" / "python"
    done = folder / ".installed"
    if not done.exists():
        command = [shutil.which(application.python) or "", "-m", "venv", "--clear", str(folder)]
        if not command[0] or subprocess.run(command, check=False).returncode:
            raise NotFetchedError(f"{application.python} is not there, or makes no environment")
        install = [str(python), "-m", "pip", "install", "--quiet", *application.requirements]
        if subprocess.run(install, cwd=source, check=False).returncode:
            raise NotFetchedError("its requirements cannot be installed")
        done.touch()
    return str(python)
