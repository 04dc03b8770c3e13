"""Every shipped rule finds what its case marks with ``finding``, and nothing else in it."""

from pathlib import Path

import pytest

from migrator.resources import RULES
from migrator.rules.engine import evaluate
from migrator.rules.load import load_rules
from migrator.rules.rule import Rule
from migrator.usecases.program import build_program
from tests.rules.cases import case_ids, files_of, marked_lines, plan_of


@pytest.mark.parametrize("rule", load_rules(RULES), ids=lambda rule: rule.id)
def test_rule(rule: Rule, tmp_path: Path) -> None:
    files = files_of(rule.id)
    marked = marked_lines(files, rule.id)
    assert marked["finding"], "a case that is found"
    assert marked["ok"], "a case that is not"
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    found = evaluate(build_program(tmp_path), [rule], plan=plan_of(files))
    assert {(f.location.file, f.location.line) for f in found} == marked["finding"]


def test_every_case_has_its_rule() -> None:
    assert case_ids() == {rule.id for rule in load_rules(RULES)}
