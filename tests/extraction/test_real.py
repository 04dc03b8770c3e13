"""One area of a real Django and of a real FastAPI application, each against the whole.

``SOURCES=DIR`` names a folder that has the source already; else it is downloaded.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extraction.applications import Real
from tests.extraction.applications.healthchecks import HEALTHCHECKS
from tests.extraction.applications.mealie import MEALIE
from tests.extraction.replay import Answer, ask_monolith, ask_service
from tests.practice.applications import APPLICATIONS, CACHE, NotFetchedError, unpacked

pytestmark = pytest.mark.slow

# The clock stands still, and what is made at random is made the same way twice.
CLOCK = "import time_machine; clock = time_machine.travel(1795860000, tick=False); clock.start()"
CHANCE = """
import random, uuid
made = random.Random(1)
uuid.uuid4 = lambda: uuid.UUID(int=made.getrandbits(128), version=4)
"""
SAME = (CLOCK, CHANCE)


@pytest.mark.parametrize("real", [HEALTHCHECKS, MEALIE], ids=lambda real: real.name)
def test_answers_as_the_whole(real: Real, tmp_path: Path) -> None:
    monolith, python = _monolith(real, tmp_path)
    command = ["-m", "migrator", "extract", real.wanted, "--source", monolith]
    _run(sys.executable, *command, "--into", tmp_path / "out")
    service = tmp_path / "out" / "services" / real.service
    own = _interpreter(real, tmp_path / "venv")
    _run(own, "-m", "pip", "install", "-q", "time-machine", "-r", "requirements.txt", cwd=service)

    def asked(requests: list[object], folder: Path, *before: str) -> list[Answer]:
        return ask_monolith(
            python,
            monolith,
            real.application,
            requests,  # type: ignore[arg-type]
            environment=_environment(real, folder),
            before=before,
        )

    seeded = tmp_path / "seeded"
    seeded.mkdir()
    asked([], seeded, *SAME, real.seed)
    requests = real.ask(lambda wanted: asked(list(wanted), seeded, CLOCK))
    for name in ("one", "two"):
        shutil.copytree(seeded, tmp_path / name)
    expected = asked(list(requests), tmp_path / "one", *SAME)
    answers = ask_service(
        own, service, requests, environment=_environment(real, tmp_path / "two"), before=SAME
    )
    different = [
        (one.method, one.path, one.query, mine, theirs)
        for one, mine, theirs in zip(requests, answers, expected, strict=True)
        if mine != theirs
    ]
    assert different == []
    assert len(requests) > 90


def _environment(real: Real, folder: Path) -> dict[str, str]:
    # The order of sets shows in headers.
    return {"PYTHONHASHSEED": "0", **real.environment(folder)}


def _monolith(real: Real, folder: Path) -> tuple[Path, str]:
    """Copy the source, and return it with an interpreter that has all of its requirements."""
    sources = os.environ.get("SOURCES")
    application = next(one for one in APPLICATIONS if one.name == real.name)
    try:
        found = unpacked(application, Path(sources) if sources else None)
    except NotFetchedError as error:
        pytest.skip(str(error))
    monolith = folder / "monolith"
    shutil.copytree(found, monolith, ignore=shutil.ignore_patterns(".git", "node_modules"))
    requirements = monolith / "requirements.txt"
    if real.requirements:
        requirements = folder / "requirements.txt"
        requirements.write_text("".join(f"{line}\n" for line in real.requirements))
    python = _interpreter(real, CACHE / f"venv-{real.name}")
    _run(python, "-m", "pip", "install", "-q", "time-machine", "-r", requirements)
    return monolith, python


def _interpreter(real: Real, folder: Path) -> str:
    python = shutil.which(f"python{real.python}")
    if python is None or subprocess.run([python, "-V"], check=False).returncode:
        pytest.skip(f"there is no Python {real.python}")
    if not (folder / "bin" / "python").exists():
        _run(python, "-m", "venv", folder)
    return str(folder / "bin" / "python")


def _run(*command: object, cwd: Path | None = None) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
