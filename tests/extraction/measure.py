"""Extract an area of a real application and put it beside the whole application, lifted.

Lifted means: all of its source and all of its requirements, served through the same adapter.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from migrator.parity.manifest import read_manifest
from migrator.parity.matching import find_match
from tests.extraction.areas import Application
from tests.extraction.deployed import (
    FOR_REPLAYS,
    lifted_files,
    lifted_requirements,
    replayer,
    sizes,
    task_of,
    without_byte_code,
)
from tests.extraction.running import INSIDE, NotRunError, interpreter, migrate, pip, run, seconds
from tests.practice.applications import CACHE, unpacked

TOOLS = (*FOR_REPLAYS, "apig-wsgi", "mangum")


class Measured(NamedTuple):
    """What was measured; pairs are (of the service, lifted)."""

    application: Application
    equal: int
    pairs: int
    code: tuple[int, int]
    python: tuple[int, int]
    dependencies: tuple[int, int]
    bare_dependencies: int
    start: tuple[float, float]
    bare_start: float
    overhead: float


def measure(application: Application, sources: Path | None, scratch: Path) -> Measured:
    """Measure one application; ``scratch`` is an empty folder.

    The service is replayed and started from what Lambda would unpack.
    """
    whole = environment(application, sources)
    monolith = prepared(application, sources, whole, scratch / "monolith")
    service = extracted(application, monolith, whole, scratch / "out")
    task = task_of(application, service, scratch / "task")
    alone = replayer(application, scratch / "venv")
    outcomes = parity(application, monolith, task, (whole, alone), scratch)
    (scratch / "state").mkdir()
    environ = {**os.environ, **settings(application, scratch / "state")}
    run(whole, application.folder / "seed.py", cwd=monolith, env={**environ, "PYTHONPATH": "."})
    module, _, attribute = application.served.partition(":")
    code = application.lifted.format(module=module, attribute=attribute)
    (monolith / "lifted.py").write_text(code)
    requirements = lifted_requirements(whole, scratch / "requirements")
    handler = handler_for(service, application.path)
    python = interpreter(application)
    bare = without_byte_code(task, scratch / "bare")
    mine = sizes(service, task)
    lifted = tuple(lifted_files(monolith, application))
    inside = {**environ, "PYTHONPATH": str(task)}
    return Measured(
        application,
        sum(not outcome["differences"] for outcome in outcomes),
        len(outcomes),
        code=(mine.own, size(lifted)),
        python=(mine.python, size(f for f in lifted if f.suffix == ".py")),
        dependencies=(
            mine.requirements + mine.code,
            size(f for f in requirements.rglob("*") if f.is_file()),
        ),
        bare_dependencies=mine.requirements,
        start=(
            seconds(python, handler, (task,), environ),
            seconds(python, "lifted", (monolith, requirements), environ),
        ),
        bare_start=seconds(python, handler, (bare,), environ),
        overhead=warm(python, handler, application.path, task, inside),
    )


def warm(python: str, handler: str, path: str, task: Path, env: dict[str, str]) -> float:
    """Ask ``inside.py`` how long a request takes, in times of the bare adapter."""
    said = run(python, "-S", "-B", INSIDE, "warm", handler, path, cwd=task, env=env)
    return float(json.loads(said.splitlines()[-1]))


def size(files: Iterable[Path]) -> int:
    """Sum up the bytes of files."""
    return sum(file.stat().st_size for file in files)


def environment(application: Application, sources: Path | None) -> Path:
    """Return the interpreter that has the whole application, made once."""
    venv = CACHE / f"venv-extraction-{application.name}"
    python = venv / "bin" / "python"
    if not (venv / ".installed").exists():
        run(interpreter(application), "-m", "venv", "--clear", venv)
        install = (*application.install, *TOOLS)
        pip(python, "install", *install, cwd=unpacked(application.source, sources))
        if application.without:
            pip(python, "uninstall", "--yes", *application.without)
        (venv / ".installed").touch()
    return python


def prepared(application: Application, sources: Path | None, python: Path, folder: Path) -> Path:
    """Copy the source, changed as its team would before the first extraction."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(unpacked(application.source, sources), folder, ignore=ignored)
    change = application.folder / "prepare.py"
    if change.exists():
        run(sys.executable, change, folder)
    requirements = folder / "requirements.txt"
    if not requirements.exists():
        frozen = run(python, "-m", "pip", "freeze", "--quiet").splitlines()
        pins = [line for line in frozen if line.partition("==")[0] not in TOOLS]
        requirements.write_text("\n".join(pins) + "\n")
    plan = {
        "version": 1,
        "monolith": {
            "source": ".",
            "application": application.application,
            "requirements": "requirements.txt",
        },
        "services": [{"name": application.service, "modules": list(application.modules)}],
    }
    # JSON is YAML as well.
    (folder / "migration.yaml").write_text(json.dumps(plan))
    return folder


def extracted(application: Application, monolith: Path, python: Path, output: Path) -> Path:
    """Extract the area as plain files."""
    migrate("extract", application.service, "--into", output, "--python", python, cwd=monolith)
    return output / "services" / application.service


def service_environment(application: Application, service: Path) -> Path:
    """Return an interpreter that has what the service's requirements.txt names."""
    venv = service.parents[1] / "venv"
    run(interpreter(application), "-m", "venv", venv)
    python = venv / "bin" / "python"
    pip(python, "install", "-r", "requirements.txt", *TOOLS, cwd=service)
    return python


def parity(
    application: Application,
    monolith: Path,
    service: Path,
    pythons: tuple[Path, Path],
    scratch: Path,
) -> list[dict[str, object]]:
    """Record the monolith and replay the service, each in its own environment."""
    cassette = scratch / "cassette"
    migrate(
        *("parity", "record", "--monolith", ".", "--app", application.served),
        *("--requests", application.folder / "requests.yaml", "-o", cassette),
        *("--setup", f"python {application.folder / 'seed.py'}", "--python", pythons[0]),
        cwd=monolith,
    )
    said = migrate(
        *("parity", "replay", service, "--cassette", cassette, "--python", pythons[1]),
        *(*application.ignored, "--format", "json"),
        cwd=monolith,
        statuses=(0, 1),
    )
    outcomes: list[dict[str, object]] = json.loads(said)["outcomes"]
    return outcomes


def settings(application: Application, state: Path) -> dict[str, str]:
    """Return the environment that the requests were recorded with."""
    scenario = YAML(typ="safe").load(application.folder / "requests.yaml")
    found = {k: v.replace("{state}", str(state)) for k, v in scenario["environment"].items()}
    return {**found, "SETTINGS_SOURCE": "environment"}


def handler_for(service: Path, path: str) -> str:
    """Name the handler of the function that answers GET ``path``."""
    manifest = read_manifest((service / "serverless.yml").read_text(), file="serverless.yml")
    match = find_match(manifest.routes, "GET", path)
    if match is None:
        raise NotRunError(f"no function of {service} answers {path}")
    handlers = {function.name: function.handler for function in manifest.functions}
    return handlers[match.route.function].rpartition(".")[0]
