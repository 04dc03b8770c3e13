"""The rules with which reports are tested: some that are shipped, whatever others there are."""

from migrator.resources import RULES
from migrator.rules.load import load_rules

SOME_RULES = tuple(
    rule
    for rule in load_rules(RULES)
    if rule.id in {"process/thread-in-request", "state/module-level-mutable", "time/sleep"}
)
