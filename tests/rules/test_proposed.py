"""What crosses services that are only proposed."""

import pytest

from migrator.model.findings import Category
from migrator.rules.conditions.calls import CallOf
from migrator.rules.conditions.edges import EdgeOf
from migrator.rules.conditions.tables import TableOf
from migrator.rules.conditions.transactions import TransactionOf
from migrator.rules.proposed import while_proposed
from migrator.rules.rule import When
from tests.rules.test_engine import rule


@pytest.mark.parametrize(
    ("when", "category"),
    [
        (When(transaction=(TransactionOf(crosses=True),)), Category.OPTIONAL),
        (When(table=(TableOf("written across"),)), Category.OPTIONAL),
        (When(edge=(EdgeOf(("signal",), crosses=True),)), Category.OPTIONAL),
        (When(edge=(EdgeOf(("signal",)),)), Category.MANDATORY),
        (When(call=(CallOf(("os.fork",)),)), Category.MANDATORY),
    ],
)
def test_what_crosses_is_optional(when: When, category: Category) -> None:
    (found,) = while_proposed([rule(when)])
    assert found == rule(when, category=category)


def test_what_is_potential_stays_so() -> None:
    weak = rule(When(table=(TableOf("read across"),)), category=Category.POTENTIAL)
    assert while_proposed([weak]) == (weak,)
