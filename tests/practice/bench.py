"""How long the analysis takes, against the price of parsing and against other tools.

    python -m tests.practice.bench                     # or: make bench
    python -m tests.practice.bench pretix==2026.8.0
    python -m tests.practice.bench /path/to/source

Each line is a process of its own, one at a time: wall time, CPU time of it and its children, and
the peak memory of the process itself. PyCG and grimp are installed beside, in .practice.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

from migrator.analysis.discovery import find_files

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".practice"
DEFAULT = "apache-superset==6.1.0"
PYTHON = "3.14"  # that applications ask for; they are read here, never run
PATIENCE = 240  # seconds for another tool
MEMORY = 1.2  # GB of the parent, for 200,000 lines
TARGETS = {"cold": 0.8, "warm": 0.05, "one file changed": 0.10, "rules": 0.25}

PARSE = """
import sys, warnings
from pathlib import Path
import libcst
warnings.simplefilter("ignore")
for file in Path(sys.argv[1]).read_text().splitlines():
    try:
        libcst.parse_module(Path(file).read_bytes())
    except Exception:
        pass
"""
GRIMP = """
import sys, grimp
sys.path.insert(0, sys.argv[1])
grimp.build_graph(sys.argv[2], cache_dir=None)
"""
# Rules are loaded from their files; then what the cold run left is read, and they are evaluated.
RULES = """
import sys, time
from pathlib import Path
from migrator.analysis.garbage import seldom_collecting, without_collection
from migrator.cli.source import read
from migrator.grouping import propose
from migrator.model.reach import find_reaches
from migrator.resources import RULES
from migrator.rules.engine import evaluate
from migrator.rules.load import load_rules
started = time.process_time()
with without_collection():
    rules = load_rules(RULES)
loading = time.process_time() - started
program = read(Path(sys.argv[1]))
with seldom_collecting():
    reaches = find_reaches(program)
    plan = propose(program, None, reaches=reaches)
    started = time.process_time()
    findings = evaluate(program, rules, reaches, plan)
print(loading, time.process_time() - started, len(rules), len(findings))
"""
PYCG = "from pycg.__main__ import main; main()"


class Run(NamedTuple):
    """What one process took; ``gigabytes`` is its own peak, without its children's."""

    wall: float
    cpu: float
    gigabytes: float
    note: str = ""


