"""Extract an area of a real application and put it beside the whole application, lifted.

Lifted means: all of its source and all of its requirements, served through the same adapter.
"""

import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from migrator.parity.manifest import read_manifest
from migrator.parity.matching import find_match
from tests.extraction.areas import Application
from tests.practice.applications import CACHE, ROOT, unpacked

INSIDE = Path(__file__).with_name("inside.py")
TOOLS = ("time-machine", "awslambdaric", "apig-wsgi", "mangum")
NOT_PACKAGED = ("tests", "MIGRATION.md", "package.json", "requirements", ".")
STARTS = 3


class NotRunError(Exception):
    """An application cannot be run here; the message says why."""


class Measured(NamedTuple):
    """What was measured; pairs are (of the service, lifted)."""

    application: Application
    equal: int
    pairs: int
    code: tuple[int, int]
    python: tuple[int, int]
    dependencies: tuple[float, float]
    start: tuple[float, float]
    overhead: float


def measure(application: Application, sources: Path | None, scratch: Path) -> Measured:
    """Measure one application; ``scratch`` is an empty folder."""
    whole = environment(application, sources)
    monolith = prepared(application, sources, whole, scratch / "monolith")
    service = extracted(application, monolith, whole, scratch / "out")
    alone = service_environment(application, service)
    outcomes = parity(application, monolith, service, (whole, alone), scratch)
    (scratch / "state").mkdir()
    environ = {**os.environ, **settings(application, scratch / "state")}
    run(whole, application.folder / "seed.py", cwd=monolith, env={**environ, "PYTHONPATH": "."})
    module, _, attribute = application.served.partition(":")
    code = application.lifted.format(module=module, attribute=attribute)
    (monolith / "lifted.py").write_text(code)
    packages = next((service.parents[1] / "packages").glob("*_lambda"))
    inside = {**environ, "PYTHONPATH": f"{service}:{packages / 'src'}"}
    handler = handler_for(service, application.path)
    return Measured(
        application,
        sum(not outcome["differences"] for outcome in outcomes),
        len(outcomes),
        code=(size(packaged(service)), size(lifted(monolith, application))),
        python=(
            size(f for f in packaged(service) if f.suffix == ".py"),
            size(f for f in lifted(monolith, application) if f.suffix == ".py"),
        ),
        dependencies=(asked(alone, "size"), asked(whole, "size")),
        start=(
            seconds(alone, handler, service, inside),
            seconds(whole, "lifted", monolith, {**environ, "PYTHONPATH": "."}),
        ),
        overhead=float(asked(alone, "warm", handler, application.path, cwd=service, env=inside)),
    )


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


def interpreter(application: Application) -> str:
    """Find a Python of the right version."""
    if "{}.{}".format(*sys.version_info) in application.pythons:
        return sys.executable
    for version in application.pythons:
        found = shutil.which(f"python{version}")
        with contextlib.suppress(subprocess.CalledProcessError):
            if found and run(found, "--version"):
                return found
    versions = " or ".join(application.pythons)
    raise NotRunError(f"{application.name} needs Python {versions} on PATH")


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


def packaged(service: Path) -> Iterator[Path]:
    """Yield the files of the service that are deployed."""
    for file in sorted(service.rglob("*")):
        top = file.relative_to(service).parts[0]
        if file.is_file() and not top.startswith(NOT_PACKAGED) and "__pycache__" not in file.parts:
            yield file


def lifted(monolith: Path, application: Application) -> Iterator[Path]:
    """Yield the files that would be deployed as a whole: the top package, and migrations."""
    top = application.application.partition(":")[0].partition(".")[0]
    for folder in (monolith / top, monolith / "migrations"):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def size(files: Iterator[Path]) -> int:
    """Sum up the bytes of files."""
    return sum(file.stat().st_size for file in files)


def seconds(python: Path, module: str, folder: Path, env: dict[str, str]) -> float:
    """Return the processor time of a cold start: nothing is compiled yet, as on Lambda."""
    best = float("inf")
    for _ in range(STARTS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        empty = ("-B", "-X", f"pycache_prefix={folder / '.none'}")
        run(python, *empty, "-c", f"import {module}", cwd=folder, env=env)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best, used)
    return best


def asked(
    python: Path, *words: str, cwd: Path | None = None, env: dict[str, str] | None = None
) -> float:
    """Ask ``inside.py`` in another interpreter."""
    return json.loads(  # type: ignore[no-any-return]
        run(python, INSIDE, *words, cwd=cwd, env=env).splitlines()[-1]
    )


def migrate(*words: object, cwd: Path, statuses: tuple[int, ...] = (0,)) -> str:
    """Run the command line of this checkout."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return run(sys.executable, "-m", "migrator", *words, cwd=cwd, env=env, statuses=statuses)


def pip(python: Path, *words: object, cwd: Path | None = None) -> None:
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
