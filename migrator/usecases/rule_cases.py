"""Cases of rules: a file, or a small folder, with marks above the lines that count."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from migrator.model.location import Location
from migrator.model.plan import MigrationPlan
from migrator.model.strict_yaml import read
from migrator.rules.engine import evaluate
from migrator.rules.rule import Rule
from migrator.usecases.ports import TrafficLogs
from migrator.usecases.program import build_program
from migrator.usecases.traffic import read_traffic

MARK = re.compile(r"\s*(?:#|//|--|\{#|<!--) (finding|ok): ([\w/-]+)(?: #\}| -->)?\s*$")
PLAN = "migration.yaml"
TRAFFIC = "traffic.csv"


class Case(msgspec.Struct, frozen=True):
    """A small monolith that shows what a rule finds and what it leaves alone.

    Attributes:
        files: their texts by path; that of a single file is ``case.py``.
    """

    rule: str
    files: Mapping[str, str]

    def marked(self, wanted: str) -> frozenset[tuple[str, int]]:
        """Return the places (file, line) below marks ``finding`` or ``ok`` of this rule."""
        return frozenset(
            (file, number + 1)
            for file, text in self.files.items()
            for number, line in enumerate(text.splitlines(), 1)
            if (mark := MARK.match(line)) and mark[1] == wanted and mark[2] == self.rule
        )


def read_case(rule: str, folder: Path) -> Case | None:
    """Read the case of a rule below ``folder``; None where there is none."""
    single = folder / f"{rule}.py"
    if single.is_file():
        return Case(rule, {"case.py": single.read_text("utf-8")})
    files = sorted(file for file in (folder / rule).rglob("*") if file.is_file())
    texts = {
        file.relative_to(folder / rule).as_posix(): file.read_text("utf-8")
        for file in files
        if file.suffix != ".pyc"
    }
    return Case(rule, texts) if texts else None


def check_case(rule: Rule, case: Case | None, logs: TrafficLogs) -> Iterator[str]:
    """Say where a rule and its case differ: ``case.py:7: is not found``.

    Args:
        rule: to be checked.
        case: of the rule; None where it has none.
        logs: reads the ``traffic.csv`` of a case.
    """
    if case is None:
        yield "there is no case"
        return
    wanted = case.marked("finding")
    if not wanted:
        yield "no line of the case is marked as finding"
    if not case.marked("ok"):
        yield "no line of the case is marked as ok"
    found = {(one.file, one.line) for one in _places(rule, case, logs)}
    for file, line in sorted(wanted - found):
        yield f"{file}:{line}: is not found"
    for file, line in sorted(found - wanted):
        yield f"{file}:{line}: is found, and not marked"


def _places(rule: Rule, case: Case, logs: TrafficLogs) -> Iterator[Location]:
    text = case.files.get(PLAN)
    plan = read(text, MigrationPlan, file=PLAN) if text else None
    with tempfile.TemporaryDirectory() as name:
        for file, content in case.files.items():
            path = Path(name, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        program = build_program(Path(name))
        log = Path(name, TRAFFIC)
        traffic = read_traffic([log], program, logs) if TRAFFIC in case.files else None
    for finding in evaluate(program, [rule], plan=plan, traffic=traffic):
        yield finding.location
