"""How much there is to read in the pull requests of the example: `python -m tests.pull_requests`.

Its areas are cut out one after the other, each merged before the next, as a team would. Git
counts: a line counts unless it is in a file that git shows as a copy.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent.parent
AREAS = (
    "documents", "patients", "billing", "appointments", "lab", "notifications", "reports", "auth",
)  # fmt: skip
LEFT_OUT = ("__pycache__", ".pytest_cache", "*.db", "uploads", "exports", ".migrate")


def main() -> None:
    """Print a line for each area, with the largest parts, and the median."""
    with tempfile.TemporaryDirectory() as folder:
        clinic = Path(folder) / "clinic"
        source = ROOT / "examples" / "monolith"
        shutil.copytree(source, clinic, ignore=shutil.ignore_patterns(*LEFT_OUT))
        git(clinic, "init", "--quiet", "--initial-branch=main")
        migrate(clinic, "plan")
        git(clinic, "add", "--all")
        git(clinic, "commit", "--quiet", "--message", "The clinic, with its plan")
        found = [measure(clinic, area) for area in AREAS]
    print(f"median {median(found):.0f}")  # noqa: T201 - a table for people


def measure(clinic: Path, area: str) -> int:
    """Cut one area out, merge it, and count."""
    migrate(clinic, "extract", area, "--waive", "one database for now")
    branch = f"migrate/{area}"
    parts: Counter[str] = Counter()
    commits = git(clinic, "rev-list", "--reverse", f"main..{branch}").split()
    for commit in commits:
        options = ("--numstat", "-z", "-C", "-C", "--find-copies-harder", "--format=")
        fields = iter(git(clinic, "show", *options, commit).split("\0"))
        for field in fields:
            if "\t" in field:
                added, _, path = field.split("\t")
                # What is a copy has its old and its new name behind.
                path = path or [next(fields), next(fields)][1]
                parts[part_of(path, area)] += int(added) if added.isdigit() else 0
    git(clinic, "merge", "--quiet", branch)
    total = parts.total()
    largest = ", ".join(f"{name} {count}" for name, count in parts.most_common(9) if count)
    print(f"{area:14} {total:5}  {largest}", flush=True)  # noqa: T201
    return total


def part_of(path: str, area: str) -> str:
    """Name what a file is, so that all handlers count as one."""
    rest = path.partition(f"services/{area}/")[2]
    return rest.partition("/")[0] if rest else path.partition("/")[0]


def migrate(folder: Path, *arguments: str) -> None:
    """Run ``migrate``."""
    command = [sys.executable, "-m", "migrator", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def git(folder: Path, *arguments: str) -> str:
    """Run git."""
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
