"""Interpreters, pip and other programs that the measurements run."""

import contextlib
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from tests.extraction.areas import Application
from tests.practice.applications import ROOT

INSIDE = Path(__file__).with_name("inside.py")
STARTS = 5


class NotRunError(Exception):
    """An application cannot be run here; the message says why."""


def interpreter(application: Application) -> str:
    """Find a Python of the right version."""
    if "{}.{}".format(*sys.version_info) in application.pythons:
        return sys.executable
    for version in application.pythons:
        found = shutil.which(f"python{version}")
        with contextlib.suppress(NotRunError):
            if found and run(found, "--version"):
                return found
    versions = " or ".join(application.pythons)
    raise NotRunError(f"{application.name} needs Python {versions} on PATH")


def seconds(python: str, module: str, path: tuple[Path, ...], env: dict[str, str]) -> float:
    """Return the processor time of a cold start, the best of some.

    As on Lambda nothing is written, and the standard library has its byte code.
    """
    best = float("inf")
    names = os.pathsep.join(str(folder) for folder in path)
    for _ in range(STARTS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = (python, "-S", "-B", "-c", f"import {module}")
        run(*command, cwd=path[0], env={**env, "PYTHONPATH": names})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best, used)
    return best


def migrate(*words: object, cwd: Path, statuses: tuple[int, ...] = (0,)) -> str:
    """Run the command line of this checkout."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return run(sys.executable, "-m", "migrator", *words, cwd=cwd, env=env, statuses=statuses)


def pip(python: object, *words: object, cwd: Path | None = None) -> None:
    """Run pip quietly."""
    run(python, "-m", "pip", "--quiet", "--disable-pip-version-check", *words, cwd=cwd)


def run(
    *words: object,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    statuses: tuple[int, ...] = (0,),
) -> str:
    """Run a command and return what it says; show the end of it where it fails."""
    command = [str(word) for word in words]
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode not in statuses:
        tail = f"{done.stdout[-1500:]}{done.stderr[-1500:]}"
        raise NotRunError(f"{' '.join(command)} ended with status {done.returncode}\n{tail}")
    return done.stdout
