"""Every shipped rule finds what its case file marks with ``finding``, and nothing else in it."""

import re
from pathlib import Path

import pytest

from migrator.resources import RULES
from migrator.rules.engine import evaluate
from migrator.rules.load import load_rules
from migrator.rules.rule import Rule
from migrator.usecases.program import build_program

CASES = Path(__file__).parent.parent / "cases"
MARK = re.compile(r"\s*# (finding|ok): (\S+)$")
GAPS: dict[str, str] = {}


def cases() -> list[object]:
    return [
        pytest.param(
            rule,
            id=rule.id,
            marks=[pytest.mark.xfail(reason=GAPS[rule.id])] if rule.id in GAPS else [],
        )
        for rule in load_rules(RULES)
    ]


def marked_lines(source: str, rule: str) -> dict[str, set[int]]:
    """Map ``finding`` and ``ok`` to the lines below such marks."""
    marked: dict[str, set[int]] = {"finding": set(), "ok": set()}
    for number, line in enumerate(source.splitlines(), 1):
        mark = MARK.match(line)
        if mark:
            assert mark[2] == rule
            marked[mark[1]].add(number + 1)
    return marked


@pytest.mark.parametrize("rule", cases())
def test_rule(rule: Rule, tmp_path: Path) -> None:
    source = (CASES / f"{rule.id}.py").read_text()
    marked = marked_lines(source, rule.id)
    assert marked["finding"], "a case that is found"
    assert marked["ok"], "a case that is not"
    (tmp_path / "case.py").write_text(source)
    found = {finding.location.line for finding in evaluate(build_program(tmp_path), [rule])}
    if rule.when.import_:
        marked["finding"] = {line - 1 for line in marked["finding"]}
    assert found == marked["finding"]


def test_every_case_has_its_rule() -> None:
    ids = {file.relative_to(CASES).with_suffix("").as_posix() for file in CASES.rglob("*.py")}
    assert ids == {rule.id for rule in load_rules(RULES)}
