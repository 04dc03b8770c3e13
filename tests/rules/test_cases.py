"""Every shipped rule finds what its case marks with ``finding``, and nothing else in it."""

from pathlib import Path

import pytest

from migrator.adapters.traffic_log import TrafficLogFiles
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.rules.rule import Rule
from migrator.usecases.rule_cases import check_case, read_case

CASES = Path(__file__).parent.parent / "cases"


@pytest.mark.parametrize("rule", load_rules(RULES), ids=lambda rule: rule.id)
def test_rule(rule: Rule) -> None:
    assert list(check_case(rule, read_case(rule.id, CASES), TrafficLogFiles())) == []


def test_every_case_has_its_rule() -> None:
    files = [file for file in CASES.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    ids = {"/".join(file.relative_to(CASES).with_suffix("").parts[:2]) for file in files}
    assert ids == {rule.id for rule in load_rules(RULES)}
