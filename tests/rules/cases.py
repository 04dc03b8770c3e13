"""Cases of rules: a file, or a small folder, with marks above the lines that count."""

import re
from pathlib import Path

from migrator.model.plan import MigrationPlan
from migrator.model.strict_yaml import read

CASES = Path(__file__).parent.parent / "cases"
MARK = re.compile(r"\s*(?:#|//|--|\{#) (finding|ok): ([\w/-]+)(?: #\})?$")


def case_ids() -> set[str]:
    """Return the rules that have a case."""
    marked = [
        file for file in CASES.rglob("*") if file.is_file() and "__pycache__" not in str(file)
    ]
    return {"/".join(file.relative_to(CASES).with_suffix("").parts[:2]) for file in marked}


def files_of(rule: str) -> dict[str, str]:
    """Return the files of a rule's case, by their path in the monolith."""
    single = CASES / f"{rule}.py"
    if single.is_file():
        return {"case.py": single.read_text()}
    folder = CASES / rule
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")
    return {file.relative_to(folder).as_posix(): file.read_text() for file in files}


def marked_lines(files: dict[str, str], rule: str) -> dict[str, set[tuple[str, int]]]:
    """Map ``finding`` and ``ok`` to the places below such marks."""
    marked: dict[str, set[tuple[str, int]]] = {"finding": set(), "ok": set()}
    for file, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            mark = MARK.match(line)
            if mark:
                assert mark[2] == rule, f"{file}:{number} marks another rule"
                marked[mark[1]].add((file, number + 1))
    return marked


def plan_of(files: dict[str, str]) -> MigrationPlan | None:
    """Return the plan of a case that has one."""
    text = files.get("migration.yaml")
    return read(text, MigrationPlan, file="migration.yaml") if text else None