def measure(command: list[str], folder: Path, patience: float | None = None) -> Run:
    """Run a command and measure it."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors, env=_environment()
        )
        note = ""
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if patience is not None and time.monotonic() - started > patience:
                process.kill()
                note, patience = f"stopped after {patience:.0f} s", None
            time.sleep(0.005)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and not note:
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            note = f"failed: {' '.join(last)[:90]}"
    wall = time.monotonic() - started
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 2**20, note)


def measure_rules(source: Path, folder: Path) -> Run:
    """Take the CPU time of loading and of evaluating rules, which use one core."""
    command = [sys.executable, "-c", RULES, str(source)]
    done = subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, env=_environment()
    )
    loading, evaluating, rules, findings = map(float, done.stdout.split())
    total = loading + evaluating
    note = (
        f"{rules:.0f} rules: {loading:.2f} to load, {evaluating:.2f} for {findings:.0f} findings"
    )
    return Run(total, total, 0, note)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}


def source_of(name: str) -> Path:
    """Return a folder of source: the one named, or a wheel from PyPI, unpacked."""
    if Path(name).is_dir():
        return Path(name).resolve()
    target = CACHE / "bench" / name.replace("==", "-")
    if not target.exists():
        with tempfile.TemporaryDirectory() as folder:
            only = ("--no-deps", "--only-binary=:all:", f"--python-version={PYTHON}")
            pip = [sys.executable, "-m", "pip", "download", "--quiet", *only, "-d", folder, name]
            subprocess.run(pip, check=True)
            (wheel,) = Path(folder).glob("*.whl")
            unpacked = Path(folder) / "unpacked"
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(unpacked)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(unpacked, target)
    return target


def others() -> Path:
    """Return a Python that has the other tools."""
    folder = CACHE / "bench" / "tools"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        tools = ("pycg==0.0.8", "grimp>=3", "setuptools<80")
        subprocess.run([python, "-m", "pip", "install", "--quiet", *tools], check=True)
        # The wheel names its folder otherwise than its own imports do.
        (packages,) = folder.glob("lib/python*/site-packages")
        (packages / "pycg").symlink_to(packages / "PyCG", target_is_directory=True)
    return python


def bench(source: Path) -> list[tuple[str, Run]]:
    """Measure every line of the table."""
    files = [source / found.file for found in find_files(source)]
    package = max((p.parent for p in source.glob("*/__init__.py")), key=_size, default=source)
    rows: list[tuple[str, Run]] = []
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        copy = folder / source.name
        shutil.copytree(source, copy, symlinks=True)
        (folder / "files").write_text("\n".join(map(str, files)))
        ours = [sys.executable, "-m", "migrator", "analyze", str(copy), "--format", "json"]
        ours += ["-o", str(folder / "out.json")]
        rows.append(("parse", measure([sys.executable, "-c", PARSE, "files"], folder)))
        rows.append(("cold", measure(ours, folder)))
        rows.append(("rules", measure_rules(copy, folder)))
        rows.append(("warm", measure(ours, folder)))
        changed = copy / sorted(files, key=lambda file: file.stat().st_size)[
            len(files) // 2
        ].relative_to(source)
        changed.write_bytes(changed.read_bytes() + b"\n\ndef added():\n    return 1\n")
        rows.append(("one file changed", measure(ours, folder)))
        tools = str(others())
        grimp = [tools, "-c", GRIMP, str(package.parent), package.name]
        rows.append(("grimp", measure(grimp, folder, PATIENCE)))
        entry = [str(file) for file in files]
        pycg = [tools, "-c", PYCG, "--package", package.name, *entry]
        rows.append(("PyCG", measure(pycg, package.parent, PATIENCE)))
    return rows


def _size(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*.py"))


def report(source: Path, rows: list[tuple[str, Run]]) -> str:
    """Write the table and how it compares with what is wanted."""
    runs = dict(rows)
    files = find_files(source)
    lines = sum((source / found.file).read_bytes().count(b"\n") for found in files)
    text = [f"{source.name}: {len(files):,} files, {lines:,} lines, {os.cpu_count()} cores", ""]
    text += ["| | wall s | CPU s | peak GB | |", "|---|---|---|---|---|"]
    text += [
        f"| {name} | {run.wall:.2f} | {run.cpu:.2f} | {run.gigabytes:.2f} | {run.note} |"
        for name, run in rows
    ]
    cold = runs["cold"]
    ratios = {
        "cold": cold.wall / runs["parse"].wall,
        "warm": runs["warm"].wall / cold.wall,
        "one file changed": runs["one file changed"].wall / cold.wall,
        "rules": runs["rules"].wall / cold.wall,
    }
    text.append("")
    for name, ratio in ratios.items():
        of = "parse" if name == "cold" else "cold"
        verdict = "ok" if ratio <= TARGETS[name] else "MISSED"
        text.append(
            f"{name}: {ratio:.3f} x {of} (CPU {runs[name].cpu / runs[of].cpu:.3f}), "
            f"wanted {TARGETS[name]}: {verdict}"
        )
    verdict = "ok" if cold.gigabytes <= MEMORY else "MISSED"
    text.append(f"peak memory of the parent: {cold.gigabytes:.2f} GB, wanted {MEMORY}: {verdict}")
    return "\n".join(text) + "\n"


def main() -> int:
    """Measure one application."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="?", default=DEFAULT, help="NAME==VERSION, or a folder")
    source = source_of(parser.parse_args().source)
    sys.stdout.write(report(source, bench(source)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
