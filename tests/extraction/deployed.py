"""What Lambda unpacks: of a service, and of the whole application as other tools ship it.

A service is packaged as its plugins do it (`tests/generation/test_serverless_cli.py` has the real
ones): pip into a folder, `strip` on shared libraries, and `<org>_lambda.packaging`. The whole is
its source and its site-packages without byte code: Zappa 0.63 leaves `__pycache__` out
(`ZIP_EXCLUDES` in zappa/core.py), serverless-wsgi 3.1 as well (`blacklist` in requirements.py);
with the constant date of their archives it would be stale.
"""

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from migrator.parity.manifest import read_manifest
from tests.extraction.areas import Application
from tests.extraction.running import INSIDE, NotRunError, interpreter, pip, run

NOT_PACKAGED = ("tests", "MIGRATION.md", "package.json", "requirements", "openapi.json")
OF_OSLS = ("serverless.yml", "resources.json")
# What the proof needs beside a service's requirements.
FOR_REPLAYS = ("time-machine", "awslambdaric")


class Sizes(NamedTuple):
    """Bytes of own files, of the Python among them, of requirements, and of all byte code."""

    own: int
    python: int
    requirements: int
    code: int


def own_files(service: Path) -> Iterator[Path]:
    """Yield the files of the service that are deployed."""
    for file in sorted(service.rglob("*")):
        top = file.relative_to(service).parts[0]
        is_left = top.startswith((".", *NOT_PACKAGED, *OF_OSLS)) or "__pycache__" in file.parts
        if file.is_file() and not is_left:
            yield file


def task_of(application: Application, service: Path, folder: Path) -> Path:
    """Make what Lambda has of a service, with byte code, and a manifest for replays.

    The folder has the name of the service.
    """
    python = interpreter(application)
    built = folder / "built"
    pip(
        python, "install", "--no-compile", "--target", built, "-r", "requirements.txt", cwd=service
    )
    for library in built.rglob("*.so"):
        subprocess.run(["strip", library], capture_output=True, check=False)
    archive = folder / "service.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for file in own_files(service):
            made.write(file, file.relative_to(service))
        for file in sorted(path for path in built.rglob("*") if path.is_file()):
            if "__pycache__" not in file.parts:
                made.write(file, file.relative_to(built))
    fit(python, service, archive)
    task = folder / service.name
    with zipfile.ZipFile(archive) as done:
        done.extractall(task)
    shutil.copy(service / "serverless.yml", task)
    return task


def fit(python: str, service: Path, archive: Path) -> None:
    """Run the tool of the private package as its plugin does."""
    packages = next((service.parents[1] / "packages").glob("*_lambda"))
    manifest = read_manifest((service / "serverless.yml").read_text(), file="serverless.yml")
    version = run(python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()
    handlers = (f"--handler={one.handler}" for one in manifest.functions)
    run(
        *(python, "-m", f"{packages.name}.packaging", "--python", version, *handlers, archive),
        env={**os.environ, "PYTHONPATH": str(packages / "src")},
    )


def replayer(application: Application, folder: Path) -> Path:
    """Return an interpreter that has nothing but what replays need."""
    run(interpreter(application), "-m", "venv", folder)
    python = folder / "bin" / "python"
    pip(python, "install", *FOR_REPLAYS)
    return python


def without_byte_code(task: Path, folder: Path) -> Path:
    """Copy what Lambda has, without what our byte code adds."""
    return shutil.copytree(task, folder, ignore=shutil.ignore_patterns("__pycache__"))


def sizes(service: Path, task: Path) -> Sizes:
    """Measure a task."""
    own = {str(file.relative_to(service)) for file in own_files(service)}
    found = dict.fromkeys(Sizes._fields, 0)
    for file in task.rglob("*"):
        name = str(file.relative_to(task))
        if not file.is_file() or name in OF_OSLS:
            continue
        size = file.stat().st_size
        kind = "own" if name in own else "code" if name.endswith(".pyc") else "requirements"
        found[kind] += size
        if name in own and file.suffix == ".py":
            found["python"] += size
    return Sizes(**found)


def lifted_requirements(whole: Path, folder: Path) -> Path:
    """Copy the distributions of the whole application, as they are shipped: without byte code."""
    listed: dict[str, str] = json.loads(run(whole, INSIDE, "files").splitlines()[-1])
    for name, path in listed.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if not listed:
        raise NotRunError(f"{whole} has no distributions")
    return folder


def lifted_files(monolith: Path, application: Application) -> Iterator[Path]:
    """Yield the files that would be deployed as a whole: the top package, and migrations."""
    top = application.application.partition(":")[0].partition(".")[0]
    for folder in (monolith / top, monolith / "migrations"):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file
